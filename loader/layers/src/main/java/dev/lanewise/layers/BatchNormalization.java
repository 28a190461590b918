package dev.lanewise.layers;

import dev.lanewise.graph.Value;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * Normalises each channel by moving averages of its mean and variance; in training by those of the
 * batch, which go into the moving averages.
 */
public record BatchNormalization(Config config) implements UnaryLayer {
  static final LayerType TYPE =
      LayerType.of(
          "BatchNormalization",
          BatchNormalization::new,
          "axis",
          -1,
          "momentum",
          0.99,
          "epsilon",
          0.001,
          "center",
          true,
          "scale",
          true,
          "beta_initializer",
          "zeros",
          "gamma_initializer",
          "ones",
          "moving_mean_initializer",
          "zeros",
          "moving_variance_initializer",
          "ones",
          "renorm",
          false);

  /** For channels last. */
  public static BatchNormalization of() {
    return new BatchNormalization(TYPE.create().config());
  }

  @Override
  public Flow call(Emitter e, Flow x) {
    int[] axes = config.integers("axis");
    if (axes.length != 1) {
      throw config.unsupported("a normalisation over several axes");
    }
    int axis = axes[0] < 0 ? axes[0] + x.rank() : axes[0];
    if (axis < 1 || axis >= x.rank()) {
      throw config.fail("axis " + axes[0] + " does not exist in " + x.shape());
    }
    int last = x.rank() - 1;
    int channels = x.dim(axis);
    Parameters p = parameters(e, channels, x.dtype());
    if (x.physical(axis) == 1 && x.physical(0) == 0) {
      return x.with(normalised(e, x.value(), p));
    }
    if (axis == last && x.rank() < 4) {
      // As a matrix: the channels of a sequence need not be moved.
      Value flat = e.reshape(e.logical(x), -1, channels);
      int[] from = Flow.identity(x.rank()).stream().mapToInt(i -> i).toArray();
      Value y = e.reshape(normalised(e, flat, p), x.shape().dims(), e.logical(x), from);
      return Flow.of(y).masked(x.mask());
    }
    List<Integer> order = new java.util.ArrayList<>(Flow.identity(x.rank()));
    order.remove(axis);
    order.add(1, axis);
    Value y = normalised(e, e.arranged(x, order), p);
    return new Flow(y, order, x.mask());
  }

  private record Parameters(Value gamma, Value beta, Value mean, Value variance) {}

  private Parameters parameters(Emitter e, int channels, DType dtype) {
    Value gamma =
        config.flag("scale") ? e.weight(config, "gamma", channels) : filled(e, channels, 1, dtype);
    Value beta =
        config.flag("center") ? e.weight(config, "beta", channels) : filled(e, channels, 0, dtype);
    Value mean = e.state(config, "moving_mean", channels);
    Value variance = e.state(config, "moving_variance", channels);
    return new Parameters(gamma, beta, mean, variance);
  }

  /** A constant of n equal numbers. */
  static Value filled(Emitter e, int n, double value, DType dtype) {
    int size = Math.max(0, n);
    return e.constant(Tensor.lazy(dtype, Shape.of(size), () -> filled(size, value, dtype)));
  }

  private static Object filled(int n, double value, DType dtype) {
    double[] values = new double[n];
    Arrays.fill(values, value);
    return Elements.fromDoubles(dtype, values);
  }

  private Value normalised(Emitter e, Value x, Parameters p) {
    Training training = e.training();
    if (training != null && config.isTrainable()) {
      dev.lanewise.op.BatchNormalization op =
          new dev.lanewise.op.BatchNormalization(
              config.real("epsilon"), config.real("momentum"), true);
      List<Value> results = e.add(op, 3, x, p.gamma, p.beta, p.mean, p.variance);
      training.update(p.mean, results.get(1));
      training.update(p.variance, results.get(2));
      return results.get(0);
    }
    return e.add(
        new dev.lanewise.op.BatchNormalization(
            config.real("epsilon"), config.real("momentum"), false),
        x,
        p.gamma,
        p.beta,
        p.mean,
        p.variance);
  }
}
