package dev.lanewise.layers;

import dev.lanewise.graph.Value;
import dev.lanewise.op.Elu;
import dev.lanewise.op.LeakyRelu;
import dev.lanewise.op.Mul;
import dev.lanewise.op.Relu;
import dev.lanewise.op.Sub;
import dev.lanewise.op.ThresholdedRelu;
import java.util.List;

/** ReLU, LeakyReLU, ELU, ThresholdedReLU and Softmax with their arguments. */
public record ParametricActivation(Config config) implements UnaryLayer {
  private static final LayerType RELU =
      LayerType.of(
          "ReLU",
          ParametricActivation::new,
          "max_value",
          null,
          "negative_slope",
          0.0,
          "threshold",
          0.0);
  private static final LayerType LEAKY =
      LayerType.of("LeakyReLU", ParametricActivation::new, "negative_slope", 0.3, "alpha", null);
  private static final LayerType ELU = LayerType.of("ELU", ParametricActivation::new, "alpha", 1.0);
  private static final LayerType THRESHOLDED =
      LayerType.of("ThresholdedReLU", ParametricActivation::new, "theta", 1.0);
  private static final LayerType SOFTMAX =
      LayerType.of("Softmax", ParametricActivation::new, "axis", -1);

  static final List<LayerType> TYPES = List.of(RELU, LEAKY, ELU, THRESHOLDED, SOFTMAX);

  /** A ReLU that is limited to a largest value. */
  public static ParametricActivation relu(double maxValue) {
    return new ParametricActivation(RELU.create("max_value", maxValue).config());
  }

  /** A ReLU with a slope for negative numbers. */
  public static ParametricActivation leaky(double negativeSlope) {
    return new ParametricActivation(LEAKY.create("negative_slope", negativeSlope).config());
  }

  @Override
  public Flow call(Emitter e, Flow x) {
    LayerType type = config.type();
    if (type == RELU) {
      return relu(e, x);
    }
    if (type == LEAKY) {
      float slope = config.has("alpha") ? config.real("alpha") : config.real("negative_slope");
      return x.with(e.add(new LeakyRelu(slope), x.value()));
    }
    if (type == ELU) {
      return x.with(e.add(new Elu(config.real("alpha")), x.value()));
    }
    if (type == THRESHOLDED) {
      return x.with(e.add(new ThresholdedRelu(config.real("theta")), x.value()));
    }
    return softmax(e, x);
  }

  private Flow softmax(Emitter e, Flow x) {
    int[] axes = config.integers("axis");
    if (axes.length != 1) {
      throw config.unsupported("a softmax over several axes");
    }
    if (axes[0] < -x.rank() || axes[0] >= x.rank()) {
      throw config.fail("axis " + axes[0] + " does not exist in " + x.shape());
    }
    return ActivationFunction.softmax(e, x, axes[0]);
  }

  /** min(x, max) from the threshold on, below it slope · (x − threshold). */
  private Flow relu(Emitter e, Flow x) {
    float slope = config.real("negative_slope");
    float threshold = config.real("threshold");
    double max = config.has("max_value") ? config.number("max_value") : Double.POSITIVE_INFINITY;
    boolean limited = !Double.isInfinite(max);
    if (slope != 0 && threshold == 0 && !limited) {
      return x.with(e.add(new LeakyRelu(slope), x.value()));
    }
    Flow positive = x;
    if (threshold != 0) {
      positive = x.with(e.add(new ThresholdedRelu(threshold), x.value()));
    }
    if (limited) {
      positive = ActivationFunction.clip(e, positive, 0, max);
    } else if (threshold == 0) {
      positive = x.with(e.add(new Relu(), x.value()));
    }
    if (slope == 0) {
      return positive;
    }
    Value below = e.add(new Relu(), e.add(new Sub(), e.scalar(threshold, x.dtype()), x.value()));
    Value part = e.add(new Mul(), below, e.scalar(slope, x.dtype()));
    return x.with(e.add(new Sub(), positive.value(), part));
  }
}
