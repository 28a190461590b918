package dev.lanewise.op;

import dev.lanewise.graph.Inference;
import dev.lanewise.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Which scale (and zero point) belongs to which element of a quantised tensor: one for all, one per
 * index along an axis, or one per block along an axis.
 *
 * @param outer product of the dimensions before the axis
 * @param n length of the axis
 * @param inner product of the dimensions after the axis
 * @param scales number of scales along the axis
 * @param block elements along the axis that share a scale
 * @param blocked whether scales differ along the other axes too
 */
record Granularity(int outer, int n, int inner, int scales, int block, boolean blocked) {
  /**
   * Checks the shapes of scale (input 1) and zero point (input 2) against that of the tensor (input
   * 0), as far as they are known.
   */
  static void check(Inference in, int axis, int block) {
    Shape x = in.shape(0);
    Shape scale = in.shape(1);
    Shape zero = in.has(2) ? in.shape(2) : null;
    boolean single = isSingle(scale) && isSingle(zero);
    if (!single) {
      Shapes.merge(scale, zero);
    }
    if (x != null && scale != null && x.isKnown() && scale.isKnown()) {
      of(x, scale, axis, block);
    }
    in.require(block >= 0, "block_size must not be negative, but is " + block);
  }

  private static boolean isSingle(@Nullable Shape s) {
    return s != null && s.isKnown() && s.size() == 1;
  }

  /**
   * The granularity of a scale.
   *
   * @param block block size, 0 for none
   * @throws IllegalArgumentException if the shapes do not suit each other
   */
  static Granularity of(Shape x, Shape scale, int axis, int block) {
    int size = x.size();
    if (scale.size() == 1 && (block == 0 || scale.rank() == 0)) {
      return new Granularity(1, 1, size, 1, 1, false);
    }
    if (block == 0 && x.rank() == 1 && scale.rank() == 1 && scale.dim(0) == x.dim(0)) {
      return new Granularity(1, x.dim(0), 1, x.dim(0), 1, false);
    }
    int at = Axes.normalise(axis, x.rank());
    int n = x.dim(at);
    int inner = x.size(at + 1, x.rank());
    int outer = x.size(0, at);
    if (block == 0) {
      if (scale.rank() != 1 || scale.dim(0) != n) {
        throw new IllegalArgumentException(
            "scale of shape " + scale + " does not fit axis " + axis + " of " + x);
      }
      return new Granularity(outer, n, inner, n, 1, false);
    }
    int scales = scale.rank() == x.rank() ? scale.dim(at) : 0;
    boolean fits = scale.rank() == x.rank() && (n + block - 1) / block == scales;
    for (int i = 0; fits && i < x.rank(); i++) {
      fits = i == at || x.dim(i) == scale.dim(i);
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "scale of shape " + scale + " does not fit " + x + " in blocks of " + block);
    }
    return new Granularity(outer, n, inner, scales, block, true);
  }

  /** Index of the scale of element i. */
  int scaleOf(int i) {
    int index = i / inner % n;
    if (!blocked) {
      return index;
    }
    return (i / inner / n * scales + index / block) * inner + i % inner;
  }
}
