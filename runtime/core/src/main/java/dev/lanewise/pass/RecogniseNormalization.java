package dev.lanewise.pass;

import dev.lanewise.graph.Node;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Rewriter;
import dev.lanewise.graph.Value;
import dev.lanewise.op.Add;
import dev.lanewise.op.Cast;
import dev.lanewise.op.Div;
import dev.lanewise.op.LayerNormalization;
import dev.lanewise.op.Mul;
import dev.lanewise.op.Pow;
import dev.lanewise.op.RMSNormalization;
import dev.lanewise.op.Reciprocal;
import dev.lanewise.op.ReduceMean;
import dev.lanewise.op.Sqrt;
import dev.lanewise.op.Sub;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds LayerNormalization and RMSNormalization in FLOAT that an exporter spelled out in means,
 * squares and roots over the last dimensions, whose sizes are known. First the quotient {@code (x −
 * mean) / √(variance + ε)} or {@code x / √(mean(x²) + ε)} becomes a normalisation with factors 1;
 * then it takes over the factors and summands that follow.
 */
final class RecogniseNormalization implements Rewriter.Rule {
  @Override
  public boolean apply(Node node, Rewriter r) {
    if (node.inputs().size() != 2 || !Match.isFloat(r.input(node, 0))) {
      return false;
    }
    Match m = new Match(r);
    Value a = r.input(node, 0);
    Value b = r.input(node, 1);
    if (node.op() instanceof Div) {
      return quotient(node, a, root(b, m), m, r);
    }
    if (node.op() instanceof Mul) {
      return quotient(node, a, inverseRoot(b, m), m, r)
          || quotient(node, b, inverseRoot(a, m), m, r)
          || factor(node, 0, m, r)
          || factor(node, 1, m, r);
    }
    return node.op() instanceof Add
        && (summand(node, 0, m, r)
            || summand(node, 1, m, r)
            || separated(node, a, b, m, r)
            || separated(node, b, a, m, r));
  }

  /** A mean of squares with something added: what √ is taken of. */
  private record Moment(Value squares, float epsilon) {}

  private static @Nullable Value uncast(@Nullable Value value, Match m) {
    Node cast = m.node(value, Cast.class);
    return cast != null && Match.isFloat(cast.input(0)) && Match.isFloat(value)
        ? cast.input(0)
        : value;
  }

  /** The moment if a value is its root. */
  private static @Nullable Moment root(@Nullable Value value, Match m) {
    Node sqrt = m.node(value, Sqrt.class);
    if (sqrt != null) {
      return moment(sqrt.input(0), m);
    }
    Node power = m.node(value, Pow.class);
    return power != null && Match.isScalar(power.input(1), 0.5) ? moment(power.input(0), m) : null;
  }

  /** The moment if a value is 1 over its root. */
  private static @Nullable Moment inverseRoot(@Nullable Value value, Match m) {
    Node reciprocal = m.node(value, Reciprocal.class);
    if (reciprocal != null) {
      return root(reciprocal.input(0), m);
    }
    Node quotient = m.node(value, Div.class);
    if (quotient != null && Match.isScalar(quotient.input(0), 1)) {
      return root(quotient.input(1), m);
    }
    Node power = m.node(value, Pow.class);
    return power != null && Match.isScalar(power.input(1), -0.5) ? moment(power.input(0), m) : null;
  }

  private static @Nullable Moment moment(@Nullable Value value, Match m) {
    Node sum = m.node(value, Add.class);
    for (int i = 0; sum != null && i < 2; i++) {
      float epsilon = ChannelConstant.scalar(sum.input(i));
      Value mean = sum.input(1 - i);
      if (epsilon >= 0 && mean != null) {
        return new Moment(mean, epsilon);
      }
    }
    return null;
  }

