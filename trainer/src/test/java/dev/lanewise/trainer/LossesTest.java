package dev.lanewise.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.error.InvalidInputException;
import dev.lanewise.gradient.GradientRules;
import dev.lanewise.gradient.Gradients;
import dev.lanewise.graph.Graph;
import dev.lanewise.graph.GraphBuilder;
import dev.lanewise.graph.Interpreter;
import dev.lanewise.graph.Value;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Losses in DOUBLE against formulas written down once more, and against central differences. */
class LossesTest {
  private static final int ROWS = 5;
  private static final int COLUMNS = 4;
  private static final Offset<Double> CLOSE = Offset.offset(1e-9);

  /** One number per row. */
  private interface Formula {
    double of(double[] label, double[] prediction);
  }

  /** What stands between the numbers that are varied and the predictions. */
  private enum Head {
    NONE,
    SOFTMAX,
    SIGMOID;

    Value on(Tape tape, Value x) {
      return switch (this) {
        case NONE -> x;
        case SOFTMAX -> tape.softmax(x);
        case SIGMOID -> tape.sigmoid(x);
      };
    }

    double[] of(double[] x) {
      double[] y = x.clone();
      double sum = 0;
      for (int i = 0; i < x.length; i++) {
        y[i] =
            this == SIGMOID ? 1 / (1 + Math.exp(-x[i])) : this == SOFTMAX ? Math.exp(x[i]) : x[i];
        sum += y[i];
      }
      for (int i = 0; i < x.length && this == SOFTMAX; i++) {
        y[i] /= sum;
      }
      return y;
    }
  }

  private static Tensor tensor(double... values) {
    return Tensor.of(DType.DOUBLE, Shape.of(values.length / COLUMNS, COLUMNS), values);
  }

  private static double[] random(int seed, double from, double to) {
    return new Random(seed).doubles(ROWS * COLUMNS, from, to).toArray();
  }

  private static double[] distributions(int seed) {
    double[] y = random(seed, 0.1, 1);
    for (int r = 0; r < ROWS; r++) {
      double sum = 0;
      for (int c = 0; c < COLUMNS; c++) {
        sum += y[r * COLUMNS + c];
      }
      for (int c = 0; c < COLUMNS; c++) {
        y[r * COLUMNS + c] /= sum;
      }
    }
    return y;
  }

  private static double[] marks() {
    double[] y = new double[ROWS * COLUMNS];
    for (int r = 0; r < ROWS; r++) {
      y[r * COLUMNS + r * 3 % COLUMNS] = 1;
    }
    return y;
  }

  private static double[] row(double[] all, int row) {
    return java.util.Arrays.copyOfRange(all, row * COLUMNS, (row + 1) * COLUMNS);
  }

  /** Outputs: losses per sample, their sum, its gradient. */
  private static Graph graph(Loss loss, Head head, Tensor labels, Tensor x) {
    GraphBuilder graph = new GraphBuilder("loss");
    Value ys = graph.input("y", labels.type());
    Value xs = graph.input("x", x.type());
    Tape tape = new Tape(graph, new Weights(), 1, null);
    Value each = loss.perSample(tape, ys, head.on(tape, xs));
    Value total = tape.sum(each);
    graph.output(each);
    graph.output(total);
    Gradients.of(graph, total, List.of(xs), List.of(), GradientRules.standard())
        .forEach(graph::output);
    return graph.build();
  }

  private static double[] run(Graph graph, int output, Tensor labels, Tensor x) {
    return ((Tensor) Interpreter.run(graph, List.of(labels, x)).get(output)).doubles();
  }

