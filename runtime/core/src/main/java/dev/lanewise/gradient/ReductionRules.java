package dev.lanewise.gradient;

import static dev.lanewise.gradient.ElementwiseRules.times;

import dev.lanewise.graph.Op;
import dev.lanewise.graph.Value;
import dev.lanewise.op.Abs;
import dev.lanewise.op.Cast;
import dev.lanewise.op.Div;
import dev.lanewise.op.Equal;
import dev.lanewise.op.Exp;
import dev.lanewise.op.ReduceL1;
import dev.lanewise.op.ReduceL2;
import dev.lanewise.op.ReduceLogSumExp;
import dev.lanewise.op.ReduceMax;
import dev.lanewise.op.ReduceMin;
import dev.lanewise.op.ReduceSum;
import dev.lanewise.op.ReduceSumSquare;
import dev.lanewise.op.Reduction;
import dev.lanewise.op.Reshape;
import dev.lanewise.op.Sqrt;
import dev.lanewise.op.Sub;
import dev.lanewise.tensor.Shape;
import java.util.Map;

/** Rules of reductions other than sum and mean. */
final class ReductionRules {
  private ReductionRules() {}

  static void addTo(Map<Class<? extends Op>, GradientRule> rules) {
    rules.put(ReduceMax.class, ReductionRules::extreme);
    rules.put(ReduceMin.class, ReductionRules::extreme);
    rules.put(ReduceL1.class, b -> through(b, b.add(new Abs(), b.x(0))));
    rules.put(ReduceSumSquare.class, b -> through(b, times(b, b.x(0), b.x(0))));
    rules.put(
        ReduceL2.class,
        b -> b.giveThrough(b.add(new Sqrt(), sum(b, times(b, b.x(0), b.x(0)), keeps(b)))));
    rules.put(
        ReduceLogSumExp.class,
        b -> {
          // The softmax of the reduced axes.
          Value share = b.add(new Exp(), b.add(new Sub(), b.x(0), kept(b, b.y())));
          b.give(0, times(b, kept(b, b.dy()), share));
        });
  }

  private static boolean keeps(Backward b) {
    return ((Reduction) b.node().op()).keepDims();
  }

  private static Value sum(Backward b, Value x, boolean keepDims) {
    Reduction op = (Reduction) b.node().op();
    ReduceSum sum = new ReduceSum(keepDims, op.noopWithEmptyAxes());
    return b.node().inputs().size() > 1 ? b.add(sum, x, b.node().input(1)) : b.add(sum, x);
  }

  private static void through(Backward b, Value elements) {
    b.giveThrough(sum(b, elements, keeps(b)));
  }

  /** A value of the output's shape, its reduced dimensions as 1. */
  private static Value kept(Backward b, Value value) {
    if (keeps(b)) {
      return value;
    }
    Shape full = b.shape(sum(b, b.x(0), true));
    return b.add(new Reshape(true), value, b.integers(full.toLongs()));
  }

  /** Equal elements share the derivative. */
  private static void extreme(Backward b) {
    Value mark =
        b.add(new Cast(b.tensor(b.y()).dtype()), b.add(new Equal(), b.x(0), kept(b, b.y())));
    Value part = b.add(new Div(), kept(b, b.dy()), sum(b, mark, true));
    b.give(0, times(b, part, mark));
  }
}
