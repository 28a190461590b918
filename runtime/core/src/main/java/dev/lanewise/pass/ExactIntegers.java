package dev.lanewise.pass;

import dev.lanewise.graph.Node;
import dev.lanewise.graph.Rewriter;
import dev.lanewise.graph.Value;
import dev.lanewise.kernel.Epilogue;
import dev.lanewise.op.Add;
import dev.lanewise.op.Conv;
import dev.lanewise.op.ConvInteger;
import dev.lanewise.op.FloatsToIntegers;
import dev.lanewise.op.MatMul;
import dev.lanewise.op.MatMulInteger;
import dev.lanewise.op.QLinearConv;
import dev.lanewise.op.QLinearMatMul;
import dev.lanewise.op.Requantisation;
import dev.lanewise.op.Requantize;
import dev.lanewise.op.Slice;
import dev.lanewise.op.Window;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Computes convolutions and matrix products of 8-bit integers with the kernels of floats, exactly:
 * sums are cut, if need be, so that every partial sum is an integer below 2^24.
 */
final class ExactIntegers implements Rewriter.Rule {
  /** An 8-bit operand and what is known of its zero point. */
  private record Operand(Value value, @Nullable Value zero, DType type) {
    static @Nullable Operand of(Node node, int at, int zeroAt, Rewriter r) {
      Value value = r.input(node, at);
      DType type = QuantizedFloats.dtype(value);
      return value == null || type == null || !type.isInteger()
          ? null
          : new Operand(value, r.input(node, zeroAt), type);
    }

    /** Whether one zero point, perhaps computed at run time, stands for all elements. */
    boolean hasOneZero() {
      Shape s = zero != null && zero.type() instanceof TensorType t ? t.shape() : Shape.SCALAR;
      return s != null && s.isKnown() && s.size() == 1;
    }

    /** Smallest value less the zero point; where that is not known, the smallest possible. */
    double low() {
      Double z = zero == null ? Double.valueOf(0) : QuantizedFloats.single(zero);
      return Math.min(0, type.min() - (z == null ? type.max() : z));
    }

    double high() {
      Double z = zero == null ? Double.valueOf(0) : QuantizedFloats.single(zero);
      return Math.max(0, type.max() - (z == null ? type.min() : z));
    }

    /** The elements of a constant less their zero points. */
    double @Nullable [] known(int axis) {
      Tensor t = value.constant();
      Tensor z = zero == null ? null : zero.constant();
      if (t == null || (zero != null && z == null)) {
        return null;
      }
      double[] y = t.toDoubles();
      double[] zeros = z == null ? new double[1] : z.toDoubles();
      int at = axis < 0 ? axis + t.shape().rank() : axis;
      int inner = t.shape().size(at + 1, t.shape().rank());
      int n = t.shape().dim(at);
      if (zeros.length != 1 && zeros.length != n) {
        return null;
      }
      for (int i = 0; i < y.length; i++) {
        y[i] -= zeros[zeros.length == 1 ? 0 : i / inner % n];
      }
      return y;
    }
  }

  @Override
  public boolean apply(Node node, Rewriter r) {
    if (node.op() instanceof ConvInteger c) {
      return convolve(node, c.window(), c.group(), 0, 2, 1, 3, null, r);
    }
    if (node.op() instanceof QLinearConv c) {
      return convolve(node, c.window(), c.group(), 0, 2, 3, 5, r.input(node, 8), r);
    }
    if (node.op() instanceof MatMulInteger) {
      return multiply(node, 0, 2, 1, 3, r);
    }
    return node.op() instanceof QLinearMatMul && multiply(node, 0, 2, 3, 5, r);
  }

