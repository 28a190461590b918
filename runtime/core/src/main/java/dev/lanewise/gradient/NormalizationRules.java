package dev.lanewise.gradient;

import static dev.lanewise.gradient.ElementwiseRules.times;

import dev.lanewise.graph.Op;
import dev.lanewise.graph.Value;
import dev.lanewise.op.Abs;
import dev.lanewise.op.Add;
import dev.lanewise.op.BatchNormalization;
import dev.lanewise.op.Div;
import dev.lanewise.op.GroupNormalization;
import dev.lanewise.op.InstanceNormalization;
import dev.lanewise.op.LRN;
import dev.lanewise.op.LayerNormalization;
import dev.lanewise.op.LpNormalization;
import dev.lanewise.op.MatMul;
import dev.lanewise.op.Pow;
import dev.lanewise.op.RMSNormalization;
import dev.lanewise.op.ReduceMean;
import dev.lanewise.op.ReduceSum;
import dev.lanewise.op.Reshape;
import dev.lanewise.op.Sqrt;
import dev.lanewise.op.Sub;
import dev.lanewise.tensor.Shape;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.LongStream;

/** Rules of normalisations, by what they are made of. */
final class NormalizationRules {
  private NormalizationRules() {}

  static void addTo(Map<Class<? extends Op>, GradientRule> rules) {
    rules.put(BatchNormalization.class, NormalizationRules::batch);
    rules.put(
        LayerNormalization.class,
        b -> {
          LayerNormalization op = (LayerNormalization) b.node().op();
          Value y = normal(b, b.x(0), last(b, op.axis()), op.epsilon());
          Value scaled = times(b, y, b.x(1));
          b.giveThrough(has(b, 2) ? b.add(new Add(), scaled, b.x(2)) : scaled);
        });
    rules.put(
        RMSNormalization.class,
        b -> {
          RMSNormalization op = (RMSNormalization) b.node().op();
          Value square = times(b, b.x(0), b.x(0));
          Value root = root(b, mean(b, square, last(b, op.axis())), op.epsilon());
          b.giveThrough(times(b, b.add(new Div(), b.x(0), root), b.x(1)));
        });
    rules.put(
        GroupNormalization.class,
        b -> {
          GroupNormalization op = (GroupNormalization) b.node().op();
          groups(b, op.groups(), op.epsilon());
        });
    rules.put(
        InstanceNormalization.class,
        b -> {
          InstanceNormalization op = (InstanceNormalization) b.node().op();
          groups(b, b.shape(b.x(0)).dim(1), op.epsilon());
        });
    rules.put(LpNormalization.class, NormalizationRules::unit);
    rules.put(LRN.class, NormalizationRules::acrossChannels);
  }

  /** The sums over neighbouring channels are products with a band of ones. */
  private static void acrossChannels(Backward b) {
    LRN op = (LRN) b.node().op();
    Shape shape = b.shape(b.x(0));
    int channels = shape.dim(1);
    double[] band = new double[channels * channels];
    for (int c = 0; c < channels; c++) {
      Arrays.fill(band, c * channels + op.first(c), c * channels + op.last(c, channels) + 1, 1);
    }
    Value ones = b.constant(Shape.of(channels, channels), band);
    Value squares = times(b, b.x(0), b.x(0));
    Value planes = b.add(new Reshape(false), squares, b.integers(shape.dim(0), channels, -1));
    Value sums =
        b.add(new Reshape(false), b.add(new MatMul(), ones, planes), b.integers(shape.toLongs()));
    Value scaled = times(b, sums, b.constant((double) op.alpha() / op.size()));
    Value base = b.add(new Add(), scaled, b.constant(op.bias()));
    b.giveThrough(times(b, b.x(0), b.add(new Pow(), base, b.constant(-op.beta()))));
  }

  private static boolean has(Backward b, int i) {
    return i < b.node().inputs().size() && b.node().input(i) != null;
  }

  /** The dimensions from an axis on. */
  private static long[] last(Backward b, int axis) {
    int rank = b.rank(b.x(0));
    return LongStream.range(axis < 0 ? axis + rank : axis, rank).toArray();
  }

  private static Value mean(Backward b, Value x, long... axes) {
    return b.add(new ReduceMean(true, false), x, b.integers(axes));
  }

  private static Value root(Backward b, Value x, double epsilon) {
    return b.add(new Sqrt(), b.add(new Add(), x, b.constant(epsilon)));
  }

  /** A value with mean 0 and variance 1 over some dimensions. */
  private static Value normal(Backward b, Value x, long[] axes, double epsilon) {
    Value centred = b.add(new Sub(), x, mean(b, x, axes));
    Value variance = mean(b, times(b, centred, centred), axes);
    return b.add(new Div(), centred, root(b, variance, epsilon));
  }

  /** One value per channel, to go with [N, C, ...]. */
  private static Value perChannel(Backward b, Value value) {
    long[] dims = new long[b.rank(b.x(0)) - 1];
    Arrays.fill(dims, 1);
    dims[0] = -1;
    return b.add(new Reshape(true), value, b.integers(dims));
  }

  private static void batch(Backward b) {
    BatchNormalization op = (BatchNormalization) b.node().op();
    if (b.rank(b.x(0)) < 2) {
      throw b.unsupported("the input needs channels");
    }
    Value normal;
    if (op.training()) {
      if (b.node().outputs().size() > 1 && (b.dy(1) != null || b.dy(2) != null)) {
        throw b.unsupported("running mean and variance cannot be differentiated");
      }
      long[] axes = LongStream.range(0, b.rank(b.x(0))).filter(axis -> axis != 1).toArray();
      normal = normal(b, b.x(0), axes, op.epsilon());
    } else {
      Value centred = b.add(new Sub(), b.x(0), perChannel(b, b.x(3)));
      normal = b.add(new Div(), centred, perChannel(b, root(b, b.x(4), op.epsilon())));
    }
    Value scaled = times(b, normal, perChannel(b, b.x(1)));
    b.giveThrough(b.add(new Add(), scaled, perChannel(b, b.x(2))));
  }

  private static void groups(Backward b, int groups, double epsilon) {
    Shape x = b.shape(b.x(0));
    Value rows =
        b.add(
            new Reshape(true), b.x(0), b.integers(x.dim(0), groups, x.size() / x.dim(0) / groups));
    Value normal = normal(b, rows, new long[] {2}, epsilon);
    Value shaped = b.add(new Reshape(true), normal, b.integers(x.toLongs()));
    Value scaled = times(b, shaped, perChannel(b, b.x(1)));
    b.giveThrough(b.add(new Add(), scaled, perChannel(b, b.x(2))));
  }

  private static void unit(Backward b) {
    LpNormalization op = (LpNormalization) b.node().op();
    Value size = op.p() == 1 ? b.add(new Abs(), b.x(0)) : times(b, b.x(0), b.x(0));
    Value sum = b.add(new ReduceSum(true, false), size, b.integers(op.axis()));
    Value norm = op.p() == 1 ? sum : b.add(new Sqrt(), sum);
    b.giveThrough(b.add(new Div(), b.x(0), norm));
  }
}
