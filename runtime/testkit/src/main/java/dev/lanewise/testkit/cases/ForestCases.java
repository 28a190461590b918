package dev.lanewise.testkit.cases;

import dev.lanewise.op.Cast;
import dev.lanewise.op.ClassLabels;
import dev.lanewise.op.Forest;
import dev.lanewise.op.ForestBuilder;
import dev.lanewise.op.PostTransform;
import dev.lanewise.op.TreeEnsembleClassifier;
import dev.lanewise.op.TreeEnsembleRegressor;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tree ensembles: plans agree with the reference evaluation. */
public abstract class ForestCases {
  private static final int FEATURES = 5;
  private static final Forest.Mode[] MODES = {
    Forest.Mode.LEQ, Forest.Mode.LT, Forest.Mode.GTE, Forest.Mode.GT, Forest.Mode.EQ
  };

  private final RandomTensors random = new RandomTensors(44);

  /** Complete trees of depth 4 that compare small integers, with NaN going either way. */
  private Forest forest(int trees, int targets, double least) {
    int nodes = 15;
    int leaves = 16;
    ForestBuilder b = new ForestBuilder(trees * nodes, trees * leaves, trees * leaves);
    for (int t = 0; t < trees; t++) {
      b.root(t * nodes);
      for (int i = 0; i < nodes; i++) {
        b.node(
            MODES[random.random().nextInt(MODES.length)],
            random.random().nextInt(FEATURES),
            random.random().nextInt(9) - 4,
            child(t, 2 * i + 1),
            child(t, 2 * i + 2),
            random.random().nextBoolean());
      }
      for (int leaf = 0; leaf < leaves; leaf++) {
        double weight = least + random.random().nextDouble();
        b.vote(t * leaves + leaf, random.random().nextInt(targets), weight);
      }
    }
    return b.build();
  }

  private static int child(int tree, int place) {
    return place < 15 ? tree * 15 + place : ~(tree * 16 + place - 15);
  }

  private Tensor features(DType dtype, int rows) {
    long[] v = random.tensor(DType.INT64, Shape.of(rows, FEATURES), -5, 5).longs();
    float[] floats = new float[v.length];
    for (int i = 0; i < v.length; i++) {
      floats[i] = v[i] == -5 ? Float.NaN : v[i];
    }
    Tensor x = Tensor.of(Shape.of(rows, FEATURES), floats);
    return dtype == DType.FLOAT ? x : new Cast(dtype).convert(x);
  }

  @Test
  void regressions() {
    for (Forest.Aggregate aggregate : Forest.Aggregate.values()) {
      for (int rows : new int[] {1, 300}) {
        TreeEnsembleRegressor op =
            new TreeEnsembleRegressor(
                forest(40, 3, -0.5), 3, aggregate, new double[] {1}, PostTransform.NONE, true);
        new OpCase().input(features(DType.FLOAT, rows)).check(op, 1e-6);
        new OpCase().input(features(DType.DOUBLE, rows)).check(op, 0);
      }
    }
  }

  @Test
  void classifications() {
    for (PostTransform transform : PostTransform.values()) {
      for (int classes = 2; classes <= 3; classes++) {
        TreeEnsembleClassifier numbers =
            new TreeEnsembleClassifier(
                forest(30, classes, -0.5), ClassLabels.of(3, 1, 2), new double[0], transform);
        new OpCase().input(features(DType.FLOAT, 300)).check(numbers, 2, 1e-6);
      }
      TreeEnsembleClassifier strings =
          new TreeEnsembleClassifier(
              forest(1, 1, 0), ClassLabels.of(List.of("no", "yes")), new double[0], transform);
      new OpCase().input(features(DType.FLOAT, 50)).check(strings, 2, 1e-6);
      new OpCase().input(features(DType.FLOAT, 50)).check(strings, 1, 0);
    }
  }
}
