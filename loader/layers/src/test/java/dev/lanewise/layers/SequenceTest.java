package dev.lanewise.layers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.Model;
import dev.lanewise.Session;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Recurrent layers and attention, by their definitions. */
class SequenceTest {
  private static final int BATCH = 2;
  private static final int TIME = 5;
  private static final int IN = 3;
  private static final int UNITS = 4;

  private static final Grid X = Grid.random(3, BATCH, TIME, IN);

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
  private interface Cell {
    double[][] step(double[] x, double[][] states);
  }

  private static Cell cell(String className, LayerRun run, String prefix) {
    Grid w = run.weight(prefix + "cell/kernel");
    Grid r = run.weight(prefix + "cell/recurrent_kernel");
    Grid b = run.weight(prefix + "cell/bias");
    return switch (className) {
      case "LSTM" ->
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
      case "GRU" ->
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
  private record Unrolled(Grid outputs, Grid[] states) {}

  private static Unrolled unroll(Cell cell, boolean backwards, boolean[][] mask, Grid[] initial) {
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
          double[] x = new double[IN];
          for (int k = 0; k < IN; k++) {
            x[k] = X.get(n, t, k);
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

  private static boolean[][] everything() {
    boolean[][] mask = new boolean[BATCH][TIME];
    for (boolean[] row : mask) {
      Arrays.fill(row, true);
    }
    return mask;
  }

  private static Grid[] zeros(int states) {
    Grid[] zeros = new Grid[states];
    Arrays.fill(zeros, Grid.of(new int[] {BATCH, UNITS}, i -> 0));
    return zeros;
  }

  private static int states(String className) {
    return className.equals("LSTM") ? 2 : 1;
  }

  private static Layer recurrent(String className) {
    return LayerTypes.find(className).create("units", UNITS);
  }

  private static Grid lastOf(Grid sequence) {
    return Grid.of(new int[] {BATCH, UNITS}, i -> sequence.get(i[0], TIME - 1, i[1]));
  }

  @ParameterizedTest
  @CsvSource({
    "LSTM,false",
    "LSTM,true",
    "GRU,false",
    "GRU,true",
    "SimpleRNN,false",
    "SimpleRNN,true"
  })
  void passes(String className, boolean backwards) {
    Layer layer = recurrent(className).with("go_backwards", backwards);
    LayerRun one = LayerRun.of(layer, X);
    Unrolled want =
        unroll(cell(className, one, ""), backwards, everything(), zeros(states(className)));
    one.gives(lastOf(want.outputs));
    int outputs = 1 + states(className);
    LayerRun all =
        LayerRun.of(
            layer.with("return_sequences", true).with("return_state", true), Map.of(), outputs, X);
    all.gives(want.outputs);
    for (int s = 0; s < want.states.length; s++) {
      all.gives(1 + s, want.states[s]);
    }
  }

  @Test
  void gruThatResetsBefore() {
    Layer layer = recurrent("GRU").with("reset_after", false);
    LayerRun run = LayerRun.of(layer, X);
    run.gives(lastOf(unroll(cell("GRU", run, ""), false, everything(), zeros(1)).outputs));
  }

  @ParameterizedTest
  @ValueSource(strings = {"LSTM", "GRU", "SimpleRNN"})
  void initialStates(String className) {
    int count = states(className);
    Grid[] inputs = new Grid[1 + count];
    inputs[0] = X;
    Grid[] initial = new Grid[count];
    for (int s = 0; s < count; s++) {
      initial[s] = Grid.random(20 + s, BATCH, UNITS);
      inputs[1 + s] = initial[s];
    }
    LayerRun run = LayerRun.of(recurrent(className), inputs);
    run.gives(lastOf(unroll(cell(className, run, ""), false, everything(), initial).outputs));
  }

  @ParameterizedTest
  @CsvSource({"LSTM,concat", "GRU,sum", "SimpleRNN,mul", "LSTM,ave"})
  void bothDirections(String className, String mode) {
    for (boolean sequences : new boolean[] {true, false}) {
      Recurrent inner = (Recurrent) recurrent(className).with("return_sequences", sequences);
      LayerRun run = LayerRun.of(Bidirectional.of(inner).with("merge_mode", mode), X);
      int count = states(className);
      Unrolled a =
          unroll(cell(className, run, "forward_layer/"), false, everything(), zeros(count));
      Unrolled b =
          unroll(cell(className, run, "backward_layer/"), true, everything(), zeros(count));
      boolean concat = mode.equals("concat");
      int width = concat ? 2 * UNITS : UNITS;
      int[] dims = sequences ? new int[] {BATCH, TIME, width} : new int[] {BATCH, width};
      run.gives(
          Grid.of(
              dims,
              i -> {
                int u = i[i.length - 1] % UNITS;
                int t = sequences ? i[1] : TIME - 1;
                double x = a.outputs.get(i[0], t, u);
                double y = b.outputs.get(i[0], sequences ? TIME - 1 - t : TIME - 1, u);
                return switch (mode) {
                  case "concat" -> i[i.length - 1] < UNITS ? x : y;
                  case "sum" -> x + y;
                  case "mul" -> x * y;
                  default -> (x + y) / 2;
                };
              }));
    }
  }

  @ParameterizedTest
  @CsvSource({"LSTM,false", "LSTM,true", "GRU,false", "SimpleRNN,true"})
  void maskedSteps(String className, boolean backwards) {
    boolean[][] mask = {{false, true, true, false, true}, {true, true, false, false, false}};
    Grid masked = Grid.of(X.dims(), i -> mask[i[0]][i[1]] ? X.get(i) : 0);
    Output x = InputLayer.input("x", TIME, IN);
    Output kept = LayerTypes.find("Masking").create().on(x);
    Layer layer =
        recurrent(className)
            .with("go_backwards", backwards)
            .with("return_sequences", true)
            .named("tested");
    Functional model = Functional.of("model", List.of(x), List.of(layer.on(kept)));
    java.util.Map<String, Grid> weights = new java.util.HashMap<>();
    VariableSource source =
        VariableSource.constants(
            v -> {
              Grid grid = Grid.random(v.label().hashCode(), v.shape().dims());
              weights.put(v.label(), grid);
              return grid.tensor();
            });
    LayerRun names = LayerRun.of(layer, X);
    try (Session session = Model.of(model.toGraph(source)).newSession()) {
      Grid got = Grid.of(session.run(masked.tensor()));
      names.weights.clear();
      weights.forEach((key, value) -> names.weights.put(key.replace("tested/", ""), value));
      Unrolled want = unroll(cell(className, names, ""), backwards, mask, zeros(states(className)));
      LayerRun.check(got, want.outputs);
    }
  }

  @Test
  void timeDistributedDense() {
    LayerRun run = LayerRun.of(TimeDistributed.of(Dense.of(2, "relu")), X);
    run.gives(
        Grid.of(
            new int[] {BATCH, TIME, 2},
            i -> {
              double sum = run.weight("layer/bias").get(i[2]);
              for (int k = 0; k < IN; k++) {
                sum += X.get(i[0], i[1], k) * run.weight("layer/kernel").get(k, i[2]);
              }
              return Math.max(0, sum);
            }));
  }

  private static double[] softmax(double[] scores) {
    double[] y = new double[scores.length];
    double max = Arrays.stream(scores).max().orElse(0);
    double sum = 0;
    for (int i = 0; i < y.length; i++) {
      y[i] = Math.exp(scores[i] - max);
      sum += y[i];
    }
    for (int i = 0; i < y.length; i++) {
      y[i] /= sum;
    }
    return y;
  }

  @ParameterizedTest
  @CsvSource({"dot,false", "concat,false", "additive,false", "dot,true"})
  void attention(String mode, boolean causal) {
    Grid query = Grid.random(5, BATCH, 4, IN);
    Grid value = Grid.random(6, BATCH, 6, IN);
    Grid key = Grid.random(7, BATCH, 6, IN);
    Layer layer =
        mode.equals("additive")
            ? Attention.additive()
            : Attention.dot().with("score_mode", mode).with("use_scale", true);
    LayerRun run =
        LayerRun.of(
            layer,
            Map.of("use_causal_mask", causal, "return_attention_scores", true),
            2,
            query,
            value,
            key);
    double[][][] weights = new double[BATCH][4][];
    for (int n = 0; n < BATCH; n++) {
      for (int q = 0; q < 4; q++) {
        double[] scores = new double[6];
        for (int k = 0; k < 6; k++) {
          for (int d = 0; d < IN; d++) {
            double a = query.get(n, q, d);
            double b = key.get(n, k, d);
            Grid scale = run.weight("scale");
            scores[k] +=
                switch (mode) {
                  case "dot" -> a * b * scale.values()[0];
                  case "concat" ->
                      run.weight("concat_score_weight").values()[0]
                          * Math.tanh(scale.values()[0] * (a + b));
                  default -> scale.get(d) * Math.tanh(a + b);
                };
          }
          scores[k] = causal && k > q ? Double.NEGATIVE_INFINITY : scores[k];
        }
        weights[n][q] = softmax(scores);
      }
    }
    run.gives(1, Grid.of(new int[] {BATCH, 4, 6}, i -> weights[i[0]][i[1]][i[2]]));
    run.gives(
        Grid.of(
            new int[] {BATCH, 4, IN},
            i -> {
              double sum = 0;
              for (int k = 0; k < 6; k++) {
                sum += weights[i[0]][i[1]][k] * value.get(i[0], k, i[2]);
              }
              return sum;
            }));
  }

  @ParameterizedTest
  @CsvSource({"3,3,false", "2,2,true", "4,2,false"})
  void heads(int queryHeads, int keyHeads, boolean causal) {
    int size = 5;
    Grid query = Grid.random(8, BATCH, 4, 6);
    Grid value = Grid.random(9, BATCH, 7, 6);
    boolean grouped = queryHeads != keyHeads;
    Layer layer =
        grouped
            ? LayerTypes.find("GroupQueryAttention")
                .create(
                    "head_dim",
                    size,
                    "num_query_heads",
                    queryHeads,
                    "num_key_value_heads",
                    keyHeads)
            : MultiHeadAttention.of(queryHeads, size);
    LayerRun run = LayerRun.of(layer, Map.of("use_causal_mask", causal), 1, query, value);
    Grid q = projected(run, "query", query, queryHeads, size);
    Grid k = projected(run, "key", value, keyHeads, size);
    Grid v = projected(run, "value", value, keyHeads, size);
    int times = queryHeads / keyHeads;
    Grid mixed =
        Grid.of(
            new int[] {BATCH, 4, queryHeads, size},
            i -> {
              double[] scores = new double[7];
              for (int t = 0; t < 7; t++) {
                for (int d = 0; d < size; d++) {
                  scores[t] +=
                      q.get(i[0], i[1], i[2], d)
                          * k.get(i[0], t, i[2] / times, d)
                          / Math.sqrt(size);
                }
                scores[t] = causal && t > i[1] ? Double.NEGATIVE_INFINITY : scores[t];
              }
              double sum = 0;
              double[] w = softmax(scores);
              for (int t = 0; t < 7; t++) {
                sum += w[t] * v.get(i[0], t, i[2] / times, i[3]);
              }
              return sum;
            });
    run.gives(
        Grid.of(
            new int[] {BATCH, 4, 6},
            i -> {
              double sum = run.weight("attention_output/bias").get(i[2]);
              for (int h = 0; h < queryHeads; h++) {
                for (int d = 0; d < size; d++) {
                  sum +=
                      mixed.get(i[0], i[1], h, d)
                          * run.weight("attention_output/kernel").get(h, d, i[2]);
                }
              }
              return sum;
            }));
  }

  private static Grid projected(LayerRun run, String name, Grid x, int heads, int size) {
    return Grid.of(
        new int[] {BATCH, x.dim(1), heads, size},
        i -> {
          double sum = run.weight(name + "/bias").get(i[2], i[3]);
          for (int d = 0; d < x.dim(2); d++) {
            sum += x.get(i[0], i[1], d) * run.weight(name + "/kernel").get(d, i[2], i[3]);
          }
          return sum;
        });
  }

  @Test
  void embeddingsAndTheirMean() {
    Output x = InputLayer.of(4).with("dtype", "int32").named("x").on();
    Embedding embedding = (Embedding) Embedding.of(10, 3).with("mask_zero", true).named("e");
    Layer mean = LayerTypes.find("GlobalAveragePooling1D").create();
    Functional model = Functional.of("model", List.of(x), List.of(mean.on(embedding.on(x))));
    Grid table = Grid.random(4, 10, 3);
    int[] ids = {3, 0, 9, 0, 1, 2, 3, 4};
    try (Session session =
        Model.of(model.toGraph(VariableSource.constants(v -> table.tensor()))).newSession()) {
      Tensor in = Tensor.of(dev.lanewise.tensor.DType.INT32, Shape.of(2, 4), ids);
      LayerRun.check(
          Grid.of(session.run(in)),
          Grid.of(
              new int[] {2, 3},
              i -> {
                double sum = 0;
                int n = 0;
                for (int t = 0; t < 4; t++) {
                  int id = ids[i[0] * 4 + t];
                  sum += id == 0 ? 0 : table.get(id, i[1]);
                  n += id == 0 ? 0 : 1;
                }
                return sum / n;
              }));
    }
    assertThat(model.variables()).hasSize(1);
  }
}
