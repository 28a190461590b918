package dev.lanewise.loader.onnx;

import dev.lanewise.loader.operators.OperatorTable;
import org.jspecify.annotations.Nullable;

/** What identifies a function of a model. */
record FunctionKey(String domain, String name, String overload) {
  // What a record generates is linked at its first call, which takes a cold JVM tens of
  // milliseconds.
  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof FunctionKey k
        && domain.equals(k.domain)
        && name.equals(k.name)
        && overload.equals(k.overload);
  }

  @Override
  public int hashCode() {
    return (domain.hashCode() * 31 + name.hashCode()) * 31 + overload.hashCode();
  }

  /** The key of a function. */
  static FunctionKey of(Message function) {
    return new FunctionKey(
        OperatorTable.normalize(function.text(OnnxSchema.FUNCTION_DOMAIN)),
        function.text(OnnxSchema.FUNCTION_NAME),
        function.text(OnnxSchema.FUNCTION_OVERLOAD));
  }

  /** The key of the function that a node calls, if its operator is a function. */
  static FunctionKey called(Message node) {
    return new FunctionKey(
        OperatorTable.normalize(node.text(OnnxSchema.NODE_DOMAIN)),
        node.text(OnnxSchema.NODE_OP_TYPE),
        node.text(OnnxSchema.NODE_OVERLOAD));
  }
}