  private static boolean convolve(
      Node node,
      Window window,
      int group,
      int xAt,
      int zeroX,
      int wAt,
      int zeroW,
      @Nullable Value bias,
      Rewriter r) {
    Operand x = Operand.of(node, xAt, zeroX, r);
    Operand w = Operand.of(node, wAt, zeroW, r);
    double[] weights = w == null ? null : w.known(0);
    Tensor b = bias == null ? null : bias.constant();
    if (x == null
        || w == null
        || weights == null
        || !x.hasOneZero()
        || (bias != null && b == null)) {
      return false;
    }
    Shape shape = Objects.requireNonNull(w.value.constant()).shape();
    int channels = shape.dim(0);
    int steps = shape.dim(1);
    int taps = shape.size(2, shape.rank());
    ExactSums sums = new ExactSums(channels, steps * taps, steps, taps, taps);
    double[] start = b == null ? new double[channels] : b.toDoubles();
    List<Integer> cuts = sums.cuts(weights, x.low(), x.high(), start);
    double[] factors = factors(node, 1, 4, 6, channels, r);
    if (b != null && cuts.size() != 1 && factors != null && factors.length > 0) {
      factors = perChannel(factors, channels);
      settle(sums, weights, x, start, factors, grid(1, node, r));
      cuts = sums.cuts(weights, x.low(), x.high(), start);
    }
    // A bias that is too large for FLOAT is added later, in double precision.
    boolean late = b != null && cuts.size() != 1;
    if (late) {
      cuts = sums.cuts(weights, x.low(), x.high(), new double[channels]);
    }
    if (cuts.isEmpty() || (cuts.size() > 1 && group > 1) || factors == null) {
      return false;
    }
    Value floats = QuantizedFloats.floats(node, x.value, x.zero, r);
    Conv conv = new Conv(window, group, Epilogue.NONE, true);
    List<Value> parts = new ArrayList<>();
    int begin = 0;
    for (int end : cuts) {
      Tensor part = columns(weights, shape, begin, end);
      Value summand =
          begin > 0 || late || b == null
              ? null
              : r.constant(
                  node.name() + " bias", toFloats(Tensor.of(DType.DOUBLE, b.shape(), start)));
      Value input = cuts.size() == 1 ? floats : slice(node, floats, 1, begin, end, r);
      parts.add(
          r.add(node.name(), conv, input, r.constant(node.name() + " weight", part), summand));
      begin = end;
    }
    finish(node, parts, factors, late ? start : null, 1, r);
    return true;
  }

  /**
   * Channels with so large a bias that whatever is added to it, the result is the same: they become
   * that result, by weights of 0, so that their sums are exact.
   */
  private static void settle(
      ExactSums sums,
      double[] weights,
      Operand x,
      double[] start,
      double[] factors,
      Requantize grid) {
    int row = weights.length / Math.max(1, start.length);
    for (int c = 0; c < start.length; c++) {
      double[] range = sums.range(c, weights, x.low(), x.high());
      double least = grid.apply(range[0] + start[c], factors[c]);
      if (least == grid.apply(range[1] + start[c], factors[c])) {
        Arrays.fill(weights, c * row, (c + 1) * row, 0);
        start[c] = least;
        factors[c] = 1;
      }
    }
  }

  private static Tensor toFloats(Tensor t) {
    double[] values = t.toDoubles();
    float[] y = new float[values.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = (float) values[i];
    }
    return Tensor.of(t.shape(), y);
  }

  /** Indices {@code begin} to {@code end} of the second dimension. */
  private static Tensor columns(double[] w, Shape shape, int begin, int end) {
    int rows = shape.dim(0);
    int inner = shape.size(2, shape.rank());
    int row = shape.dim(1) * inner;
    float[] y = new float[rows * (end - begin) * inner];
    int at = 0;
    for (int o = 0; o < rows; o++) {
      for (int i = o * row + begin * inner; i < o * row + end * inner; i++) {
        y[at++] = (float) w[i];
      }
    }
    return Tensor.of(shape.with(1, end - begin), y);
  }

  private static Value slice(Node node, Value x, int axis, int begin, int end, Rewriter r) {
    return r.add(
        node.name() + " part",
        new Slice(),
        x,
        r.constant("begin", Tensor.of(Shape.of(1), begin)),
        r.constant("end", Tensor.of(Shape.of(1), end)),
        r.constant("axis", Tensor.of(Shape.of(1), axis)));
  }

  private static boolean multiply(Node node, int aAt, int zeroA, int bAt, int zeroB, Rewriter r) {
    Operand a = Operand.of(node, aAt, zeroA, r);
    Operand b = Operand.of(node, bAt, zeroB, r);
    if (a == null || b == null || !a.hasOneZero()) {
      return false;
    }
    double[] weights = b.value.constant() == null ? null : b.known(-1);
    Shape shape = b.value.type() instanceof TensorType t ? t.shape() : null;
    if (shape == null || shape.rank() < 2 || (weights == null && !b.hasOneZero())) {
      return false;
    }
    int k = shape.dim(-2);
    int n = shape.dim(-1);
    double[] factors = factors(node, 1, 4, 6, n == Shape.UNKNOWN ? 1 : n, r);
    List<Integer> cuts =
        weights != null && shape.rank() == 2
            ? new ExactSums(n, 1, k, n, 1).cuts(weights, a.low(), a.high(), new double[n])
            : worstCase(a, b, k);
    if (cuts.isEmpty() || factors == null) {
      return false;
    }
    Value x = QuantizedFloats.floats(node, a.value, a.zero, r);
    Value w =
        weights == null
            ? QuantizedFloats.floats(node, b.value, b.zero, r)
            : r.constant(
                node.name() + " weight", toFloats(Tensor.of(DType.DOUBLE, shape, weights)));
    List<Value> parts = new ArrayList<>();
    int begin = 0;
    for (int end : cuts) {
      boolean whole = cuts.size() == 1;
      Value left = whole ? x : slice(node, x, -1, begin, end, r);
      Value right = whole ? w : part(node, w, begin, end, r);
      parts.add(r.add(node.name(), new MatMul(), left, right));
      begin = end;
    }
    finish(node, parts, factors, null, -1, r);
    return true;
  }

