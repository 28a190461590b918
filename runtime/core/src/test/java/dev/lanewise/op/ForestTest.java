package dev.lanewise.op;

import static dev.lanewise.op.Evaluate.all;
import static dev.lanewise.op.Evaluate.floats;
import static dev.lanewise.op.Evaluate.one;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lanewise.error.ModelFormatException;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ForestTest {
  private static final double NAN = Double.NaN;
  private static final double INF = Double.POSITIVE_INFINITY;

  private static boolean holds(Forest.Mode mode, double x, double t) {
    return switch (mode) {
      case LEQ -> x <= t;
      case LT -> x < t;
      case GTE -> x >= t;
      case GT -> x > t;
      case EQ -> x == t;
      case NEQ -> x != t;
      case MEMBER -> x == 1 || x == t;
    };
  }

  /** A tree of one node whose leaves vote 1 (yes) and 2 (no). */
  private static double vote(Forest.Mode mode, double x, double t, boolean missingIsYes) {
    ForestBuilder b = new ForestBuilder(1, 2, 2);
    b.vote(0, 0, 1);
    b.vote(1, 0, 2);
    if (mode == Forest.Mode.MEMBER) {
      b.node(0, new double[] {t, 1}, ~0, ~1, missingIsYes);
    } else {
      b.node(mode, 0, t, ~0, ~1, missingIsYes);
    }
    b.root(0);
    double[] scores = {NAN};
    b.build().vote(Forest.Aggregate.SUM, new double[] {x}, 0, scores, 0);
    return scores[0];
  }

  @ParameterizedTest
  @EnumSource(Forest.Mode.class)
  void nodesCompareAsTheirModeSays(Forest.Mode mode) {
    double[] numbers = {-INF, -1, -0.0, 0, Math.nextUp(1.0), 1, Double.MAX_VALUE, INF, NAN};
    for (double t : numbers) {
      if (mode == Forest.Mode.MEMBER && Double.isNaN(t)) {
        continue;
      }
      for (double x : numbers) {
        for (boolean missingIsYes : new boolean[] {false, true}) {
          boolean yes = holds(mode, x, t) || (missingIsYes && Double.isNaN(x));
          assertThat(vote(mode, x, t, missingIsYes))
              .as("%s %s %s", x, mode, t)
              .isEqualTo(yes ? 1 : 2);
        }
      }
    }
  }

  @Test
  void randomForestsAgreeWithWalkingNodeByNode() {
    Random random = new Random(9);
    for (int trial = 0; trial < 20; trial++) {
      int nodes = 31;
      double[] thresholds = random.doubles(nodes).map(v -> Math.rint(v * 4)).toArray();
      int[] features = random.ints(nodes, 0, 3).toArray();
      ForestBuilder b = new ForestBuilder(nodes, nodes + 1, nodes + 1);
      for (int i = 0; i < nodes; i++) {
        b.node(
            Forest.Mode.LEQ, features[i], thresholds[i], child(2 * i + 1), child(2 * i + 2), false);
      }
      for (int leaf = 0; leaf <= nodes; leaf++) {
        b.vote(leaf, leaf % 4, leaf + 0.5);
      }
      b.root(0);
      Forest forest = b.build();
      for (int sample = 0; sample < 50; sample++) {
        float[] x = {random.nextInt(5), random.nextInt(5), random.nextInt(5)};
        int at = 0;
        while (at < nodes) {
          at = x[features[at]] <= thresholds[at] ? 2 * at + 1 : 2 * at + 2;
        }
        double[] expected = new double[4];
        Arrays.fill(expected, NAN);
        expected[(at - nodes) % 4] = at - nodes + 0.5;
        double[] scores = {NAN, NAN, NAN, NAN};
        forest.vote(Forest.Aggregate.SUM, x, 0, scores, 0);
        assertThat(scores).containsExactly(expected);
      }
    }
  }

  private static int child(int place) {
    return place < 31 ? place : ~(place - 31);
  }

  @Test
  void malformedTreesAreRefused() {
    ForestBuilder loop = new ForestBuilder(2, 1, 0);
    loop.node(Forest.Mode.LT, 0, 1, 1, ~0, false);
    loop.node(Forest.Mode.LT, 0, 1, ~0, 0, false);
    loop.root(0);
    assertThatThrownBy(loop::build).hasMessageContaining("its own descendant");
    ForestBuilder self = new ForestBuilder(1, 1, 0);
    self.node(Forest.Mode.LT, 0, 1, ~0, 0, false);
    self.root(0);
    assertThatThrownBy(self::build).hasMessageContaining("its own descendant");
    ForestBuilder missing = new ForestBuilder(1, 1, 0);
    missing.node(Forest.Mode.LT, 0, 1, 7, ~0, false);
    assertThatThrownBy(missing::build).hasMessageContaining("no node 7");
    ForestBuilder leaf = new ForestBuilder(0, 1, 1);
    leaf.root(~1);
    assertThatThrownBy(leaf::build).hasMessageContaining("no leaf 1");
    assertThatThrownBy(() -> leaf.vote(0, -1, 1)).hasMessageContaining("target -1");
  }

  /** One tree per target, which votes {@code low} below 0 and {@code high} from 0 on. */
  private static Forest steps(double[][] lowHigh) {
    int n = lowHigh.length;
    ForestBuilder b = new ForestBuilder(n, 2 * n, 2 * n);
    for (int t = 0; t < n; t++) {
      b.node(Forest.Mode.LT, t, 0, ~(2 * t), ~(2 * t + 1), false);
      b.vote(2 * t, t, lowHigh[t][0]);
      b.vote(2 * t + 1, t, lowHigh[t][1]);
      b.root(t);
    }
    return b.build();
  }

  @Test
  void regressorAggregatesAndTransforms() {
    Forest forest = steps(new double[][] {{1, 5}, {-2, 3}});
    Tensor x = floats(-1, 1, 1, -1).reshape(Shape.of(2, 2));
    double[] base = {10, 20};
    assertThat(regress(forest, Forest.Aggregate.SUM, base, PostTransform.NONE, x))
        .containsExactly(11, 23, 15, 18);
    assertThat(regress(forest, Forest.Aggregate.AVERAGE, new double[0], PostTransform.NONE, x))
        .containsExactly(0.5f, 1.5f, 2.5f, -1);
    assertThat(regress(forest, Forest.Aggregate.MAX, new double[0], PostTransform.NONE, x))
        .containsExactly(1, 3, 5, -2);
    float[] p = regress(forest, Forest.Aggregate.SUM, new double[0], PostTransform.SOFTMAX, x);
    assertThat(p[0]).isCloseTo((float) (1 / (1 + Math.exp(2))), within(1e-6f));
    assertThat(p[0] + p[1]).isCloseTo(1, within(1e-6f));
    assertThatThrownBy(() -> one(regressor(forest, 2), floats(1).reshape(Shape.of(1, 1))))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("2 features");
    assertThatThrownBy(() -> regressor(forest, 1)).hasMessageContaining("target 1 of 1");
  }

  private static TreeEnsembleRegressor regressor(Forest forest, int targets) {
    return new TreeEnsembleRegressor(
        forest, targets, Forest.Aggregate.SUM, new double[0], PostTransform.NONE, false);
  }

  private static float[] regress(
      Forest forest, Forest.Aggregate aggregate, double[] base, PostTransform post, Tensor x) {
    return one(new TreeEnsembleRegressor(forest, 2, aggregate, base, post, false), x).floats();
  }

  @Test
  void ensembleKeepsTheTypeOfItsFeatures() {
    Forest forest = steps(new double[][] {{1, 5}});
    Tensor x = Evaluate.reals(DType.DOUBLE, 3).reshape(Shape.of(1, 1));
    TreeEnsembleRegressor op =
        new TreeEnsembleRegressor(
            forest, 1, Forest.Aggregate.SUM, new double[0], PostTransform.LOGISTIC, true);
    assertThat(one(op, x).doubles()[0]).isCloseTo(0.9933071490757153, within(1e-15));
    assertThat(op.name()).isEqualTo("TreeEnsemble");
  }

  @Test
  void classifierOfThreeClassesIgnoresClassesWithoutVotes() {
    Forest forest = steps(new double[][] {{-3, -1}, {-2, -4}});
    ClassLabels labels = ClassLabels.of(List.of("a", "b", "c"));
    Tensor x = floats(1, 1, -1, -1).reshape(Shape.of(2, 2));
    List<Datum> y =
        all(new TreeEnsembleClassifier(forest, labels, new double[0], PostTransform.NONE), 2, x);
    assertThat(((Tensor) y.get(0)).strings()).containsExactly("a", "b");
    assertThat(((Tensor) y.get(1)).floats()).containsExactly(-1, -4, 0, -3, -2, 0);
  }

  @Test
  void twoClassesThatShareTheirVotes() {
    Tensor x = floats(-1, 1).reshape(Shape.of(2, 1));
    Forest positive = steps(new double[][] {{0.25, 0.75}});
    assertThat(scores(positive, PostTransform.LOGISTIC, x))
        .containsExactly(0.75f, 0.25f, 0.25f, 0.75f);
    assertThat(labels(positive, x)).containsExactly(7, 9);
    Forest mixed = steps(new double[][] {{-1, 1}});
    assertThat(scores(mixed, PostTransform.NONE, x)).containsExactly(1, -1, -1, 1);
    float p = (float) (1 / (1 + Math.exp(-1)));
    float q = (float) (1 / (1 + Math.exp(1)));
    assertThat(scores(mixed, PostTransform.LOGISTIC, x)).containsExactly(p, q, q, p);
    assertThat(labels(mixed, x)).containsExactly(7, 9);
  }

  private static float[] scores(Forest forest, PostTransform post, Tensor x) {
    return ((Tensor) all(classifier(forest, post), 2, x).get(1)).floats();
  }

  private static long[] labels(Forest forest, Tensor x) {
    return ((Tensor) all(classifier(forest, PostTransform.NONE), 2, x).get(0)).longs();
  }

  private static TreeEnsembleClassifier classifier(Forest forest, PostTransform post) {
    return new TreeEnsembleClassifier(forest, ClassLabels.of(7, 9), new double[0], post);
  }
}
