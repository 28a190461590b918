package dev.lanewise.loader.onnx;

import com.google.protobuf.ByteString;
import dev.lanewise.loader.onnx.proto.AttributeProto;
import dev.lanewise.loader.onnx.proto.AttributeProto.AttributeType;
import dev.lanewise.loader.operators.Attribute;

/** Attributes as messages of the ONNX schema. */
final class AttributeWriter {
  private AttributeWriter() {}

  /** The message for an attribute. */
  static AttributeProto write(String name, Attribute value) {
    AttributeProto.Builder proto =
        AttributeProto.newBuilder().setName(name).setType(AttributeType.valueOf(value.kind()));
    if (value instanceof Attribute.Int a) {
      proto.setI(a.value());
    } else if (value instanceof Attribute.Real a) {
      proto.setF(a.value());
    } else if (value instanceof Attribute.Text a) {
      proto.setS(ByteString.copyFromUtf8(a.value()));
    } else if (value instanceof Attribute.Ints a) {
      for (long v : a.values()) {
        proto.addInts(v);
      }
    } else if (value instanceof Attribute.Reals a) {
      for (float v : a.values()) {
        proto.addFloats(v);
      }
    } else if (value instanceof Attribute.Texts a) {
      a.values().forEach(v -> proto.addStrings(ByteString.copyFromUtf8(v)));
    } else if (value instanceof Attribute.OfTensor a) {
      proto.setT(TensorWriter.write("", a.value()));
    } else if (value instanceof Attribute.OfType a) {
      proto.setTp(DataTypes.proto(a.value()));
    } else {
      throw new IllegalArgumentException("attribute '" + name + "' is a " + value.kind());
    }
    return proto.build();
  }
}
