package dev.lanewise.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.graph.GraphBuilder;
import dev.lanewise.graph.Interpreter;
import dev.lanewise.graph.Value;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Metrics over two batches against what a loop over all samples finds. */
class MetricsTest {
  private static final int N = 60;
  private static final int CLASSES = 7;
  private static final Offset<Double> CLOSE = Offset.offset(1e-9);

  private final Random random = new Random(11);
  private final double[] weights = random.doubles(N, 0, 2).toArray();
  private final double[] scores = random.doubles(N * CLASSES, 0, 1).toArray();
  private final long[] classes = random.longs(N, 0, CLASSES).toArray();
  private final double[] column = random.doubles(N, 0, 1).toArray();
  private final double[] yes = new double[N];

  MetricsTest() {
    for (int i = 0; i < N; i++) {
      yes[i] = random.nextDouble() < column[i] ? 1 : 0;
    }
  }

  private static Tensor doubles(double[] values, int from, int to, int width) {
    double[] part = Arrays.copyOfRange(values, from * width, to * width);
    Shape shape = width == 1 ? Shape.of(to - from) : Shape.of(to - from, width);
    return Tensor.of(DType.DOUBLE, shape, part);
  }

  private static double[] sums(Metric metric, Tensor labels, Tensor predictions, Tensor weights) {
    GraphBuilder graph = new GraphBuilder("metric");
    Value y = graph.input("y", labels.type());
    Value p = graph.input("p", predictions.type());
    Value w = graph.input("w", weights.type());
    graph.output(metric.sums(new Tape(graph, new Weights(), 1, null), y, p, w));
    return ((Tensor) Interpreter.run(graph.build(), List.of(labels, predictions, weights)).get(0))
        .doubles();
  }

  /** The metric of all samples, in batches of 25 and 35. */
  private double of(Metric metric, boolean sparse, double[] labels, double[] predictions) {
    int width = predictions.length / N;
    double[] total = {};
    for (int[] part : new int[][] {{0, 25}, {25, N}}) {
      int from = part[0];
      int to = part[1];
      Tensor y =
          sparse
              ? Tensor.of(Shape.of(to - from), Arrays.copyOfRange(classes, from, to))
              : doubles(labels, from, to, width);
      Tensor p = doubles(predictions, from, to, width);
      double[] more = sums(metric, y, p, doubles(weights, from, to, 1));
      total = total.length == 0 ? new double[more.length] : total;
      for (int i = 0; i < more.length; i++) {
        total[i] += more[i];
      }
    }
    return metric.result(total);
  }

  private double[] marks() {
    double[] marks = new double[N * CLASSES];
    for (int i = 0; i < N; i++) {
      marks[i * CLASSES + (int) classes[i]] = 1;
    }
    return marks;
  }

  /** Share of the weight of samples whose class has fewer than k larger scores. */
  private double share(int k) {
    double right = 0;
    double all = 0;
    for (int i = 0; i < N; i++) {
      int larger = 0;
      for (int c = 0; c < CLASSES; c++) {
        larger += scores[i * CLASSES + c] > scores[i * CLASSES + (int) classes[i]] ? 1 : 0;
      }
      right += larger < k ? weights[i] : 0;
      all += weights[i];
    }
    return right / all;
  }

  /** Weight of the samples with a label on one side of a threshold or the other. */
  private double weight(double label, boolean above, double threshold) {
    double sum = 0;
    for (int i = 0; i < N; i++) {
      sum += yes[i] == label && column[i] > threshold == above ? weights[i] : 0;
    }
    return sum;
  }

  @Test
  void accuracies() {
    double expected = share(1);
    assertThat(expected).isBetween(0.05, 0.5);
    assertThat(of(new CategoricalAccuracy(), false, marks(), scores)).isCloseTo(expected, CLOSE);
    assertThat(of(new SparseCategoricalAccuracy(), true, yes, scores)).isCloseTo(expected, CLOSE);
    assertThat(of(new Accuracy(), true, yes, scores)).isCloseTo(expected, CLOSE);
    double right = weight(1, true, 0.4) + weight(0, false, 0.4);
    double all = right + weight(0, true, 0.4) + weight(1, false, 0.4);
    assertThat(of(new BinaryAccuracy(0.4), false, yes, column)).isCloseTo(right / all, CLOSE);
  }

  @Test
  void topK() {
    for (int k = 1; k <= CLASSES; k++) {
      assertThat(of(new TopKAccuracy(k, false), false, marks(), scores)).isCloseTo(share(k), CLOSE);
      assertThat(of(new TopKAccuracy(k, true), true, yes, scores)).isCloseTo(share(k), CLOSE);
    }
  }

  @Test
  void precisionAndRecall() {
    for (double threshold : new double[] {0.2, 0.5, 0.8}) {
      double right = weight(1, true, threshold);
      assertThat(of(new Precision(threshold), false, yes, column))
          .isCloseTo(right / (right + weight(0, true, threshold)), CLOSE);
      assertThat(of(new Recall(threshold), false, yes, column))
          .isCloseTo(right / (right + weight(1, false, threshold)), CLOSE);
    }
    assertThat(of(new Precision(1), false, yes, column)).isZero();
  }

  @Test
  void areaIsTheShareOfPairsInOrder() {
    double inOrder = 0;
    double all = 0;
    for (int i = 0; i < N; i++) {
      for (int j = 0; j < N; j++) {
        if (yes[i] == 1 && yes[j] == 0) {
          all += weights[i] * weights[j];
          inOrder += column[i] > column[j] ? weights[i] * weights[j] : 0;
        }
      }
    }
    Metric fine = new Auc(20_000, false);
    assertThat(of(fine, false, yes, column)).isCloseTo(inOrder / all, Offset.offset(1e-3));
    assertThat(of(new Auc(), false, yes, column)).isCloseTo(inOrder / all, Offset.offset(0.01));
    double[] logits = Arrays.stream(column).map(p -> Math.log(p / (1 - p))).toArray();
    assertThat(of(new Auc(200, true), false, yes, logits))
        .isCloseTo(of(new Auc(), false, yes, column), Offset.offset(1e-6));
    assertThat(of(new Auc(), false, yes, yes)).isCloseTo(1, CLOSE);
  }

  @Test
  void errors() {
    double squares = 0;
    double magnitudes = 0;
    for (int i = 0; i < N; i++) {
      squares += weights[i] * (yes[i] - column[i]) * (yes[i] - column[i]);
      magnitudes += weights[i] * Math.abs(yes[i] - column[i]);
    }
    double all = Arrays.stream(weights).sum();
    assertThat(of(new LossMetric(new MeanSquaredError()), false, yes, column))
        .isCloseTo(squares / all, CLOSE);
    assertThat(of(new LossMetric(new MeanAbsoluteError()), false, yes, column))
        .isCloseTo(magnitudes / all, CLOSE);
  }

  @Test
  void nothingCountsAsZero() {
    double[] none = new double[400];
    for (Metric metric : List.of(new BinaryAccuracy(), new Precision(), new Recall(), new Auc())) {
      assertThat(metric.result(none)).isZero();
    }
  }
}