  private static void check(Loss loss, Head head, double[] labels, double[] x, Formula formula) {
    Tensor y = tensor(labels);
    Tensor xs = tensor(x);
    Graph graph = graph(loss, head, y, xs);
    double[] found = run(graph, 0, y, xs);
    assertThat(found).hasSize(ROWS);
    for (int r = 0; r < ROWS; r++) {
      double expected = formula.of(row(labels, r), head.of(row(x, r)));
      assertThat(found[r]).as("%s, row %d", loss, r).isCloseTo(expected, CLOSE);
    }
    double[] gradient = run(graph, 2, y, xs);
    for (int i = 0; i < x.length; i++) {
      double old = x[i];
      x[i] = old + 1e-6;
      double above = run(graph, 1, y, xs)[0];
      x[i] = old - 1e-6;
      double below = run(graph, 1, y, xs)[0];
      x[i] = old;
      double expected = (above - below) / 2e-6;
      assertThat(Math.abs(gradient[i] - expected))
          .as("%s, element %d: %s for %s", loss, i, gradient[i], expected)
          .isLessThan(1e-5 * Math.max(0.01, Math.abs(expected)));
    }
  }

  private static Formula mean(java.util.function.DoubleBinaryOperator each) {
    return (y, p) -> {
      double sum = 0;
      for (int i = 0; i < y.length; i++) {
        sum += each.applyAsDouble(y[i], p[i]);
      }
      return sum / y.length;
    };
  }

  private static Formula sum(java.util.function.DoubleBinaryOperator each) {
    return (y, p) -> mean(each).of(y, p) * y.length;
  }

  @Test
  void regression() {
    double[] y = random(1, -1, 1);
    check(
        new MeanSquaredError(), Head.NONE, y, random(2, -3, 3), mean((a, b) -> (a - b) * (a - b)));
    check(new MeanAbsoluteError(), Head.NONE, y, random(2, -3, 3), mean((a, b) -> Math.abs(a - b)));
    for (double delta : new double[] {1, 0.3}) {
      Formula huber =
          mean(
              (a, b) ->
                  Math.abs(a - b) <= delta
                      ? (a - b) * (a - b) / 2
                      : delta * Math.abs(a - b) - delta * delta / 2);
      check(new Huber(delta), Head.NONE, y, random(2, -3, 3), huber);
    }
  }

  @Test
  void binaryCrossentropy() {
    double[] y = marks();
    Formula entropy = mean((a, p) -> -a * Math.log(p) - (1 - a) * Math.log(1 - p));
    check(new BinaryCrossentropy(), Head.NONE, y, random(3, 0.05, 0.95), entropy);
    check(new BinaryCrossentropy(), Head.SIGMOID, y, random(3, -4, 4), entropy);
    Formula ofLogits = (a, z) -> entropy.of(a, Head.SIGMOID.of(z));
    check(new BinaryCrossentropy(true), Head.NONE, y, random(3, -4, 4), ofLogits);
    UnaryOperator<double[]> smooth =
        a -> java.util.Arrays.stream(a).map(v -> v * 0.8 + 0.1).toArray();
    check(
        new BinaryCrossentropy(false, 0.2),
        Head.SIGMOID,
        y,
        random(3, -4, 4),
        (a, p) -> entropy.of(smooth.apply(a), p));
  }

  @Test
  void categoricalCrossentropy() {
    Formula entropy = sum((a, p) -> -a * Math.log(p));
    for (double[] y : new double[][] {marks(), distributions(8)}) {
      check(new CategoricalCrossentropy(), Head.SOFTMAX, y, random(4, -3, 3), entropy);
      check(
          new CategoricalCrossentropy(true),
          Head.NONE,
          y,
          random(4, -3, 3),
          (a, z) -> entropy.of(a, Head.SOFTMAX.of(z)));
      check(new CategoricalCrossentropy(), Head.NONE, y, distributions(5), entropy);
    }
    UnaryOperator<double[]> smooth =
        a -> java.util.Arrays.stream(a).map(v -> v * 0.9 + 0.1 / COLUMNS).toArray();
    check(
        new CategoricalCrossentropy(false, 0.1),
        Head.SOFTMAX,
        marks(),
        random(4, -3, 3),
        (a, p) -> entropy.of(smooth.apply(a), p));
  }