  /** First axis of a mean over the last axes that keeps dimensions; −1 if the value is none. */
  private static int meanAxis(@Nullable Value value, Match m) {
    Node mean = m.node(value, ReduceMean.class);
    Value x = mean == null ? null : mean.input(0);
    Value axes = mean == null ? null : mean.input(1);
    if (mean == null
        || x == null
        || axes == null
        || axes.constant() == null
        || !((ReduceMean) mean.op()).keepDims()
        || !(x.type() instanceof TensorType t)
        || t.shape() == null) {
      return -1;
    }
    int rank = t.shape().rank();
    long[] given = axes.constant().toLongs();
    int[] sorted =
        Arrays.stream(given).mapToInt(i -> (int) (i < 0 ? i + rank : i)).sorted().toArray();
    for (int i = 0; i < sorted.length; i++) {
      if (sorted[i] != rank - sorted.length + i) {
        return -1;
      }
    }
    return sorted.length == 0 ? -1 : sorted[0];
  }

  private static @Nullable Value meanOf(@Nullable Value value, Match m) {
    Node mean = m.node(value, ReduceMean.class);
    return mean == null ? null : mean.input(0);
  }

  /** What is squared, null if the value is no square. */
  private static @Nullable Value squared(@Nullable Value value, Match m) {
    Node product = m.node(value, Mul.class);
    if (product != null && product.input(0) == product.input(1)) {
      return uncast(product.input(0), m);
    }
    Node power = m.node(value, Pow.class);
    return power != null && Match.isScalar(power.input(1), 2) ? uncast(power.input(0), m) : null;
  }

  private static boolean quotient(
      Node node, @Nullable Value top, @Nullable Moment moment, Match m, Rewriter r) {
    Value x = uncast(top, m);
    int axis = moment == null ? -1 : meanAxis(moment.squares, m);
    if (moment == null || x == null || axis < 0 || squared(meanOf(moment.squares, m), m) != x) {
      return false;
    }
    Node difference = m.node(x, Sub.class);
    if (difference != null && meanAxis(difference.input(1), m) == axis) {
      Value centred = uncast(difference.input(0), m);
      if (centred != null && uncast(meanOf(difference.input(1), m), m) == centred) {
        Op layer = new LayerNormalization(axis, moment.epsilon, DType.FLOAT);
        return normalised(node, layer, centred, axis, r);
      }
    }
    return normalised(node, new RMSNormalization(axis, moment.epsilon), x, axis, r);
  }

  private static boolean normalised(Node node, Op op, Value x, int axis, Rewriter r) {
    Shape shape = x.type() instanceof TensorType t ? t.shape() : null;
    Shape row = shape == null ? null : shape.slice(axis, shape.rank());
    if (row == null || !row.isKnown() || !sameType(x, node.output(0))) {
      return false;
    }
    float[] ones = new float[row.size()];
    Arrays.fill(ones, 1);
    Value scale = r.constant(node.name() + " scale", Tensor.of(row, ones));
    r.replace(node.output(0), r.add(node.name(), op, x, scale));
    return true;
  }

  private static boolean sameType(Value a, Value b) {
    return a.type().equals(b.type());
  }

  /** The normalisation that computes input i and has no other reader, null if there is none. */
  private static @Nullable Node normalisation(Node node, int i, Match m, Rewriter r) {
    Value old = node.input(i);
    Value x = r.input(node, i);
    Node layer = m.node(x, LayerNormalization.class);
    Node found = layer != null ? layer : m.node(x, RMSNormalization.class);
    return old != null && r.old().uses(old) == 1 && found != null && found.outputs().size() == 1
        ? found
        : null;
  }

  private static boolean factor(Node node, int i, Match m, Rewriter r) {
    Node found = normalisation(node, i, m, r);
    Value scale = r.input(node, 1 - i);
    if (found == null || found.input(2) != null || !isOnes(found.input(1))) {
      return false;
    }
    return fillsRow(found, scale) && replace(node, found, List.of(x(found), scale(scale)), r);
  }

