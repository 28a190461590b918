package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Graph;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Attention whose scores and probabilities go through graphs: {@code Y =
 * probMod(softmax(scoreMod(scale·Q·Kᵀ)))·V}.
 *
 * <p>Inputs: Q {@code [B, H, T, D]}, K {@code [B, G, S, D]}, V {@code [B, G, S, E]}, H a multiple
 * of G, then what the graphs read besides their first input. Output: {@code [B, H, T, E]}.
 *
 * @param scale factor of the scores; NaN for {@code 1/√D}
 * @param type type of the scores and probabilities
 * @param scoreMod takes the scores {@code [B, H, T, S]} and gives others of the same shape, or null
 * @param probMod the same for the probabilities
 */
public record FlexAttention(
    float scale, DType type, @Nullable Graph scoreMod, @Nullable Graph probMod) implements Op {
  @Override
  public List<Type> infer(Inference in) {
    DType dtype = in.dtype(0);
    in.require(Types.isFloat(dtype), Types.notDefinedFor(dtype));
    in.require(Types.isFloat(type), "softmax_precision must be a floating-point type");
    Shape[] s = new Shape[3];
    for (int i = 0; i < 3; i++) {
      in.require(in.dtype(i) == dtype, "Q, K and V must have one type");
      Shape shape = in.shape(i);
      in.require(shape == null || shape.rank() == 4, "input " + i + " must have 4 dimensions");
      s[i] = shape == null ? Shapes.unknown(4) : shape;
    }
    Shapes.merge(s[1].slice(0, 3), s[2].slice(0, 3));
    Shapes.merge(s[0].slice(0, 1), s[1].slice(0, 1));
    Shapes.merge(s[0].slice(3, 4), s[1].slice(3, 4));
    int h = s[0].dim(1);
    int g = s[1].dim(1);
    in.require(
        h == Shape.UNKNOWN || g == Shape.UNKNOWN || h == g || (g > 0 && h % g == 0),
        "the number of query heads, " + h + ", is no multiple of that of key heads, " + g);
    TensorType scores = new TensorType(type, s[0].slice(0, 3).concat(s[1].slice(2, 3)));
    check(in, scoreMod, "score_mod", scores);
    check(in, probMod, "prob_mod", scores);
    return List.of(new TensorType(dtype, s[0].slice(0, 3).concat(s[2].slice(3, 4))));
  }

  private static void check(Inference in, @Nullable Graph graph, String name, TensorType scores) {
    if (graph == null) {
      return;
    }
    in.require(
        graph.inputs().size() == in.inputs() - 2 && graph.outputs().size() == 1,
        name + " must have one input and one output");
    List<Type> inputs = new ArrayList<>();
    inputs.add(scores);
    inputs.addAll(Subgraphs.typesFrom(in, 3));
    Type result = Subgraphs.outputTypes(graph, inputs).get(0);
    boolean fits = result instanceof TensorType t && t.dtype() == scores.dtype();
    in.require(fits, name + " must give " + scores + ", but gives " + result);
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor q = in.tensor(0);
    AttentionSizes s =
        AttentionSizes.of(q.shape(), in.tensor(1).shape(), in.tensor(2).shape(), null, 0, 0);
    Shape matrix = Shape.of(s.batch(), s.heads(), s.queries(), s.keys());
    double[] scores = products(s, q.toDoubles(), in.tensor(1).toDoubles(), matrix.size());
    scores = modified(in, scoreMod, "score_mod", matrix, scores);
    for (int row = 0; s.keys() > 0 && row < scores.length / s.keys(); row++) {
      Softmax.apply(scores, row * s.keys(), 1, s.keys());
    }
    double[] p = modified(in, probMod, "prob_mod", matrix, scores);
    double[] values = in.tensor(2).toDoubles();
    int e = s.valueSize();
    double[] y = new double[s.batch() * s.heads() * s.queries() * e];
    for (int row = 0; row < s.batch() * s.heads() * s.queries(); row++) {
      int value = keyGroup(s, row) * s.keys() * e;
      for (int j = 0; j < s.keys(); j++) {
        for (int k = 0; k < e; k++) {
          y[row * e + k] += p[row * s.keys() + j] * values[value + j * e + k];
        }
      }
    }
    Shape output = q.shape().with(3, e);
    return List.of(Tensor.of(q.dtype(), output, Elements.fromDoubles(q.dtype(), y)));
  }

  private static int keyGroup(AttentionSizes s, int row) {
    int head = row / s.queries();
    return head / s.heads() * s.keyHeads() + s.keyHead(head % s.heads());
  }

  private double[] products(AttentionSizes s, double[] q, double[] k, int n) {
    double[] scores = new double[n];
    int size = s.size();
    double factor = Float.isNaN(scale) ? 1 / Math.sqrt(size) : scale;
    for (int i = 0; i < n; i++) {
      int row = i / s.keys();
      int key = (keyGroup(s, row) * s.keys() + i % s.keys()) * size;
      double sum = 0;
      for (int d = 0; d < size; d++) {
        sum += q[row * size + d] * k[key + d];
      }
      scores[i] = sum * factor;
    }
    return scores;
  }

  private double[] modified(
      Evaluation in, @Nullable Graph graph, String name, Shape shape, double[] x) {
    Tensor given = Tensor.of(type, shape, Elements.fromDoubles(type, x));
    if (graph == null) {
      return given.toDoubles();
    }
    List<Datum> inputs = new ArrayList<>();
    inputs.add(given);
    for (int i = 3; i < in.inputs(); i++) {
      inputs.add(in.value(i));
    }
    Datum result = in.run(graph, inputs).get(0);
    if (!(result instanceof Tensor t) || !t.type().equals(given.type())) {
      throw in.fail(name + " gave " + result.type() + " for " + given.type());
    }
    return t.toDoubles().clone();
  }

  @Override
  public boolean isPure() {
    return (scoreMod == null || Subgraphs.isPure(scoreMod))
        && (probMod == null || Subgraphs.isPure(probMod));
  }
}
