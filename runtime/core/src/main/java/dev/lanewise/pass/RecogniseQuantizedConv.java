package dev.lanewise.pass;

import dev.lanewise.graph.Node;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Rewriter;
import dev.lanewise.graph.Value;
import dev.lanewise.op.Conv;
import dev.lanewise.op.DequantizeLinear;
import dev.lanewise.op.QLinearConv;
import dev.lanewise.op.QuantizeLinear;
import dev.lanewise.op.Relu;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes one quantised convolution of a convolution between dequantised operands and a quantised
 * result, so that it is computed on integers, exactly.
 */
final class RecogniseQuantizedConv implements Rewriter.Rule {
  /** How far a bias may be from units of the product of the other scales. */
  private static final double UNITS = 1e-4;

  @Override
  public boolean apply(Node node, Rewriter r) {
    if (!(node.op() instanceof QuantizeLinear q) || !isPlain(q.block(), r.input(node, 1))) {
      return false;
    }
    DType target = QuantizedFloats.dtype(node.output(0));
    Value zeroY = r.input(node, 2);
    Double z = zeroY == null ? Double.valueOf(0) : QuantizedFloats.single(zeroY);
    if (z == null || (target != DType.INT8 && target != DType.UINT8) || q.precision() != null) {
      return false;
    }
    Node producer = only(node, r);
    if (producer != null && producer.op() instanceof Relu && z == target.min()) {
      // Rounding to the target's range cuts off what Relu does.
      producer = convolution(producer, r);
    }
    if (producer == null || !(producer.op() instanceof Conv conv) || !conv.epilogue().isNone()) {
      return false;
    }
    Node x = dequantized(producer.input(0), r);
    Node w = dequantized(producer.input(1), r);
    if (x == null || w == null || !isActivation(x) || !isWeight(w)) {
      return false;
    }
    Value bias = null;
    if (producer.input(2) != null) {
      bias = bias(dequantized(producer.input(2), r), x, w);
      if (bias == null) {
        return false;
      }
    }
    List<@Nullable Value> arguments =
        Arrays.asList(
            x.input(0),
            x.input(1),
            zero(x, r),
            w.input(0),
            w.input(1),
            zero(w, r),
            r.input(node, 1),
            zeroY == null ? r.constant("zero", zeros(target, 1)) : zeroY,
            bias);
    Op op = new QLinearConv(conv.window(), conv.group());
    List<String> names = List.of(node.output(0).name());
    r.replace(node.output(0), r.add(producer.name(), op, arguments, names).get(0));
    return true;
  }

  /** One FLOAT scale for all, known beforehand. */
  private static boolean isPlain(int block, @Nullable Value scale) {
    return block == 0
        && QuantizedFloats.dtype(scale) == DType.FLOAT
        && QuantizedFloats.single(scale) != null;
  }

  /** The node whose value a node quantises, if nobody else reads it. */
  private static @Nullable Node only(Node node, Rewriter r) {
    Value old = node.input(0);
    return old == null || r.old().uses(old) != 1 ? null : r.producer(r.input(node, 0));
  }

  /** The convolution before an activation; another reader would only have it computed twice. */
  private static @Nullable Node convolution(Node activation, Rewriter r) {
    return r.producer(activation.input(0));
  }

  private static @Nullable Node dequantized(@Nullable Value v, Rewriter r) {
    Node n = r.producer(v);
    return n != null && n.op() instanceof DequantizeLinear d && d.block() == 0 ? n : null;
  }

  private static boolean isByte(@Nullable DType type) {
    return type == DType.INT8 || type == DType.UINT8;
  }

  private static boolean isActivation(Node dequantize) {
    Value zero = dequantize.input(2);
    return isByte(QuantizedFloats.dtype(dequantize.input(0)))
        && isPlain(0, dequantize.input(1))
        && (zero == null || QuantizedFloats.single(zero) != null);
  }

  /** Whether a constant is dequantised with one scale for all or one per output channel. */
  private static boolean isWeight(Node dequantize) {
    Tensor w = constant(dequantize.input(0));
    Tensor scale = constant(dequantize.input(1));
    Value zero = dequantize.input(2);
    if (w == null || scale == null || !isByte(w.dtype()) || scale.dtype() != DType.FLOAT) {
      return false;
    }
    boolean known = zero == null || constant(zero) != null;
    return known && (scale.size() == 1 || isPerChannel(dequantize, w.shape()));
  }

  private static boolean isPerChannel(Node dequantize, Shape shape) {
    int axis = ((DequantizeLinear) dequantize.op()).axis();
    return axis == 0 || axis == -shape.rank();
  }

  private static @Nullable Tensor constant(@Nullable Value v) {
    return v == null ? null : v.constant();
  }

  /** The INT32 bias, if it is in units of the product of the scales of x and w; else null. */
  private static @Nullable Value bias(@Nullable Node dequantize, Node x, Node w) {
    Value value = dequantize == null ? null : dequantize.input(0);
    Tensor b = constant(value);
    Tensor units = dequantize == null ? null : constant(dequantize.input(1));
    Tensor sx = constant(x.input(1));
    Tensor sw = constant(w.input(1));
    if (b == null || units == null || sx == null || sw == null || b.dtype() != DType.INT32) {
      return null;
    }
    Value zero = dequantize == null ? null : dequantize.input(2);
    if (zero != null && !isZero(constant(zero))) {
      return null;
    }
    double[] given = units.toDoubles();
    double[] scales = sw.toDoubles();
    for (int c = 0; c < b.size(); c++) {
      double want = sx.toDoubles()[0] * scales[scales.length == 1 ? 0 : c];
      if (Math.abs(given[given.length == 1 ? 0 : c] - want) > UNITS * want) {
        return null;
      }
    }
    return value;
  }

  private static boolean isZero(@Nullable Tensor t) {
    return t != null && Arrays.stream(t.toDoubles()).allMatch(v -> v == 0);
  }

  private static Value zero(Node dequantize, Rewriter r) {
    Value zero = dequantize.input(2);
    Tensor scale = constant(dequantize.input(1));
    DType type = QuantizedFloats.dtype(dequantize.input(0));
    if (zero != null || scale == null || type == null) {
      return java.util.Objects.requireNonNull(zero);
    }
    return r.constant("zero", zeros(type, scale.size()));
  }

  private static Tensor zeros(DType type, int n) {
    return Tensor.zeros(type, n == 1 ? Shape.SCALAR : Shape.of(n));
  }
}
