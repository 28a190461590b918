package dev.lanewise.bench;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxMap;
import ai.onnxruntime.OnnxSequence;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumSet;
import java.util.Set;

/** Values of ONNX Runtime as ours, and the other way round. */
final class OrtTensors {
  /** Element types of numbers that can be handed over. */
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

  private OrtTensors() {}

  static OnnxTensor toOrt(OrtEnvironment environment, Datum value) throws OrtException {
    if (!(value instanceof Tensor t)) {
      throw new PeerException("inputs of type " + value.type() + " are not measured");
    }
    if (t.dtype() == DType.STRING) {
      return OnnxTensor.createTensor(environment, t.strings(), t.shape().toLongs());
    }
    int bytes =
        Math.multiplyExact(t.dtype().storage().length(t.array()), t.dtype().storage().bytes());
    ByteBuffer buffer = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    Object array = t.array();
    switch (t.dtype().storage()) {
      case FLOATS -> buffer.asFloatBuffer().put((float[]) array);
      case DOUBLES -> buffer.asDoubleBuffer().put((double[]) array);
      case LONGS -> buffer.asLongBuffer().put((long[]) array);
      case INTS -> buffer.asIntBuffer().put((int[]) array);
      case SHORTS -> buffer.asShortBuffer().put((short[]) array);
      case BYTES -> buffer.put((byte[]) array).rewind();
      case STRINGS -> throw new PeerException("strings have a way of their own");
    }
    return OnnxTensor.createTensor(environment, buffer, t.shape().toLongs(), type(t.dtype()));
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
      default -> throw new PeerException("inputs of type " + dtype + " are not measured");
    };
  }

  static Datum fromOrt(OnnxValue value) {
    if (value instanceof OnnxTensor t) {
      return tensor(t);
    }
    String what =
        value instanceof OnnxSequence || value instanceof OnnxMap ? "sequences" : "others";
    throw new PeerException("outputs that are " + what + " are not compared");
  }

  private static Tensor tensor(OnnxTensor t) {
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
      case STRINGS -> throw new PeerException("outputs of strings are not compared");
    }
    return Tensor.of(dtype, shape, array);
  }

  private static DType dtype(OnnxJavaType type) {
    for (DType dtype : DTYPES) {
      if (type(dtype) == type) {
        return dtype;
      }
    }
    throw new PeerException("outputs of type " + type + " are not compared");
  }
}
