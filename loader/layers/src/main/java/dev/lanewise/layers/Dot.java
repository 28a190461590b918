package dev.lanewise.layers;

import dev.lanewise.graph.Value;
import dev.lanewise.op.Einsum;
import dev.lanewise.op.Unsqueeze;
import java.util.List;

/** Sums of products of two inputs along one axis of each. */
public record Dot(Config config) implements Layer {
  static final LayerType TYPE =
      LayerType.of("Dot", Dot::new, "axes", LayerType.REQUIRED, "normalize", false);

  private static final String LETTERS = "bcdefghijklmnopqrstuvwxyz";

  @Override
  public List<Flow> call(Emitter e, Arguments in) {
    if (in.inputs().size() != 2) {
      throw config.fail("takes two inputs, but is called with " + in.inputs().size());
    }
    Flow a = Flow.of(e.logical(in.inputs().get(0)));
    Flow b = Flow.of(e.logical(in.inputs().get(1)));
    int[] axes = config.integers("axes");
    int axisA = axis(axes[0], a);
    int axisB = axis(axes[axes.length - 1], b);
    if (config.flag("normalize")) {
      a = a.with(UnitNormalization.normalised(e, a, axisA));
      b = b.with(UnitNormalization.normalised(e, b, axisB));
    }
    String left = "a" + LETTERS.substring(0, a.rank() - 1);
    int from = a.rank() - 1;
    StringBuilder right = new StringBuilder("a" + LETTERS.substring(from, from + b.rank() - 1));
    right.setCharAt(axisB, left.charAt(axisA));
    String summed = String.valueOf(left.charAt(axisA));
    String result = left.replace(summed, "") + right.substring(1).replace(summed, "");
    Value y = e.add(new Einsum(left + "," + right + "->" + result), a.value(), b.value());
    return List.of(Flow.of(result.length() == 1 ? e.add(new Unsqueeze(), y, e.longs(1L)) : y));
  }

  private int axis(int given, Flow x) {
    int axis = given < 0 ? given + x.rank() : given;
    if (axis < 1 || axis >= x.rank()) {
      throw config.fail("axis " + given + " does not exist in " + x.shape());
    }
    return axis;
  }
}
