package dev.lanewise.gradient;

import dev.lanewise.graph.Op;
import dev.lanewise.graph.Value;
import dev.lanewise.op.Cast;
import dev.lanewise.op.Div;
import dev.lanewise.op.Exp;
import dev.lanewise.op.Expand;
import dev.lanewise.op.Flatten;
import dev.lanewise.op.Identity;
import dev.lanewise.op.LogSoftmax;
import dev.lanewise.op.Mul;
import dev.lanewise.op.ReduceMean;
import dev.lanewise.op.ReduceSum;
import dev.lanewise.op.Reshape;
import dev.lanewise.op.ShapeOf;
import dev.lanewise.op.Size;
import dev.lanewise.op.Softmax;
import dev.lanewise.op.Squeeze;
import dev.lanewise.op.Sub;
import dev.lanewise.op.Transpose;
import dev.lanewise.op.Unsqueeze;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Map;

/** Rules of operators that change the shape, and of reductions. */
final class ShapeRules {
  private ShapeRules() {}

  static void addTo(Map<Class<? extends Op>, GradientRule> rules) {
    rules.put(Identity.class, b -> b.give(0, b.dy()));
    rules.put(Reshape.class, ShapeRules::reshaped);
    rules.put(Flatten.class, ShapeRules::reshaped);
    rules.put(Squeeze.class, ShapeRules::reshaped);
    rules.put(Unsqueeze.class, ShapeRules::reshaped);
    rules.put(Expand.class, b -> b.give(0, b.dy()));
    rules.put(Transpose.class, ShapeRules::transposed);
    rules.put(
        ReduceSum.class,
        b -> {
          ReduceSum op = (ReduceSum) b.node().op();
          b.give(0, repeated(b, b.dy(), op.keepDims(), op.noopWithEmptyAxes()));
        });
    rules.put(
        ReduceMean.class,
        b -> {
          ReduceMean op = (ReduceMean) b.node().op();
          Value mean = b.add(new Mul(), b.dy(), part(b));
          b.give(0, repeated(b, mean, op.keepDims(), op.noopWithEmptyAxes()));
        });
    rules.put(
        Softmax.class,
        b -> {
          int axis = ((Softmax) b.node().op()).axis();
          Value weighted = b.add(new Mul(), b.dy(), b.y());
          Value rest = b.add(new Sub(), b.dy(), sum(b, weighted, axis));
          b.give(0, b.add(new Mul(), b.y(), rest));
        });
    rules.put(
        LogSoftmax.class,
        b -> {
          int axis = ((LogSoftmax) b.node().op()).axis();
          Value softmax = b.add(new Exp(), b.y());
          Value part = b.add(new Mul(), softmax, sum(b, b.dy(), axis));
          b.give(0, b.add(new Sub(), b.dy(), part));
        });
  }

  private static void reshaped(Backward b) {
    b.give(0, reshape(b, b.dy(), b.x(0)));
  }

  /** A value under the shape of another one. */
  static Value reshape(Backward b, Value value, Value like) {
    return b.add(new Reshape(true), value, shape(b, like));
  }

  private static Value shape(Backward b, Value value) {
    Shape shape = b.tensor(value).shape();
    if (shape != null && shape.isKnown()) {
      return b.integers(shape.toLongs());
    }
    return b.add(new ShapeOf(0, Integer.MAX_VALUE), value);
  }

  /** One over the number of elements that become one. */
  private static Value part(Backward b) {
    Shape x = b.tensor(b.x(0)).shape();
    Shape y = b.tensor(b.y()).shape();
    return x != null && y != null && x.isKnown() && y.isKnown()
        ? b.constant((double) y.size() / x.size())
        : b.add(new Div(), size(b, b.y()), size(b, b.x(0)));
  }

  private static Value size(Backward b, Value value) {
    return b.add(new Cast(b.tensor(b.y()).dtype()), b.add(new Size(), value));
  }

  private static Value sum(Backward b, Value value, int axis) {
    return b.add(new ReduceSum(true, false), value, b.integers(axis));
  }

  private static void transposed(Backward b) {
    int[] permutation = ((Transpose) b.node().op()).permutation();
    int[] inverse = null;
    if (permutation != null) {
      inverse = new int[permutation.length];
      for (int i = 0; i < permutation.length; i++) {
        inverse[permutation[i]] = i;
      }
    }
    b.give(0, b.add(new Transpose(inverse), b.dy()));
  }

  /** A derivative with respect to a reduction's output, repeated along the reduced axes. */
  private static Value repeated(Backward b, Value dy, boolean keepDims, boolean noop) {
    Value axes = b.node().input(1);
    Tensor constant = axes == null ? null : axes.constant();
    if (axes != null && constant == null && !keepDims) {
      throw b.unsupported("the reduced axes are not constant");
    }
    boolean all = axes == null || (constant != null && constant.size() == 0);
    if (all && noop) {
      return dy;
    }
    Value kept = keepDims || all || axes == null ? dy : b.add(new Unsqueeze(), dy, axes);
    return b.add(new Expand(), kept, shape(b, b.x(0)));
  }
}
