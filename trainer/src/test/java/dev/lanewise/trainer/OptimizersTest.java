package dev.lanewise.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Optimisers over many steps against scalar formulas in double precision. */
class OptimizersTest {
  private static final int N = 37;
  private static final int STEPS = 40;
  private static final double RATE = 0.01;

  /** One element's memory and its update at step t; returns the new x. */
  private interface Formula {
    double next(double x, double g, double[] memory, int t);
  }

  private static void check(Optimizer optimizer, Formula formula) {
    Random random = new Random(5);
    float[] x = new float[N];
    double[] expected = new double[N];
    for (int i = 0; i < N; i++) {
      x[i] = (float) random.nextGaussian();
      expected[i] = x[i];
    }
    float[] start = x.clone();
    float[][] slots = new float[optimizer.slots()][N];
    double[][] memory = new double[N][4];
    float rate = (float) RATE;
    for (int t = 1; t <= STEPS; t++) {
      float[] g = new float[N];
      for (int i = 0; i < N; i++) {
        g[i] = (float) (random.nextGaussian() * (1 + i % 3) + 0.3);
        expected[i] = formula.next(expected[i], g[i], memory[i], t);
      }
      optimizer.update(rate, t, x, g, slots, N);
    }
    for (int i = 0; i < N; i++) {
      assertThat((double) x[i])
          .as("%s, element %d", optimizer, i)
          .isCloseTo(expected[i], Offset.offset(2e-5 * Math.max(1, Math.abs(expected[i]))))
          .isNotEqualTo(start[i]);
    }
  }

  @Test
  void sgd() {
    check(new Sgd(RATE), (x, g, m, t) -> x - RATE * g);
    Formula momentum =
        (x, g, m, t) -> {
          m[0] = 0.9 * m[0] - RATE * g;
          return x + m[0];
        };
    check(new Sgd(RATE, 0.9), momentum);
    check(
        new Sgd(Schedule.constant(RATE), 0.9, true, Clipping.NONE),
        (x, g, m, t) -> {
          m[0] = 0.9 * m[0] - RATE * g;
          return x + 0.9 * m[0] - RATE * g;
        });
    check(
        new WeightDecay(new Sgd(RATE, 0.9), 0.5),
        (x, g, m, t) -> momentum.next(x - RATE * 0.5 * x, g, m, t));
  }

  @Test
  void adagrad() {
    check(
        new Adagrad(RATE),
        (x, g, m, t) -> {
          m[0] += g * g;
          return x - RATE * g / Math.sqrt(0.1 + m[0] + 1e-7);
        });
  }

  private static double rmsProp(
      double x, double g, double[] m, double epsilon, boolean centered, double momentum) {
    m[0] = 0.9 * m[0] + 0.1 * g * g;
    m[1] = 0.9 * m[1] + 0.1 * g;
    double square = centered ? m[0] - m[1] * m[1] : m[0];
    m[2] = momentum * m[2] + RATE * g / Math.sqrt(square + epsilon);
    return x - m[2];
  }

  @Test
  void rmsProp() {
    check(new RmsProp(RATE), (x, g, m, t) -> rmsProp(x, g, m, 1e-7, false, 0));
    for (boolean centered : new boolean[] {false, true}) {
      for (double momentum : new double[] {0, 0.5}) {
        Schedule rate = Schedule.constant(RATE);
        check(
            new RmsProp(rate, 0.9, momentum, 1e-2, centered, Clipping.NONE),
            (x, g, m, t) -> rmsProp(x, g, m, 1e-2, centered, momentum));
      }
    }
  }

  private static double adam(double x, double g, double[] m, int t, boolean amsgrad) {
    m[0] = 0.9 * m[0] + 0.1 * g;
    m[1] = 0.999 * m[1] + 0.001 * g * g;
    m[2] = Math.max(m[2], m[1]);
    double alpha = RATE * Math.sqrt(1 - Math.pow(0.999, t)) / (1 - Math.pow(0.9, t));
    return x - alpha * m[0] / (Math.sqrt(amsgrad ? m[2] : m[1]) + 1e-7);
  }

  @Test
  void adam() {
    check(new Adam(RATE), (x, g, m, t) -> adam(x, g, m, t, false));
    check(
        new Adam(Schedule.constant(RATE), 0.9, 0.999, 1e-7, true, Clipping.NONE),
        (x, g, m, t) -> adam(x, g, m, t, true));
    check(WeightDecay.adamW(RATE), (x, g, m, t) -> adam(x - RATE * 0.004 * x, g, m, t, false));
    assertThat(WeightDecay.adamW(RATE).className()).isEqualTo("AdamW");
  }

  @Test
  void nadam() {
    check(
        new Nadam(RATE),
        (x, g, m, t) -> {
          m[0] = 0.9 * m[0] + 0.1 * g;
          m[1] = 0.999 * m[1] + 0.001 * g * g;
          double now = 0.9 * (1 - 0.5 * Math.pow(0.96, t));
          double next = 0.9 * (1 - 0.5 * Math.pow(0.96, t + 1));
          m[2] = (t == 1 ? 1 : m[2]) * now;
          double mean = next * m[0] / (1 - m[2] * next) + (1 - now) * g / (1 - m[2]);
          return x - RATE * mean / (Math.sqrt(m[1] / (1 - Math.pow(0.999, t))) + 1e-7);
        });
  }

  @Test
  void subgradient() {
    check(new Subgradient(RATE), (x, g, m, t) -> x - RATE / Math.sqrt(t) * g);
  }

  @Test
  void subgradientStepsReachABendThatOthersJumpAcross() {
    assertThat(distance(new Subgradient(0.1))).isLessThan(0.002f);
    assertThat(distance(new Sgd(0.1))).isGreaterThan(0.01f);
  }

  /** How far from the minimum of |x − 0.33| it ends after many steps from 1. */
  private static float distance(Optimizer optimizer) {
    float[] x = {1};
    for (int t = 1; t <= 10_000; t++) {
      float rate = (float) optimizer.learningRate().rate(t - 1);
      optimizer.update(rate, t, x, new float[] {Math.signum(x[0] - 0.33f)}, new float[0][], 1);
    }
    return Math.abs(x[0] - 0.33f);
  }

  @Test
  void nadamGoesOnAfterVeryManySteps() {
    float[] x = {1};
    float[][] slots = {{0.1f}, {0.01f}};
    new Nadam(RATE).update(0.01f, 3_000_000_000L, x, new float[] {0.1f}, slots, 1);
    // All corrections have gone: the mean is 0.9 · 0.1 + 0.1 · 0.1, its root mean square 0.1.
    assertThat(x[0]).isCloseTo(0.99f, Offset.offset(1e-5f));
  }
}
