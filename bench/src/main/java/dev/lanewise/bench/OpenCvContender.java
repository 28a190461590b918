package dev.lanewise.bench;

import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_dnn;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;
import org.bytedeco.opencv.opencv_core.StringVector;
import org.bytedeco.opencv.opencv_dnn.Net;

/** OpenCV's dnn module on the CPU, for models with FLOAT inputs and outputs. */
final class OpenCvContender implements Contender {
  private final String name;
  private final Net net;
  private final List<Mat> inputs = new ArrayList<>();
  private final List<String> inputNames;
  private final StringVector layers;
  private final MatVector results = new MatVector();

  OpenCvContender(
      String name, Path model, List<String> inputNames, List<Datum> values, int threads) {
    this.name = name;
    this.inputNames = inputNames;
    for (Datum value : values) {
      if (!(value instanceof Tensor t) || t.dtype() != DType.FLOAT) {
        throw new PeerException("inputs of type " + value.type() + " are not given to OpenCV");
      }
    }
    try {
      opencv_core.setNumThreads(threads);
      net = opencv_dnn.readNetFromONNX(model.toString());
      net.setPreferableBackend(opencv_dnn.DNN_BACKEND_OPENCV);
      net.setPreferableTarget(opencv_dnn.DNN_TARGET_CPU);
      layers = net.getUnconnectedOutLayersNames();
    } catch (RuntimeException e) {
      throw new PeerException(e);
    }
    for (Datum value : values) {
      Tensor t = (Tensor) value;
      int[] sizes = new int[t.shape().rank()];
      for (int i = 0; i < sizes.length; i++) {
        sizes[i] = t.shape().dim(i);
      }
      inputs.add(new Mat(sizes, opencv_core.CV_32F, new FloatPointer(t.floats())));
    }
  }

  /** The version that is in use. */
  static String version() {
    return opencv_core.CV_VERSION;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void run() {
    try {
      for (int i = 0; i < inputs.size(); i++) {
        net.setInput(inputs.get(i), inputNames.get(i), 1, null);
      }
      net.forward(results, layers);
    } catch (RuntimeException e) {
      throw new PeerException(e);
    }
  }

  /** The outputs in the order of OpenCV's layers, which is that of the model as a rule. */
  @Override
  public List<Datum> outputs() {
    run();
    List<Datum> outputs = new ArrayList<>();
    for (long i = 0; i < results.size(); i++) {
      outputs.add(read(results.get(i)));
    }
    return outputs;
  }

  private static Tensor read(Mat mat) {
    if (mat.type() != opencv_core.CV_32F) {
      throw new PeerException("outputs that are not FLOAT are not compared");
    }
    int[] dims = new int[mat.dims()];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = mat.size(i);
    }
    float[] values = new float[(int) mat.total()];
    new FloatPointer(mat.data()).get(values);
    return Tensor.of(Shape.of(dims), values);
  }

  @Override
  public void close() {
    inputs.forEach(Mat::close);
    results.close();
    layers.close();
    net.close();
  }
}
