package dev.lanewise.loader.onnx;

import dev.lanewise.loader.onnx.proto.FunctionProto;
import dev.lanewise.loader.onnx.proto.NodeProto;
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
  static FunctionKey of(FunctionProto function) {
    return new FunctionKey(
        OperatorTable.normalize(function.getDomain()), function.getName(), function.getOverload());
  }

  /** The key of the function that a node calls, if its operator is a function. */
  static FunctionKey of(NodeProto node) {
    return new FunctionKey(
        OperatorTable.normalize(node.getDomain()), node.getOpType(), node.getOverload());
  }
}
