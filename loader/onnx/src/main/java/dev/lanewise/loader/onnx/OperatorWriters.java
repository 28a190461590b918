package dev.lanewise.loader.onnx;

import dev.lanewise.error.UnsupportedModelException;
import dev.lanewise.graph.Node;
import dev.lanewise.graph.Op;
import dev.lanewise.loader.onnx.proto.AttributeProto;
import dev.lanewise.loader.onnx.proto.NodeProto;
import dev.lanewise.op.Add;
import dev.lanewise.op.Div;
import dev.lanewise.op.Flatten;
import dev.lanewise.op.Gemm;
import dev.lanewise.op.GlobalAveragePool;
import dev.lanewise.op.MatMul;
import dev.lanewise.op.Mul;
import dev.lanewise.op.Relu;
import dev.lanewise.op.Reshape;
import dev.lanewise.op.Sigmoid;
import dev.lanewise.op.Softmax;
import dev.lanewise.op.Sub;
import dev.lanewise.op.Tanh;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** How operators are written: one line each that sets the attributes. Their names are their own. */
final class OperatorWriters {
  private static final Map<Class<?>, BiConsumer<Op, NodeProto.Builder>> WRITERS = new HashMap<>();

  static {
    add(Add.class, (op, n) -> {});
    add(Div.class, (op, n) -> {});
    add(Flatten.class, (op, n) -> n.addAttribute(integer("axis", op.axis())));
    add(Gemm.class, OperatorWriters::gemm);
    add(GlobalAveragePool.class, (op, n) -> {});
    add(MatMul.class, OperatorWriters::matMul);
    add(Mul.class, (op, n) -> {});
    add(Relu.class, (op, n) -> {});
    add(Reshape.class, (op, n) -> n.addAttribute(integer("allowzero", op.allowZero() ? 1 : 0)));
    add(Sigmoid.class, (op, n) -> {});
    add(Softmax.class, (op, n) -> n.addAttribute(integer("axis", op.axis())));
    add(Sub.class, (op, n) -> {});
    add(Tanh.class, (op, n) -> {});
  }

  private OperatorWriters() {}

  private static <T extends Op> void add(Class<T> type, BiConsumer<T, NodeProto.Builder> writer) {
    WRITERS.put(type, (op, n) -> writer.accept(type.cast(op), n));
  }

  /**
   * Sets operator name and attributes.
   *
   * @throws UnsupportedModelException if the operator cannot be written
   */
  static void write(Node node, NodeProto.Builder target) {
    BiConsumer<Op, NodeProto.Builder> writer = WRITERS.get(node.op().getClass());
    if (writer == null) {
      throw new UnsupportedModelException(node + " cannot be written to an ONNX file");
    }
    target.setOpType(node.op().name());
    writer.accept(node.op(), target);
  }

  private static void gemm(Gemm op, NodeProto.Builder n) {
    requirePlain(op.epilogue().isNone(), op);
    n.addAttribute(real("alpha", op.alpha()));
    n.addAttribute(real("beta", op.beta()));
    n.addAttribute(integer("transA", op.transA() ? 1 : 0));
    n.addAttribute(integer("transB", op.transB() ? 1 : 0));
  }

  private static void matMul(MatMul op, NodeProto.Builder n) {
    requirePlain(op.epilogue().isNone() && !op.transA() && !op.transB() && op.alpha() == 1, op);
  }

  private static void requirePlain(boolean plain, Op op) {
    if (!plain) {
      throw new UnsupportedModelException(
          op.name() + " has been fused with others; write the graph as it was before compilation");
    }
  }

  private static AttributeProto integer(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  private static AttributeProto real(String name, float value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.FLOAT)
        .setF(value)
        .build();
  }
}
