package dev.lanewise.loader.onnx;

import dev.lanewise.loader.operators.Attribute;

/** Attributes as messages of the ONNX schema. */
final class AttributeWriter {
  private AttributeWriter() {}

  /** The message for an attribute of a type, to which its value is to be added. */
  static MessageWriter begin(String name, String type) {
    return new MessageWriter()
        .text(OnnxSchema.ATTRIBUTE_NAME, name)
        .number(OnnxSchema.ATTRIBUTE_TYPE, OnnxSchema.ATTRIBUTE_TYPES.indexOf(type));
  }

  /** The message for an attribute. */
  static MessageWriter write(String name, Attribute value) {
    MessageWriter proto = begin(name, value.kind());
    if (value instanceof Attribute.Int a) {
      proto.number(OnnxSchema.ATTRIBUTE_I, a.value());
    } else if (value instanceof Attribute.Real a) {
      proto.real(OnnxSchema.ATTRIBUTE_F, a.value());
    } else if (value instanceof Attribute.Text a) {
      proto.text(OnnxSchema.ATTRIBUTE_S, a.value());
    } else if (value instanceof Attribute.Ints a) {
      for (long v : a.values()) {
        proto.number(OnnxSchema.ATTRIBUTE_INTS, v);
      }
    } else if (value instanceof Attribute.Reals a) {
      for (float v : a.values()) {
        proto.real(OnnxSchema.ATTRIBUTE_FLOATS, v);
      }
    } else if (value instanceof Attribute.Texts a) {
      a.values().forEach(v -> proto.text(OnnxSchema.ATTRIBUTE_STRINGS, v));
    } else if (value instanceof Attribute.OfTensor a) {
      proto.message(OnnxSchema.ATTRIBUTE_T, TensorWriter.write("", a.value()));
    } else if (value instanceof Attribute.OfType a) {
      proto.message(OnnxSchema.ATTRIBUTE_TP, DataTypes.proto(a.value()));
    } else {
      throw new IllegalArgumentException("attribute '" + name + "' is a " + value.kind());
    }
    return proto;
  }
}