  @Test
  void entropiesOfExtremeLogitsAreFinite() {
    double[] z = {800, -800, 0, 0, -800, 800, 0, 0};
    double[] y = {0, 1, 0, 0, 0, 1, 0, 0};
    for (Loss loss : List.of(new BinaryCrossentropy(), new BinaryCrossentropy(true))) {
      Head head = loss.equals(new BinaryCrossentropy()) ? Head.SIGMOID : Head.NONE;
      double[] found = run(graph(loss, head, tensor(y), tensor(z)), 0, tensor(y), tensor(z));
      assertThat(found[0]).isCloseTo((1600 + 2 * Math.log(2)) / 4, CLOSE);
      assertThat(found[1]).isCloseTo(2 * Math.log(2) / 4, CLOSE);
    }
    for (Loss loss : List.of(new CategoricalCrossentropy(), new CategoricalCrossentropy(true))) {
      Head head = loss.equals(new CategoricalCrossentropy()) ? Head.SOFTMAX : Head.NONE;
      double[] found = run(graph(loss, head, tensor(y), tensor(z)), 0, tensor(y), tensor(z));
      assertThat(found[0]).isCloseTo(1600, CLOSE);
      assertThat(found[1]).isCloseTo(0, CLOSE);
    }
  }

  @Test
  void hinge() {
    double[] zeros = marks();
    double[] signs = java.util.Arrays.stream(zeros).map(v -> 2 * v - 1).toArray();
    Formula formula = mean((a, p) -> Math.max(0, 1 - (a > 0 ? 1 : -1) * p));
    check(new Hinge(), Head.NONE, zeros, random(6, -2, 2), formula);
    check(new Hinge(), Head.NONE, signs, random(6, -2, 2), formula);
  }

  @Test
  void divergence() {
    Formula formula = sum((a, p) -> Math.max(a, 1e-7) * Math.log(Math.max(a, 1e-7) / p));
    check(new KullbackLeiblerDivergence(), Head.NONE, distributions(1), distributions(2), formula);
    check(
        new KullbackLeiblerDivergence(), Head.SOFTMAX, distributions(1), random(2, -2, 2), formula);
    check(new KullbackLeiblerDivergence(), Head.SOFTMAX, marks(), random(2, -2, 2), formula);
  }

  @Test
  void cosine() {
    Formula formula =
        (a, p) -> {
          double squares = sum((u, v) -> u * u).of(a, p) * sum((u, v) -> v * v).of(a, p);
          return -sum((u, v) -> u * v).of(a, p) / Math.sqrt(squares);
        };
    check(new CosineSimilarity(), Head.NONE, random(1, -1, 1), random(2, -3, 3), formula);
    Tensor zeros = tensor(new double[COLUMNS]);
    assertThat(run(graph(new CosineSimilarity(), Head.NONE, zeros, zeros), 0, zeros, zeros))
        .containsExactly(new double[] {0}, CLOSE);
  }

  @Test
  void aColumnOfPredictionsGoesWithAListOfLabels() {
    Tensor labels = Tensor.of(Shape.of(3), 0L, 1L, 1L);
    Tensor column = Tensor.of(DType.DOUBLE, Shape.of(3, 1), new double[] {0.25, 0.5, 3});
    Graph graph = graph(new MeanAbsoluteError(), Head.NONE, labels, column);
    assertThat(run(graph, 0, labels, column)).containsExactly(0.25, 0.5, 2);
  }

  @Test
  void labelsOfAnotherShapeAreRefused() {
    Tensor labels = Tensor.of(Shape.of(ROWS), 0L, 1L, 1L, 0L, 1L);
    Tensor x = tensor(random(1, 0, 1));
    for (Loss loss : List.of(new MeanAbsoluteError(), new BinaryCrossentropy(), new Hinge())) {
      assertThatThrownBy(() -> graph(loss, Head.NONE, labels, x))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("labels");
    }
  }
}
