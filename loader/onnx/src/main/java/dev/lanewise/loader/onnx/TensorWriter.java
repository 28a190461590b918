package dev.lanewise.loader.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.lanewise.loader.onnx.proto.TensorProto;
import dev.lanewise.loader.operators.ElementData;
import dev.lanewise.loader.operators.ElementTypes;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Tensor;

/** Tensors as messages of the ONNX schema, with their elements in {@code raw_data}. */
final class TensorWriter {
  private TensorWriter() {}

  /** The message for a tensor. */
  static TensorProto write(String name, Tensor tensor) {
    TensorProto.Builder proto =
        TensorProto.newBuilder().setName(name).setDataType(ElementTypes.number(tensor.dtype()));
    for (long dim : tensor.shape().toLongs()) {
      proto.addDims(dim);
    }
    if (tensor.dtype() == DType.STRING) {
      for (String s : tensor.strings()) {
        proto.addStringData(ByteString.copyFromUtf8(s));
      }
    } else {
      proto.setRawData(UnsafeByteOperations.unsafeWrap(ElementData.encode(tensor)));
    }
    return proto.build();
  }
}