  private static boolean summand(Node node, int i, Match m, Rewriter r) {
    Node found = normalisation(node, i, m, r);
    Value bias = r.input(node, 1 - i);
    if (found == null
        || found.input(2) != null
        || !(found.op() instanceof LayerNormalization)
        || !fillsRow(found, bias)) {
      return false;
    }
    return replace(node, found, List.of(x(found), scale(found.input(1)), scale(bias)), r);
  }

  private static Value x(Node found) {
    return Objects.requireNonNull(found.input(0));
  }

  private static Value scale(@Nullable Value value) {
    return Objects.requireNonNull(value);
  }

  private static boolean replace(Node node, Node found, List<Value> inputs, Rewriter r) {
    List<String> names = List.of(node.output(0).name());
    r.replace(node.output(0), r.add(node.name(), found.op(), inputs, names).get(0));
    return true;
  }

  private static boolean isOnes(@Nullable Value value) {
    Tensor t = value == null ? null : value.constant();
    if (t == null || t.dtype() != DType.FLOAT) {
      return false;
    }
    for (float f : t.floats()) {
      if (f != 1) {
        return false;
      }
    }
    return true;
  }

  /** Whether a FLOAT constant has one value per element of a row of a normalisation. */
  private static boolean fillsRow(Node found, @Nullable Value value) {
    Value ones = found.input(1);
    Tensor t = value == null ? null : value.constant();
    return t != null
        && t.dtype() == DType.FLOAT
        && ones != null
        && ones.type() instanceof TensorType row
        && t.shape().equals(row.shape());
  }

  /**
   * {@code x·g + (β − mean·g)} with {@code g = γ / √(variance + ε)}, as TensorFlow has it.
   *
   * @param a the product
   * @param b the rest
   */
  private static boolean separated(
      Node node, @Nullable Value a, @Nullable Value b, Match m, Rewriter r) {
    Node product = m.node(a, Mul.class);
    Node rest = m.node(b, Sub.class);
    Node shift = rest == null ? null : m.node(rest.input(1), Mul.class);
    for (int i = 0; product != null && shift != null && rest != null && i < 4; i++) {
      Value x = product.input(i % 2);
      Value g = product.input(1 - i % 2);
      Value mean = shift.input(i / 2);
      int axis = meanAxis(mean, m);
      if (x == null || shift.input(1 - i / 2) != g || axis < 0 || meanOf(mean, m) != x) {
        continue;
      }
      Node gain = m.node(g, Mul.class);
      for (int k = 0; gain != null && k < 2; k++) {
        Moment moment = inverseRoot(gain.input(k), m);
        Value scale = gain.input(1 - k);
        Value bias = rest.input(0);
        if (moment != null
            && scale != null
            && bias != null
            && meanAxis(moment.squares, m) == axis
            && isDeviation(squared(meanOf(moment.squares, m), m), x, mean, m)
            && isRow(scale, x, axis)
            && isRow(bias, x, axis)) {
          Op op = new LayerNormalization(axis, moment.epsilon, DType.FLOAT);
          r.replace(node.output(0), r.add(node.name(), op, x, scale, bias));
          return true;
        }
      }
    }
    return false;
  }

  /** Whether a value is x less its mean, in either order. */
  private static boolean isDeviation(
      @Nullable Value value, Value x, @Nullable Value mean, Match m) {
    Node difference = m.node(value, Sub.class);
    return difference != null
        && ((difference.input(0) == x && difference.input(1) == mean)
            || (difference.input(0) == mean && difference.input(1) == x));
  }

  private static boolean isRow(Value value, Value x, int axis) {
    Tensor t = value.constant();
    Shape shape = x.type() instanceof TensorType type ? type.shape() : null;
    return t != null
        && t.dtype() == DType.FLOAT
        && shape != null
        && t.shape().equals(shape.slice(axis, shape.rank()));
  }
}
