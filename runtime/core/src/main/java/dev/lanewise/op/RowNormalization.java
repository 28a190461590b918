package dev.lanewise.op;

import dev.lanewise.graph.Inference;
import dev.lanewise.tensor.Shape;
import org.jspecify.annotations.Nullable;

/** What normalisations over all dimensions from an axis on share. */
final class RowNormalization {
  private RowNormalization() {}

  /** Checks that inputs {@code 1 … last} broadcast to x without enlarging it. */
  static void check(Inference in, int axis, int last) {
    Shape x = in.shape(0);
    in.require(in.dtype(0).isFloating(), "needs a floating-point input, got " + in.dtype(0));
    if (x != null) {
      in.require(x.rank() > 0, "input must have at least one dimension");
      Axes.normalise(axis, x.rank());
    }
    in.require(in.has(1), "the scale is missing");
    for (int i = 1; i <= last; i++) {
      Shape s = in.has(i) ? in.shape(i) : null;
      if (x == null || s == null) {
        continue;
      }
      Shape both = Shapes.broadcast(x, s);
      in.require(
          both == null || !both.isKnown() || !x.isKnown() || both.equals(x),
          "input " + i + " of shape " + s + " does not broadcast to " + x);
    }
  }

  /** The shape of a row's moments: x with the normalised dimensions 1. */
  static @Nullable Shape moments(@Nullable Shape x, int axis) {
    if (x == null) {
      return null;
    }
    Shape y = x;
    for (int i = Axes.normalise(axis, x.rank()); i < x.rank(); i++) {
      y = y.with(i, 1);
    }
    return y;
  }

  /** Whether an operand of shape s holds exactly one value per element of a row of x. */
  static boolean fillsRow(Shape s, Shape x, int axis) {
    int at = Axes.normalise(axis, x.rank());
    if (s.rank() > x.rank() || s.size() != x.size(at, x.rank())) {
      return false;
    }
    for (int i = 1; i <= s.rank(); i++) {
      if (s.dim(-i) != (i <= x.rank() - at ? x.dim(-i) : 1)) {
        return false;
      }
    }
    return true;
  }
}
