package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Ref;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Storage;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.Arrays;
import java.util.List;

/**
 * Targets {@code [N, targets]} predicted by decision trees from features {@code [N, F]}: the votes
 * of all trees, then base values, then a transform. A target without a vote has 0.
 *
 * @param forest the trees
 * @param targets number of targets
 * @param aggregate how votes are combined
 * @param baseValues one per target, one for all, or none
 * @param transform applied to the targets of a sample
 * @param keepsType whether the result has the type of the features; else it is FLOAT
 */
public record TreeEnsembleRegressor(
    Forest forest,
    int targets,
    Forest.Aggregate aggregate,
    double[] baseValues,
    PostTransform transform,
    boolean keepsType)
    implements Op {
  /** Checks the numbers of targets. */
  public TreeEnsembleRegressor {
    if (forest.maxTarget() >= targets) {
      throw new IllegalArgumentException(
          "a leaf votes for target " + forest.maxTarget() + " of " + targets);
    }
    if (baseValues.length > 1 && baseValues.length != targets) {
      throw new IllegalArgumentException(
          baseValues.length + " base values for " + targets + " targets");
    }
  }

  @Override
  public String name() {
    return keepsType ? "TreeEnsemble" : "TreeEnsembleRegressor";
  }

  @Override
  public List<Type> infer(Inference in) {
    int rows = ForestScores.infer(in, forest);
    DType dtype = keepsType ? in.dtype(0) : DType.FLOAT;
    in.require(dtype.isFloating(), Types.notDefinedFor(dtype));
    return List.of(new TensorType(dtype, Shape.of(rows, targets)));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    double[] scores = ForestScores.evaluate(in, forest, aggregate, targets);
    Shape shape = Shape.of(ForestScores.rows(in.tensor(0).shape()), targets);
    for (int row = 0; row < shape.dim(0); row++) {
      finish(scores, row * targets);
    }
    DType dtype = keepsType ? in.tensor(0).dtype() : DType.FLOAT;
    return List.of(Tensor.of(dtype, shape, Elements.fromDoubles(dtype, scores)));
  }

  private void finish(double[] scores, int at) {
    for (int t = 0; t < targets; t++) {
      double score = Double.isNaN(scores[at + t]) ? 0 : scores[at + t];
      if (aggregate == Forest.Aggregate.AVERAGE) {
        score /= forest.trees();
      }
      if (baseValues.length > 0) {
        score += baseValues[baseValues.length == 1 ? 0 : t];
      }
      scores[at + t] = score;
    }
    transform.apply(scores, at, targets);
  }

  @Override
  public void lower(Lowering l) {
    if (l.dtype(0) != DType.FLOAT) {
      l.reference();
      return;
    }
    int features = l.shape(0).dim(-1);
    int rows = ForestScores.rows(l.shape(0));
    Ref x = l.input(0);
    Ref y = l.output(0);
    Ref scores = l.scratch(Storage.DOUBLES, rows * targets);
    l.emitRange(
        name() + " of " + forest.trees() + " trees",
        rows,
        ForestScores.grain(forest),
        (frame, from, to) -> {
          double[] v = frame.doubles(scores);
          for (int row = from; row < to; row++) {
            int at = scores.offset() + row * targets;
            Arrays.fill(v, at, at + targets, Double.NaN);
            forest.vote(aggregate, frame.floats(x), x.offset() + row * features, v, at);
            finish(v, at);
            Elements.encode(
                DType.FLOAT, v, at, frame.floats(y), y.offset() + row * targets, targets);
          }
        });
  }
}
