package dev.lanewise.layers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attention and embeddings, by their definitions. */
class AttentionTest {
  private static final int BATCH = 2;
  private static final int IN = 3;

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
  @CsvSource({
    "MultiHeadAttention,3,3,false",
    "MultiHeadAttention,2,2,true",
    "GroupQueryAttention,4,2,false",
    "GroupedQueryAttention,3,1,true"
  })
  void heads(String className, int queryHeads, int keyHeads, boolean causal) {
    int size = 5;
    Grid query = Grid.random(8, BATCH, 4, 6);
    Grid value = Grid.random(9, BATCH, 7, 6);
    boolean grouped = !className.startsWith("Multi");
    Layer layer =
        grouped
            ? LayerTypes.find(className)
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
    Tensor in = Tensor.of(DType.INT32, Shape.of(2, 4), ids);
    Grid want =
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
            });
    LayerRun.check(model.toGraph(VariableSource.constants(v -> table.tensor())), want, in);
    assertThat(model.variables()).hasSize(1);
  }

  @Test
  void embeddingsOfNumbers() {
    Grid ids = Grid.of(new int[] {2, 4}, i -> (3 * i[0] + 5 * i[1]) % 10);
    LayerRun run = LayerRun.of(Embedding.of(10, 3), ids);
    run.gives(
        Grid.of(
            new int[] {2, 4, 3},
            i -> run.weight("embeddings").get((int) ids.get(i[0], i[1]), i[2])));
  }
}
