package dev.lanewise.bench;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.lanewise.graph.Graph;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** ONNX Runtime with all optimisations. */
final class OrtContender implements Contender {
  private static final OrtEnvironment ENVIRONMENT = OrtEnvironment.getEnvironment();

  private final OrtSession session;
  private final Map<String, OnnxTensor> inputs = new LinkedHashMap<>();

  OrtContender(Path model, Graph graph, List<Datum> values, int threads) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      options.setSessionLogLevel(ai.onnxruntime.OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
      session = ENVIRONMENT.createSession(model.toString(), options);
      for (int i = 0; i < values.size(); i++) {
        inputs.put(graph.inputs().get(i).name(), tensor((Tensor) values.get(i)));
      }
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  private static OnnxTensor tensor(Tensor t) throws OrtException {
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(t.size() * t.dtype().storage().bytes())
            .order(ByteOrder.nativeOrder());
    Object array = t.array();
    switch (t.dtype().storage()) {
      case FLOATS -> bytes.asFloatBuffer().put((float[]) array);
      case DOUBLES -> bytes.asDoubleBuffer().put((double[]) array);
      case LONGS -> bytes.asLongBuffer().put((long[]) array);
      case INTS -> bytes.asIntBuffer().put((int[]) array);
      case SHORTS -> bytes.asShortBuffer().put((short[]) array);
      case BYTES -> bytes.put((byte[]) array).rewind();
      case STRINGS -> throw new IllegalArgumentException("strings are not measured");
    }
    return OnnxTensor.createTensor(ENVIRONMENT, bytes, t.shape().toLongs(), type(t.dtype()));
  }

  private static OnnxJavaType type(DType dtype) {
    return switch (dtype) {
      case FLOAT -> OnnxJavaType.FLOAT;
      case DOUBLE -> OnnxJavaType.DOUBLE;
      case FLOAT16 -> OnnxJavaType.FLOAT16;
      case BFLOAT16 -> OnnxJavaType.BFLOAT16;
      case INT8 -> OnnxJavaType.INT8;
      case INT16 -> OnnxJavaType.INT16;
      case INT32 -> OnnxJavaType.INT32;
      case INT64 -> OnnxJavaType.INT64;
      case UINT8 -> OnnxJavaType.UINT8;
      case BOOL -> OnnxJavaType.BOOL;
      default -> throw new IllegalArgumentException(dtype + " is not measured");
    };
  }

  @Override
  public String name() {
    return "onnxruntime";
  }

  @Override
  public void run() {
    try (OrtSession.Result result = session.run(inputs)) {
      if (result.size() == 0) {
        throw new IllegalStateException("no output");
      }
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public List<Datum> outputs() {
    List<Datum> outputs = new ArrayList<>();
    try (OrtSession.Result result = session.run(inputs)) {
      for (Map.Entry<String, OnnxValue> entry : result) {
        if (entry.getValue() instanceof OnnxTensor t) {
          outputs.add(read(t));
        }
      }
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
    return outputs;
  }

  private static Tensor read(OnnxTensor t) {
    TensorInfo info = t.getInfo();
    Shape shape = Shape.of(info.getShape());
    if (info.type == OnnxJavaType.INT64) {
      long[] values = new long[shape.size()];
      t.getLongBuffer().get(values);
      return Tensor.of(shape, values);
    }
    FloatBuffer floats = t.getFloatBuffer();
    float[] values = new float[shape.size()];
    floats.get(values);
    return info.type == OnnxJavaType.FLOAT16
        ? Tensor.of(DType.FLOAT16, shape, Elements.fromDoubles(DType.FLOAT16, widen(values)))
        : Tensor.of(shape, values);
  }

  private static double[] widen(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  @Override
  public void close() {
    inputs.values().forEach(OnnxTensor::close);
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }
}
