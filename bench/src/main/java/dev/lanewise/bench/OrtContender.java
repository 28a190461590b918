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
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** ONNX Runtime with all optimisations. */
final class OrtContender implements Contender {
  /** Element types of inputs and outputs that can be handed over. */
  static final Set<DType> DTYPES =
      EnumSet.of(
          DType.FLOAT,
          DType.DOUBLE,
          DType.FLOAT16,
          DType.BFLOAT16,
          DType.INT8,
          DType.INT16,
          DType.INT32,
          DType.INT64,
          DType.UINT8,
          DType.BOOL);

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
    DType dtype = dtype(info.type);
    Object array = dtype.storage().allocate(shape.size());
    ByteBuffer bytes = t.getByteBuffer().order(ByteOrder.nativeOrder());
    switch (dtype.storage()) {
      case FLOATS -> bytes.asFloatBuffer().get((float[]) array);
      case DOUBLES -> bytes.asDoubleBuffer().get((double[]) array);
      case LONGS -> bytes.asLongBuffer().get((long[]) array);
      case INTS -> bytes.asIntBuffer().get((int[]) array);
      case SHORTS -> bytes.asShortBuffer().get((short[]) array);
      case BYTES -> bytes.get((byte[]) array);
      case STRINGS -> throw new IllegalArgumentException("strings are not measured");
    }
    return Tensor.of(dtype, shape, array);
  }

  private static DType dtype(OnnxJavaType type) {
    for (DType dtype : DTYPES) {
      if (type(dtype) == type) {
        return dtype;
      }
    }
    throw new IllegalArgumentException(type + " is not measured");
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
