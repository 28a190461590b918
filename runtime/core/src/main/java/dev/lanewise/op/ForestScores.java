package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;

/** Rows of features {@code [N, F]}, or {@code [F]} for one sample, as tree ensembles take them. */
final class ForestScores {
  private ForestScores() {}

  /** Checks type and shape of the features; gives N, which may be unknown. */
  static int infer(Inference in, Forest forest) {
    DType dtype = in.dtype(0);
    in.require(
        dtype == DType.FLOAT
            || dtype == DType.DOUBLE
            || dtype == DType.FLOAT16
            || dtype == DType.INT32
            || dtype == DType.INT64,
        Types.notDefinedFor(dtype));
    Shape shape = in.shape(0);
    if (shape == null) {
      return Shape.UNKNOWN;
    }
    in.require(
        shape.rank() == 1 || shape.rank() == 2,
        "features must have shape [N, F] or [F], but have " + shape);
    int features = shape.dim(-1);
    in.require(
        features == Shape.UNKNOWN || features >= forest.features(),
        "the trees look at " + forest.features() + " features, the input has " + features);
    return rows(shape);
  }

  /** Number of samples. */
  static int rows(Shape shape) {
    return shape.rank() == 1 ? 1 : shape.dim(0);
  }

  /** The votes for every sample; NaN where there is none. */
  static double[] evaluate(Evaluation in, Forest forest, Forest.Aggregate aggregate, int targets) {
    Tensor x = in.tensor(0);
    int features = x.shape().dim(-1);
    if (features < forest.features()) {
      throw in.fail(
          "the trees look at " + forest.features() + " features, the input has " + features);
    }
    int rows = rows(x.shape());
    double[] scores = new double[Math.multiplyExact(rows, targets)];
    Arrays.fill(scores, Double.NaN);
    double[] values = x.toDoubles();
    for (int row = 0; row < rows; row++) {
      forest.vote(aggregate, values, row * features, scores, row * targets);
    }
    return scores;
  }

  /** Samples worth a thread of their own. */
  static int grain(Forest forest) {
    return Math.max(1, 200 / Math.max(1, forest.trees()));
  }
}