  private static List<Integer> worstCase(Operand a, Operand b, int k) {
    double largest = Math.max(a.high(), -a.low()) * Math.max(b.type.max() - b.type.min(), 1);
    return k == Shape.UNKNOWN ? List.of() : ExactSums.cuts(k, largest);
  }

  /** Rows of a matrix, computed now if it is a constant one. */
  private static Value part(Node node, Value w, int begin, int end, Rewriter r) {
    Tensor t = w.constant();
    if (t == null || t.shape().rank() != 2) {
      return slice(node, w, -2, begin, end, r);
    }
    int n = t.shape().dim(1);
    float[] rows = Arrays.copyOfRange(t.floats(), begin * n, end * n);
    return r.constant(w.name(), Tensor.of(Shape.of(end - begin, n), rows));
  }

  /**
   * The factors with which sums are requantised; empty if they stay INT32, null if they are not
   * known or of another granularity.
   */
  private static double @Nullable [] factors(
      Node node, int scaleA, int scaleB, int scaleY, int channels, Rewriter r) {
    if (QuantizedFloats.dtype(node.output(0)) == DType.INT32) {
      return new double[0];
    }
    DType target = QuantizedFloats.dtype(node.output(0));
    Tensor a = constant(r.input(node, scaleA));
    Tensor b = constant(r.input(node, scaleB));
    Tensor y = constant(r.input(node, scaleY));
    Value zero = r.input(node, scaleY + 1);
    boolean known = zero == null || QuantizedFloats.single(zero) != null;
    boolean integers = target != null && target.isInteger();
    if (a == null || b == null || y == null || a.size() != 1 || y.size() != 1) {
      return null;
    }
    if (!known || !integers) {
      return null;
    }
    if (b.size() == 1) {
      return Requantisation.factors(a, b, y, 1);
    }
    boolean vector = b.shape().rank() == 1 && b.size() == channels;
    return vector ? Requantisation.factors(a, b, y, channels) : null;
  }

  private static @Nullable Tensor constant(@Nullable Value v) {
    return v == null ? null : v.constant();
  }

  /** Adds the parts and a late bias up and gives them the output's type. */
  private static void finish(
      Node node,
      List<Value> parts,
      double[] factors,
      double @Nullable [] bias,
      int axis,
      Rewriter r) {
    DType target = Objects.requireNonNull(QuantizedFloats.dtype(node.output(0)));
    if (factors.length == 0) {
      Value sum = null;
      for (Value part : parts) {
        Value integers = r.add(node.output(0).name(), new FloatsToIntegers(target, 0), part);
        sum = sum == null ? integers : r.add(node.output(0).name(), new Add(), sum, integers);
      }
      r.replace(node.output(0), Objects.requireNonNull(sum));
      return;
    }
    List<@Nullable Value> arguments = new ArrayList<>(parts);
    int channels = bias == null ? factors.length : bias.length;
    arguments.add(1, doubles(node, perChannel(factors, channels), r));
    arguments.add(2, bias == null ? null : doubles(node, bias, r));
    Requantize op = grid(axis, node, r);
    Value y = r.add(node.name(), op, arguments, List.of(node.name())).get(0);
    QuantizedFloats.integers(node, y, target, shift(node, r), r);
  }

  private static int shift(Node node, Rewriter r) {
    Value zero = r.input(node, 7);
    return zero == null ? 0 : Objects.requireNonNull(QuantizedFloats.single(zero)).intValue();
  }

  /** The limits of the output's type, less its zero point. */
  private static Requantize grid(int axis, Node node, Rewriter r) {
    DType target = Objects.requireNonNull(QuantizedFloats.dtype(node.output(0)));
    int shift = shift(node, r);
    return new Requantize(axis, (int) target.min() - shift, (int) target.max() - shift);
  }

  private static double[] perChannel(double[] values, int channels) {
    double[] all = Arrays.copyOf(values, channels);
    if (values.length == 1) {
      Arrays.fill(all, values[0]);
    }
    return all;
  }

  private static Value doubles(Node node, double[] values, Rewriter r) {
    return r.constant(
        node.name() + " scale", Tensor.of(DType.DOUBLE, Shape.of(values.length), values));
  }
}
