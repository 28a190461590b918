package dev.lanewise.pass;

import dev.lanewise.graph.Node;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Rewriter;
import dev.lanewise.graph.Value;
import dev.lanewise.op.Cast;
import dev.lanewise.op.Concat;
import dev.lanewise.op.DequantizeLinear;
import dev.lanewise.op.Expand;
import dev.lanewise.op.Flatten;
import dev.lanewise.op.FloatsToIntegers;
import dev.lanewise.op.Gather;
import dev.lanewise.op.Identity;
import dev.lanewise.op.IntegersToFloats;
import dev.lanewise.op.MaxPool;
import dev.lanewise.op.Mul;
import dev.lanewise.op.QuantizeLinear;
import dev.lanewise.op.Reshape;
import dev.lanewise.op.RoundToGrid;
import dev.lanewise.op.Slice;
import dev.lanewise.op.Split;
import dev.lanewise.op.Squeeze;
import dev.lanewise.op.Tile;
import dev.lanewise.op.Transpose;
import dev.lanewise.op.Unsqueeze;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lets quantised values be computed as floats that hold integers, in the layouts and with the
 * kernels of floats: quantisation becomes rounding followed by a conversion to integers,
 * dequantisation a conversion to floats followed by a scaling, and a conversion to floats of what
 * was just converted from floats is nothing at all. Operators that only move data are moved before
 * the conversion to integers. Products of integers are those of {@link ExactIntegers}.
 */
final class QuantizedFloats implements Rewriter.Rule {
  private static final Set<Class<? extends Op>> MOVES =
      Set.of(
          Concat.class,
          Expand.class,
          Flatten.class,
          Gather.class,
          Identity.class,
          MaxPool.class,
          Reshape.class,
          Slice.class,
          Split.class,
          Squeeze.class,
          Tile.class,
          Transpose.class,
          Unsqueeze.class);

  private static final ExactIntegers EXACT = new ExactIntegers();

  @Override
  public boolean apply(Node node, Rewriter r) {
    if (node.op() instanceof QuantizeLinear q) {
      return quantize(node, q, r);
    }
    if (node.op() instanceof DequantizeLinear d) {
      return dequantize(node, d, r);
    }
    if (node.op() instanceof Cast c && c.to() == DType.FLOAT) {
      return cast(node, r);
    }
    return MOVES.contains(node.op().getClass()) ? move(node, r) : EXACT.apply(node, r);
  }

  /** Element type of a value, null if it is no tensor. */
  static @Nullable DType dtype(@Nullable Value v) {
    return v != null && v.type() instanceof TensorType t ? t.dtype() : null;
  }

  /** The only element of a constant, null if a value is anything else. */
  static @Nullable Double single(@Nullable Value v) {
    Tensor t = v == null ? null : v.constant();
    return t != null && t.size() == 1 && t.dtype().isNumeric() ? t.toDoubles()[0] : null;
  }

  private static boolean isSmallInteger(@Nullable DType type) {
    return type != null && type.isInteger() && type.bits() <= 16;
  }

  private static boolean quantize(Node node, QuantizeLinear q, Rewriter r) {
    Value x = r.input(node, 0);
    Value scale = r.input(node, 1);
    Value zero = r.input(node, 2);
    DType target = dtype(node.output(0));
    Double s = single(scale);
    Double z = zero == null ? Double.valueOf(0) : single(zero);
    boolean suits =
        dtype(x) == DType.FLOAT
            && dtype(scale) == DType.FLOAT
            && q.block() == 0
            && (q.precision() == null || q.precision() == DType.FLOAT);
    if (!suits || s == null || z == null || target == null || !isSmallInteger(target)) {
      return false;
    }
    float step = s.floatValue();
    int shift = z.intValue();
    RoundToGrid op = new RoundToGrid(step, (int) target.min() - shift, (int) target.max() - shift);
    integers(node, r.add(node.name(), op, x), target, shift, r);
    return true;
  }

  /** Replaces a node's output by the integers that floats hold, plus a zero point. */
  static void integers(Node node, Value floats, DType target, int zero, Rewriter r) {
    r.replace(
        node.output(0), r.add(node.output(0).name(), new FloatsToIntegers(target, zero), floats));
  }

  private static boolean dequantize(Node node, DequantizeLinear d, Rewriter r) {
    Value x = r.input(node, 0);
    Value scale = r.input(node, 1);
    Value zero = r.input(node, 2);
    boolean suits =
        x != null
            && x.constant() == null
            && isSmallInteger(dtype(x))
            && dtype(scale) == DType.FLOAT
            && single(scale) != null
            && (zero == null || single(zero) != null)
            && d.block() == 0
            && dtype(node.output(0)) == DType.FLOAT;
    if (!suits || x == null) {
      return false;
    }
    Tensor factor = Tensor.scalar(Objects.requireNonNull(single(scale)).floatValue());
    Value floats = floats(node, x, zero, r);
    r.replace(
        node.output(0),
        r.add(node.output(0).name(), new Mul(), floats, r.constant(node.name(), factor)));
    return true;
  }

  /** Integers less their zero point, as floats. */
  static Value floats(Node node, Value x, @Nullable Value zero, Rewriter r) {
    Node producer = r.producer(x);
    Double z = zero == null ? Double.valueOf(0) : single(zero);
    if (producer != null
        && producer.op() instanceof FloatsToIntegers f
        && z != null
        && f.zero() == z.intValue()) {
      return Objects.requireNonNull(producer.input(0));
    }
    return r.add(node.name(), new IntegersToFloats(), x, zero);
  }

  /** Sums that were converted to INT32 and go on as floats. */
  private static boolean cast(Node node, Rewriter r) {
    Node producer = r.producer(r.input(node, 0));
    if (producer == null || !(producer.op() instanceof FloatsToIntegers f) || f.zero() != 0) {
      return false;
    }
    r.replace(node.output(0), Objects.requireNonNull(producer.input(0)));
    return true;
  }

  private static boolean move(Node node, Rewriter r) {
    int operands = node.op() instanceof Concat ? node.inputs().size() : 1;
    FloatsToIntegers made = null;
    List<@Nullable Value> arguments = new ArrayList<>(r.inputs(node));
    for (int i = 0; i < operands; i++) {
      Node producer = r.producer(arguments.get(i));
      if (producer == null
          || !(producer.op() instanceof FloatsToIntegers f)
          || !isSmallInteger(f.target())
          || (made != null && !made.equals(f))) {
        return false;
      }
      made = f;
      arguments.set(i, producer.input(0));
    }
    if (made == null || (node.op() instanceof MaxPool && node.outputs().size() > 1)) {
      return false;
    }
    List<String> names =
        node.outputs().stream().map(v -> v.name() + " as floats").collect(Collectors.toList());
    List<Value> results = r.add(node.name(), node.op(), arguments, names);
    for (int o = 0; o < results.size(); o++) {
      Value old = node.output(o);
      r.replace(old, r.add(old.name(), made, results.get(o)));
    }
    return true;
  }
}
