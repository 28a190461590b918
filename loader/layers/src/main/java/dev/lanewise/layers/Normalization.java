package dev.lanewise.layers;

import dev.lanewise.graph.Value;
import dev.lanewise.op.Add;
import dev.lanewise.op.Div;
import dev.lanewise.op.Max;
import dev.lanewise.op.Mul;
import dev.lanewise.op.Sqrt;
import dev.lanewise.op.Sub;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;

/** Normalises features by a mean and variance that were measured before training, or back. */
public record Normalization(Config config) implements UnaryLayer {
  static final LayerType TYPE =
      LayerType.of(
          "Normalization",
          Normalization::new,
          "axis",
          -1,
          "mean",
          null,
          "variance",
          null,
          "invert",
          false);

  /** The least deviation that is divided by. */
  private static final double LEAST = 1e-7;

  /** By one mean and variance per element of the last dimension. */
  public static Normalization of(float[] mean, float[] variance) {
    return new Normalization(TYPE.create("mean", mean, "variance", variance).config());
  }

  @Override
  public Flow call(Emitter e, Flow x) {
    Flow in = x.with(e.cast(x.value(), config.dtype()));
    int[] axes = config.has("axis") ? LayerNormalization.axes(config, x) : new int[0];
    int[] broadcast = new int[x.rank()];
    Arrays.fill(broadcast, 1);
    int[] shape = new int[axes.length];
    for (int i = 0; i < axes.length; i++) {
      shape[i] = x.dim(axes[i]);
      broadcast[axes[i]] = shape[i];
    }
    Value mean;
    Value variance;
    if (config.has("mean") && config.has("variance")) {
      mean = given(e, "mean", broadcast, in.dtype());
      variance = given(e, "variance", broadcast, in.dtype());
    } else {
      mean = e.reshape(e.variable(config, "mean", Initializer.ZEROS, false, shape), broadcast);
      variance =
          e.reshape(e.variable(config, "variance", Initializer.ONES, false, shape), broadcast);
      e.variable(config, "count", Initializer.ZEROS, false);
    }
    Value m = e.arranged(Flow.of(mean), in.order());
    Value deviation =
        e.add(
            new Max(),
            e.add(new Sqrt(), e.arranged(Flow.of(variance), in.order())),
            e.scalar(LEAST, in.dtype()));
    return in.with(
        config.flag("invert")
            ? e.add(new Add(), m, e.add(new Mul(), in.value(), deviation))
            : e.add(new Div(), e.add(new Sub(), in.value(), m), deviation));
  }

  private Value given(Emitter e, String key, int[] broadcast, DType dtype) {
    float[] values = config.reals(key);
    int[] shape = broadcast.clone();
    int size = Shape.of(shape).size();
    if (values.length == 1) {
      Arrays.fill(shape, 1);
    } else if (values.length != size) {
      throw config.fail("'" + key + "' has " + values.length + " numbers instead of " + size);
    }
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return e.constant(Tensor.of(dtype, Shape.of(shape), Elements.fromDoubles(dtype, wide)));
  }
}
