package dev.lanewise.loader.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.lanewise.loader.onnx.proto.TensorProto;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Tensors as messages of the ONNX schema, with their elements in {@code raw_data}. */
final class TensorWriter {
  private TensorWriter() {}

  /** The message for a tensor. */
  static TensorProto write(String name, Tensor tensor) {
    TensorProto.Builder proto =
        TensorProto.newBuilder().setName(name).setDataType(DataTypes.number(tensor.dtype()));
    for (long dim : tensor.shape().toLongs()) {
      proto.addDims(dim);
    }
    if (tensor.dtype() == DType.STRING) {
      for (String s : tensor.strings()) {
        proto.addStringData(ByteString.copyFromUtf8(s));
      }
    } else {
      proto.setRawData(UnsafeByteOperations.unsafeWrap(bytes(tensor)));
    }
    return proto.build();
  }

  private static byte[] bytes(Tensor tensor) {
    DType dtype = tensor.dtype();
    if (dtype.bits() < 8) {
      return pack(tensor.bytes(), dtype.bits());
    }
    byte[] bytes = new byte[Math.toIntExact(ElementData.bytes(dtype, tensor.size()))];
    ByteBuffer to = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    Object array = tensor.array();
    switch (dtype.storage()) {
      case FLOATS -> to.asFloatBuffer().put((float[]) array);
      case DOUBLES -> to.asDoubleBuffer().put((double[]) array);
      case LONGS -> to.asLongBuffer().put((long[]) array);
      case INTS -> to.asIntBuffer().put((int[]) array);
      case SHORTS -> to.asShortBuffer().put((short[]) array);
      case BYTES -> to.put((byte[]) array);
      case STRINGS -> throw new IllegalStateException("strings have no raw form");
    }
    return bytes;
  }

  private static byte[] pack(byte[] codes, int bits) {
    int perByte = 8 / bits;
    int mask = (1 << bits) - 1;
    byte[] packed = new byte[(codes.length + perByte - 1) / perByte];
    for (int i = 0; i < codes.length; i++) {
      packed[i / perByte] |= (byte) ((codes[i] & mask) << i % perByte * bits);
    }
    return packed;
  }
}
