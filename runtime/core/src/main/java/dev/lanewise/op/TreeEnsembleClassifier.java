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
import org.jspecify.annotations.Nullable;

/**
 * Classes predicted by decision trees from features {@code [N, F]}. Outputs: the label of the
 * foremost class {@code [N]}, and the scores {@code [N, classes]} after the transform, FLOAT.
 *
 * <p>Where the standard leaves it open, results are those of ONNX Runtime: a class without a vote
 * is never foremost. If there are two classes and all votes are for one of them, the votes are the
 * score s of the second class. Then either two base values are given, the scores are −s and s and
 * are transformed; or no vote is negative, the scores are 1 − s and s as they are, and the second
 * class is foremost above 0.5; or the scores are −s and s, of which only LOGISTIC is taken.
 *
 * @param forest the trees, whose targets are classes
 * @param labels names of the classes
 * @param baseValues summands of the scores: one per class, or one for the score of two classes that
 *     share their votes, or none
 * @param transform applied to the scores of a sample
 */
public record TreeEnsembleClassifier(
    Forest forest, ClassLabels labels, double[] baseValues, PostTransform transform) implements Op {
  /** Checks the numbers of classes. */
  public TreeEnsembleClassifier {
    if (labels.count() == 0 || forest.maxTarget() >= labels.count()) {
      throw new IllegalArgumentException(
          "a leaf votes for class " + forest.maxTarget() + " of " + labels.count());
    }
    if (baseValues.length > labels.count()) {
      throw new IllegalArgumentException(
          baseValues.length + " base values for " + labels.count() + " classes");
    }
  }

  @Override
  public List<Type> infer(Inference in) {
    int rows = ForestScores.infer(in, forest);
    return List.of(
        new TensorType(labels.dtype(), Shape.of(rows)),
        new TensorType(DType.FLOAT, Shape.of(rows, labels.count())));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    int classes = labels.count();
    double[] scores = ForestScores.evaluate(in, forest, Forest.Aggregate.SUM, classes);
    int rows = ForestScores.rows(in.tensor(0).shape());
    Object names = labels.dtype().storage().allocate(rows);
    int only = only();
    boolean positive = forest.hasOnlyPositiveVotes();
    for (int row = 0; row < rows; row++) {
      labels.write(finish(only, positive, scores, row * classes), names, row);
    }
    return List.of(
        Tensor.of(labels.dtype(), Shape.of(rows), names),
        Tensor.of(DType.FLOAT, Shape.of(rows, classes), Elements.fromDoubles(DType.FLOAT, scores)));
  }

  /** The class that has all votes if there are two, else −1. */
  private int only() {
    return labels.count() == 2 ? forest.onlyTarget() : -1;
  }

  /** Turns the votes of a sample into scores; gives the foremost class. */
  private int finish(int only, boolean positive, double[] v, int at) {
    return only >= 0 ? finishShared(only, positive, v, at) : finishSeparate(v, at);
  }

  private int finishShared(int only, boolean positive, double[] v, int at) {
    double s = Double.isNaN(v[at + only]) ? 0 : v[at + only];
    if (baseValues.length > 0) {
      s += baseValues[baseValues.length - 1];
    }
    v[at] = positive && baseValues.length < 2 ? 1 - s : -s;
    v[at + 1] = s;
    boolean untransformed = positive || transform != PostTransform.LOGISTIC;
    if (baseValues.length == 2 || transform == PostTransform.PROBIT || !untransformed) {
      transform.apply(v, at, 2);
    }
    return s > (positive ? 0.5 : 0) ? 1 : 0;
  }

  private int finishSeparate(double[] v, int at) {
    int classes = labels.count();
    for (int k = 0; k < baseValues.length; k++) {
      v[at + k] = baseValues[k] + (Double.isNaN(v[at + k]) ? 0 : v[at + k]);
    }
    int best = -1;
    for (int k = 0; k < classes; k++) {
      if (!Double.isNaN(v[at + k]) && (best < 0 || v[at + k] > v[at + best])) {
        best = k;
      }
    }
    for (int k = 0; k < classes; k++) {
      v[at + k] = Double.isNaN(v[at + k]) ? 0 : v[at + k];
    }
    transform.apply(v, at, classes);
    return Math.max(best, 0);
  }

  @Override
  public void lower(Lowering l) {
    if (l.dtype(0) != DType.FLOAT) {
      l.reference();
      return;
    }
    int classes = labels.count();
    int features = l.shape(0).dim(-1);
    int rows = ForestScores.rows(l.shape(0));
    int only = only();
    boolean positive = forest.hasOnlyPositiveVotes();
    Ref x = l.input(0);
    @Nullable Ref names = l.isUsed(0) ? l.output(0) : null;
    @Nullable Ref z = l.isUsed(1) ? l.output(1) : null;
    Ref scores = l.scratch(Storage.DOUBLES, rows * classes);
    l.emitRange(
        "TreeEnsembleClassifier of " + forest.trees() + " trees",
        rows,
        ForestScores.grain(forest),
        (frame, from, to) -> {
          double[] v = frame.doubles(scores);
          for (int row = from; row < to; row++) {
            int at = scores.offset() + row * classes;
            Arrays.fill(v, at, at + classes, Double.NaN);
            forest.vote(Forest.Aggregate.SUM, frame.floats(x), x.offset() + row * features, v, at);
            int best = finish(only, positive, v, at);
            if (names != null) {
              labels.write(best, frame.array(names), names.offset() + row);
            }
            if (z != null) {
              Elements.encode(
                  DType.FLOAT, v, at, frame.floats(z), z.offset() + row * classes, classes);
            }
          }
        });
  }
}
