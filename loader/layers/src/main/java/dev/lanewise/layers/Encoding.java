package dev.lanewise.layers;

import dev.lanewise.graph.Value;
import dev.lanewise.op.Cast;
import dev.lanewise.op.GreaterOrEqual;
import dev.lanewise.op.OneHot;
import dev.lanewise.op.ReduceMax;
import dev.lanewise.op.ReduceSum;
import dev.lanewise.op.Squeeze;
import dev.lanewise.op.Unsqueeze;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.List;

/** Numbers as categories: CategoryEncoding of whole numbers, Discretization by boundaries. */
public record Encoding(Config config) implements UnaryLayer {
  private static final LayerType CATEGORY =
      LayerType.of(
          "CategoryEncoding",
          Encoding::new,
          "num_tokens",
          LayerType.REQUIRED,
          "output_mode",
          "multi_hot",
          "sparse",
          false);
  private static final LayerType DISCRETIZATION =
      LayerType.of(
          "Discretization",
          Encoding::new,
          "bin_boundaries",
          LayerType.REQUIRED,
          "num_bins",
          null,
          "epsilon",
          0.01,
          "output_mode",
          "int",
          "sparse",
          false);

  static final List<LayerType> TYPES = List.of(CATEGORY, DISCRETIZATION);

  /** One category per sample, or all of its categories, or how often each occurs. */
  public static Encoding category(int tokens, String mode) {
    return new Encoding(CATEGORY.create("num_tokens", tokens, "output_mode", mode).config());
  }

  /** The number of boundaries that are not above an element. */
  public static Encoding discretization(float... boundaries) {
    return new Encoding(DISCRETIZATION.create("bin_boundaries", boundaries).config());
  }

  @Override
  public Flow call(Emitter e, Flow x) {
    if (config.type() == DISCRETIZATION) {
      if (!config.string("output_mode").equals("int")) {
        throw config.unsupported("output modes other than int");
      }
      return Flow.of(bins(e, x));
    }
    String mode = config.word("output_mode", "one_hot", "multi_hot", "count");
    Value in = e.cast(e.logical(x), DType.INT64);
    if (mode.equals("one_hot") && x.rank() > 1 && x.dim(-1) == 1) {
      in = e.add(new Squeeze(), in, e.longs(x.rank() - 1L));
    }
    Value values = e.constant(Tensor.of(Shape.of(2), new float[] {0, 1}));
    Value hot = e.add(new OneHot(-1), in, e.longs((long) config.positive("num_tokens")), values);
    int axis = Flow.shape(hot).rank() - 2;
    if (mode.equals("one_hot") || axis < 1) {
      return Flow.of(hot);
    }
    return Flow.of(
        mode.equals("count")
            ? e.add(new ReduceSum(false, false), hot, e.longs((long) axis))
            : e.add(new ReduceMax(false, false), hot, e.longs((long) axis)));
  }

  private Value bins(Emitter e, Flow x) {
    float[] boundaries = config.reals("bin_boundaries");
    Value in = e.cast(e.logical(x), DType.FLOAT);
    Value apart = e.add(new Unsqueeze(), in, e.longs((long) x.rank()));
    Value limits = e.constant(Tensor.of(Shape.of(boundaries.length), boundaries));
    Value above = e.add(new Cast(DType.INT64), e.add(new GreaterOrEqual(), apart, limits));
    return e.add(new ReduceSum(false, false), above, e.longs((long) x.rank()));
  }
}
