package dev.lanewise.layers;

import java.util.Arrays;
import java.util.function.Function;

/** Recurrent cells by their formulas, unrolled over a sequence. */
final class Recurrence {
  static final int BATCH = 2;
  static final int TIME = 5;
  static final int IN = 3;
  static final int UNITS = 4;

  static final Grid X = Grid.random(3, BATCH, TIME, IN);

  private Recurrence() {}

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /** x · kernel + bias for one column. */
  private static double affine(double[] x, Grid kernel, int column) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * kernel.get(i, column);
    }
    return sum;
  }

  /** One step: the next states (hidden first) from input and states. */
  interface Cell {
    double[][] step(double[] x, double[][] states);
  }

  static Cell cell(String className, LayerRun run, String prefix) {
    return cell(className, run::weight, prefix + "cell");
  }

  /**
   * The formula of a cell.
   *
   * @param weights weights by their names
   * @param path what stands before the names
   */
  static Cell cell(String className, Function<String, Grid> weights, String path) {
    Grid w = weights.apply(path + "/kernel");
    Grid r = weights.apply(path + "/recurrent_kernel");
    Grid b = weights.apply(path + "/bias");
    return switch (className) {
      case "LSTM", "CuDNNLSTM" ->
          (x, s) -> {
            double[] h = new double[UNITS];
            double[] c = new double[UNITS];
            for (int u = 0; u < UNITS; u++) {
              double[] gate = new double[4];
              for (int g = 0; g < 4; g++) {
                int column = g * UNITS + u;
                gate[g] = affine(x, w, column) + affine(s[0], r, column) + b.get(column);
              }
              c[u] = sigmoid(gate[1]) * s[1][u] + sigmoid(gate[0]) * Math.tanh(gate[2]);
              h[u] = sigmoid(gate[3]) * Math.tanh(c[u]);
            }
            return new double[][] {h, c};
          };
      case "GRU", "CuDNNGRU" ->
          (x, s) -> {
            boolean after = b.dims().length == 2;
            double[] z = new double[UNITS];
            double[] reset = new double[UNITS];
            for (int u = 0; u < UNITS; u++) {
              z[u] = sigmoid(gate(x, s[0], w, r, b, u));
              reset[u] = sigmoid(gate(x, s[0], w, r, b, UNITS + u));
            }
            double[] h = new double[UNITS];
            double[] scaled = new double[UNITS];
            for (int u = 0; u < UNITS; u++) {
              scaled[u] = reset[u] * s[0][u];
            }
            for (int u = 0; u < UNITS; u++) {
              int column = 2 * UNITS + u;
              double candidate =
                  after
                      ? affine(x, w, column)
                          + b.get(0, column)
                          + reset[u] * (affine(s[0], r, column) + b.get(1, column))
                      : affine(x, w, column) + b.get(column) + affine(scaled, r, column);
              h[u] = z[u] * s[0][u] + (1 - z[u]) * Math.tanh(candidate);
            }
            return new double[][] {h};
          };
      default ->
          (x, s) -> {
            double[] h = new double[UNITS];
            for (int u = 0; u < UNITS; u++) {
              h[u] = Math.tanh(affine(x, w, u) + affine(s[0], r, u) + b.get(u));
            }
            return new double[][] {h};
          };
    };
  }

  private static double gate(double[] x, double[] h, Grid w, Grid r, Grid b, int column) {
    double bias = b.dims().length == 2 ? b.get(0, column) + b.get(1, column) : b.get(column);
    return affine(x, w, column) + affine(h, r, column) + bias;
  }

  /** All outputs {@code [N, T, units]} in the order of the pass, and the last states. */
  record Unrolled(Grid outputs, Grid[] states) {}

  static Unrolled unroll(Cell cell, boolean backwards, boolean[][] mask, Grid[] initial) {
    return unroll(cell, X, backwards, mask, initial);
  }

  /** All outputs and last states of a cell over a sequence {@code [N, T, features]}. */
  static Unrolled unroll(
      Cell cell, Grid sequence, boolean backwards, boolean[][] mask, Grid[] initial) {
    double[][][] y = new double[BATCH][TIME][];
    double[][][] last = new double[BATCH][][];
    for (int n = 0; n < BATCH; n++) {
      int count = initial.length;
      double[][] states = new double[count][UNITS];
      for (int s = 0; s < count; s++) {
        for (int u = 0; u < UNITS; u++) {
          states[s][u] = initial[s].get(n, u);
        }
      }
      double[] previous = new double[UNITS];
      for (int i = 0; i < TIME; i++) {
        int t = backwards ? TIME - 1 - i : i;
        if (mask[n][t]) {
          double[] x = new double[sequence.dim(2)];
          for (int k = 0; k < x.length; k++) {
            x[k] = sequence.get(n, t, k);
          }
          states = cell.step(x, states);
          previous = states[0];
        }
        y[n][i] = previous;
      }
      last[n] = states;
    }
    Grid outputs = Grid.of(new int[] {BATCH, TIME, UNITS}, i -> y[i[0]][i[1]][i[2]]);
    Grid[] states = new Grid[initial.length];
    for (int s = 0; s < states.length; s++) {
      int at = s;
      states[s] = Grid.of(new int[] {BATCH, UNITS}, i -> last[i[0]][at][i[1]]);
    }
    return new Unrolled(outputs, states);
  }

  static boolean[][] everything() {
    boolean[][] mask = new boolean[BATCH][TIME];
    for (boolean[] row : mask) {
      Arrays.fill(row, true);
    }
    return mask;
  }

  static Grid[] zeros(int states) {
    Grid[] zeros = new Grid[states];
    Arrays.fill(zeros, Grid.of(new int[] {BATCH, UNITS}, i -> 0));
    return zeros;
  }

  static int states(String className) {
    return className.endsWith("LSTM") ? 2 : 1;
  }

  static Layer recurrent(String className) {
    return LayerTypes.find(className).create("units", UNITS);
  }

  static Grid lastOf(Grid sequence) {
    return Grid.of(new int[] {BATCH, UNITS}, i -> sequence.get(i[0], TIME - 1, i[1]));
  }
}
