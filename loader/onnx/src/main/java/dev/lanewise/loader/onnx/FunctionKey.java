package dev.lanewise.loader.onnx;

import dev.lanewise.loader.onnx.proto.FunctionProto;
import dev.lanewise.loader.onnx.proto.NodeProto;
import dev.lanewise.loader.operators.OperatorTable;

/** What identifies a function of a model. */
record FunctionKey(String domain, String name, String overload) {
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
