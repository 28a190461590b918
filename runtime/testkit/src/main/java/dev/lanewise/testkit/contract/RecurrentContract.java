package dev.lanewise.testkit.contract;

import dev.lanewise.kernel.Recurrent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every back end's recurrent cells must do: lose a few roundings of the states involved. */
public abstract class RecurrentContract {
  private static final double TOLERANCE = 16 * SumCheck.ROUNDING;
  private static final int ROWS = 3;

  /** The kernels to test. */
  protected abstract Recurrent recurrent();

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static float[] random(int n, float scale, long seed) {
    float[] x = Sweep.random(n, seed);
    for (int i = 0; i < n; i++) {
      x[i] *= scale;
    }
    return x;
  }

  /** LSTM cells with and without peepholes, saturated gates among them. */
  @ParameterizedTest
  @ValueSource(ints = {1, 5, 8, 13, 16, 40})
  public void lstm(int hidden) {
    for (float scale : new float[] {1, 20, 1000}) {
      checkLstm(hidden, scale, null);
      checkLstm(hidden, scale, Sweep.random(3 * hidden + 1, 4));
    }
  }

  private void checkLstm(int hidden, float scale, float @Nullable [] peephole) {
    float[] gates = random(ROWS * 4 * hidden, scale, 1);
    float[] before = Sweep.random(ROWS * hidden, 2);
    Buffer g = Buffer.input(gates);
    Buffer c = Buffer.output(ROWS * hidden);
    System.arraycopy(before, 0, c.array(), c.at(), before.length);
    Buffer h = Buffer.output(ROWS * hidden);
    recurrent()
        .lstm(g.array(), g.at(), peephole, 1, c.array(), c.at(), h.array(), h.at(), ROWS, hidden);
    c.assertGuardsIntact();
    h.assertGuardsIntact();
    g.assertGuardsIntact();
    for (int r = 0; r < ROWS; r++) {
      for (int j = 0; j < hidden; j++) {
        int at = 4 * r * hidden + j;
        double old = before[r * hidden + j];
        double i = gates[at] + peephole(peephole, 1 + j) * old;
        double f = gates[at + 2 * hidden] + peephole(peephole, 1 + j + 2 * hidden) * old;
        double cell = sigmoid(f) * old + sigmoid(i) * Math.tanh(gates[at + 3 * hidden]);
        double o = gates[at + hidden] + peephole(peephole, 1 + j + hidden) * cell;
        double tolerance = TOLERANCE * (1 + Math.abs(old));
        Sweep.check("cell", c.content()[r * hidden + j], cell, tolerance);
        Sweep.check(
            "state", h.content()[r * hidden + j], sigmoid(o) * Math.tanh(cell), 2 * tolerance);
      }
    }
  }

  private static double peephole(float @Nullable [] peephole, int at) {
    return peephole == null ? 0 : peephole[at];
  }

  /** GRU cells, saturated gates among them. */
  @ParameterizedTest
  @ValueSource(ints = {1, 5, 8, 13, 16, 40})
  public void gru(int hidden) {
    for (float scale : new float[] {1, 20, 1000}) {
      float[] x = random(ROWS * 3 * hidden, scale, 1);
      float[] w = random(ROWS * 3 * hidden, 0.5f, 2);
      float[] before = Sweep.random(ROWS * hidden, 3);
      Buffer in = Buffer.input(x);
      Buffer part = Buffer.input(w);
      Buffer h = Buffer.output(ROWS * hidden);
      System.arraycopy(before, 0, h.array(), h.at(), before.length);
      recurrent()
          .gruLinearBeforeReset(
              in.array(), in.at(), part.array(), part.at(), h.array(), h.at(), ROWS, hidden);
      h.assertGuardsIntact();
      in.assertGuardsIntact();
      part.assertStill(w);
      for (int r = 0; r < ROWS; r++) {
        for (int j = 0; j < hidden; j++) {
          int at = 3 * r * hidden + j;
          double old = before[r * hidden + j];
          double z = sigmoid((double) x[at] + w[at]);
          double reset = sigmoid((double) x[at + hidden] + w[at + hidden]);
          double candidate = Math.tanh(x[at + 2 * hidden] + reset * w[at + 2 * hidden]);
          Sweep.check(
              "state",
              h.content()[r * hidden + j],
              (1 - z) * candidate + z * old,
              TOLERANCE * (1 + Math.abs(old)));
        }
      }
    }
  }
}
