package dev.lanewise.loader.onnx;

import dev.lanewise.loader.operators.ElementData;
import dev.lanewise.loader.operators.ElementTypes;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Tensor;

/** Tensors as messages of the ONNX schema, with their elements in {@code raw_data}. */
final class TensorWriter {
  private TensorWriter() {}

  /** The message for a tensor. */
  static MessageWriter write(String name, Tensor tensor) {
    MessageWriter proto =
        new MessageWriter()
            .text(OnnxSchema.TENSOR_NAME, name)
            .number(OnnxSchema.TENSOR_DATA_TYPE, ElementTypes.number(tensor.dtype()));
    for (long dim : tensor.shape().toLongs()) {
      proto.number(OnnxSchema.TENSOR_DIMS, dim);
    }
    if (tensor.dtype() == DType.STRING) {
      for (String s : tensor.strings()) {
        proto.text(OnnxSchema.TENSOR_STRING_DATA, s);
      }
    } else {
      proto.bytes(OnnxSchema.TENSOR_RAW_DATA, ElementData.encode(tensor));
    }
    return proto;
  }
}
