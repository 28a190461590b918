package dev.lanewise.pass;

import dev.lanewise.error.ModelFormatException;
import dev.lanewise.graph.Node;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Rewriter;
import dev.lanewise.graph.Value;
import dev.lanewise.op.Cast;
import dev.lanewise.op.FlexAttention;
import dev.lanewise.op.If;
import dev.lanewise.op.Loop;
import dev.lanewise.op.Scan;
import dev.lanewise.op.SequenceMap;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Computes 16-bit floats in FLOAT: an operator that gives 16-bit floats, and would give FLOAT if
 * its 16-bit inputs were FLOAT, gets its inputs widened and its outputs narrowed. Between two such
 * operators nothing is narrowed, which is at least as accurate as the model asks for.
 */
final class PromoteHalf implements Rewriter.Rule {
  private static boolean isHalf(@Nullable Type type) {
    return type instanceof TensorType t
        && (t.dtype() == DType.FLOAT16 || t.dtype() == DType.BFLOAT16);
  }

  /** Graphs of an operator declare the types of their inputs; they are promoted on their own. */
  private static boolean hasBodies(Op op) {
    return op instanceof If
        || op instanceof Loop
        || op instanceof Scan
        || op instanceof SequenceMap
        || op instanceof FlexAttention;
  }

  @Override
  public boolean apply(Node node, Rewriter r) {
    if (!givesHalf(node)
        || !node.op().isPure()
        || node.op() instanceof Cast
        || hasBodies(node.op())) {
      return false;
    }
    List<@Nullable Value> wide = new ArrayList<>();
    for (Value v : r.inputs(node)) {
      wide.add(v != null && isHalf(v.type()) ? widen(v, r) : v);
    }
    if (!givesFloat(node, wide, r)) {
      return false;
    }
    List<String> names = node.outputs().stream().map(Value::name).collect(Collectors.toList());
    List<Value> results = r.add(node.name(), node.op(), wide, names);
    for (int o = 0; o < results.size(); o++) {
      Value old = node.output(o);
      Value result = results.get(o);
      if (old.type() instanceof TensorType t && isHalf(t)) {
        result = r.add(old.name(), new Cast(t.dtype()), result);
      }
      r.replace(old, result);
    }
    return true;
  }

  private static boolean givesHalf(Node node) {
    for (Value v : node.outputs()) {
      if (isHalf(v.type())) {
        return true;
      }
    }
    return false;
  }

  private static boolean givesFloat(Node node, List<@Nullable Value> wide, Rewriter r) {
    List<Type> types;
    try {
      types = r.infer(node, wide);
    } catch (ModelFormatException e) {
      // The operator wants its 16-bit inputs as they are.
      return false;
    }
    for (int o = 0; o < node.outputs().size(); o++) {
      if (isHalf(node.output(o).type())
          && !(types.get(o) instanceof TensorType t && t.dtype() == DType.FLOAT)) {
        return false;
      }
    }
    return true;
  }

  private static Value widen(Value v, Rewriter r) {
    Tensor constant = v.constant();
    if (constant != null) {
      Tensor wide =
          Tensor.lazy(
              DType.FLOAT,
              constant.shape(),
              () -> Elements.fromDoubles(DType.FLOAT, constant.toDoubles()));
      return r.constant(v.name(), wide);
    }
    Node producer = r.producer(v);
    Value source = producer == null ? null : producer.input(0);
    if (producer != null
        && source != null
        && producer.op() instanceof Cast
        && source.type() instanceof TensorType t
        && t.dtype() == DType.FLOAT) {
      return source;
    }
    return r.add(v.name(), new Cast(DType.FLOAT), v);
  }
}
