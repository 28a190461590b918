package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;

/**
 * Attention without softmax, as a recurrence over a matrix S per head: at each step {@code S =
 * exp(decay)·S}, then {@code S += key ⊗ v} and {@code y = scale·queryᵀ·S}, where v is the value or,
 * by the delta rule, {@code beta·(value − Sᵀ·key)}.
 *
 * <p>Inputs: query {@code [B, T, H·D]}, key {@code [B, T, G·D]}, value {@code [B, T, G·E]},
 * optional past S {@code [B, G, D, E]} (zeros by default), decay {@code [B, T, G·D]} or {@code [B,
 * T, G]} if gated, beta {@code [B, T, G]} or {@code [B, T, 1]} if delta; query heads share the G
 * heads of keys in groups. Outputs: y {@code [B, T, H·E]} and S after the last step.
 *
 * @param queryHeads H, a multiple of G
 * @param keyHeads G
 * @param scale factor of y; 0 for {@code 1/√D}
 * @param gated whether S decays
 * @param delta whether what S already gives for a key is taken off its value
 */
public record LinearAttention(
    int queryHeads, int keyHeads, float scale, boolean gated, boolean delta) implements Op {
  private static final int PAST = 3;
  private static final int DECAY = 4;
  private static final int BETA = 5;

  @Override
  public List<Type> infer(Inference in) {
    DType dtype = in.dtype(0);
    in.require(Types.isFloat(dtype), Types.notDefinedFor(dtype));
    in.require(
        keyHeads > 0 && queryHeads > 0 && queryHeads % keyHeads == 0,
        "q_num_heads " + queryHeads + " must be a multiple of kv_num_heads " + keyHeads);
    in.require(in.has(DECAY) == gated, "decay must be given for gated rules, and only for these");
    in.require(in.has(BETA) == delta, "beta must be given for delta rules, and only for these");
    for (int i = 0; i <= BETA; i++) {
      if (i == PAST || !in.has(i)) {
        continue;
      }
      in.require(in.dtype(i) == dtype, "input " + i + " has another type than query");
      Shape s = in.shape(i);
      in.require(s == null || s.rank() == 3, "input " + i + " must have 3 dimensions, but is " + s);
    }
    DType stateType = in.has(PAST) ? in.dtype(PAST) : dtype;
    in.require(Types.isFloat(stateType), Types.notDefinedFor(stateType));
    Shape query = in.shape(0);
    Shape key = in.shape(1);
    Shape value = in.shape(2);
    if (query == null || key == null || value == null) {
      return List.of(new TensorType(dtype, null), new TensorType(stateType, null));
    }
    int d = perHead(in, query, queryHeads, "query");
    int e = perHead(in, value, keyHeads, "value");
    int keySize = perHead(in, key, keyHeads, "key");
    in.require(
        d == keySize || d == Shape.UNKNOWN || keySize == Shape.UNKNOWN,
        "heads of query have " + d + " elements, those of key " + keySize);
    Shape tokens = Shapes.merge(query.slice(0, 2), key.slice(0, 2));
    tokens = Shapes.merge(tokens, value.slice(0, 2));
    for (int i = DECAY; i <= BETA; i++) {
      Shape s = in.has(i) ? in.shape(i) : null;
      if (s == null) {
        continue;
      }
      tokens = Shapes.merge(tokens, s.slice(0, 2));
      int other = i == DECAY ? keyHeads * d : 1;
      in.require(
          s.dim(2) == Shape.UNKNOWN
              || d == Shape.UNKNOWN
              || s.dim(2) == keyHeads
              || s.dim(2) == other,
          "input " + i + " of shape " + s + " does not fit " + keyHeads + " heads");
    }
    Shape state = query.slice(0, 1).concat(Shape.of(keyHeads, d, e));
    state = in.has(PAST) ? Shapes.merge(state, in.shape(PAST)) : state;
    Shape y = query.slice(0, 2).concat(Shape.of(e == Shape.UNKNOWN ? e : e * queryHeads));
    return List.of(new TensorType(dtype, y), new TensorType(stateType, state));
  }

  private static int perHead(Inference in, Shape s, int heads, String what) {
    int size = s.dim(2);
    in.require(
        size == Shape.UNKNOWN || size % heads == 0,
        "dimension 2 of " + what + " " + s + " is no multiple of " + heads + " heads");
    return size == Shape.UNKNOWN ? size : size / heads;
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor query = in.tensor(0);
    LinearAttentionSizes s = sizes(query.shape(), in.tensor(2).shape());
    double[] q = query.toDoubles();
    double[] k = in.tensor(1).toDoubles();
    double[] v = in.tensor(2).toDoubles();
    Tensor past = in.tensorOrNull(PAST);
    DType stateType = past == null ? query.dtype() : past.dtype();
    double[] state = past == null ? new double[s.states() * s.matrix()] : past.toDoubles();
    double[] decay = gated ? in.tensor(DECAY).toDoubles() : new double[0];
    double[] beta = delta ? in.tensor(BETA).toDoubles() : new double[0];
    int decays = gated ? in.tensor(DECAY).shape().dim(2) : 0;
    int betas = delta ? in.tensor(BETA).shape().dim(2) : 0;
    double[] y = new double[s.tokens() * queryHeads * s.e()];
    double[] written = new double[s.e()];
    for (int head = 0; head < s.states(); head++) {
      int b = head / keyHeads;
      int g = head % keyHeads;
      int at = head * s.matrix();
      for (int token = b * s.time(); token < (b + 1) * s.time(); token++) {
        for (int i = 0; gated && i < s.d(); i++) {
          int from = decays == keyHeads ? g : g * s.d() + i;
          double factor = Math.exp(decay[token * decays + from]);
          for (int j = 0; j < s.e(); j++) {
            state[at + i * s.e() + j] *= factor;
          }
        }
        int key = (token * keyHeads + g) * s.d();
        System.arraycopy(v, (token * keyHeads + g) * s.e(), written, 0, s.e());
        for (int j = 0; delta && j < s.e(); j++) {
          double known = 0;
          for (int i = 0; i < s.d(); i++) {
            known += state[at + i * s.e() + j] * k[key + i];
          }
          written[j] = beta[token * betas + (betas == 1 ? 0 : g)] * (written[j] - known);
        }
        for (int i = 0; i < s.d(); i++) {
          for (int j = 0; j < s.e(); j++) {
            state[at + i * s.e() + j] += k[key + i] * written[j];
          }
        }
        for (int h = g * s.group(); h < (g + 1) * s.group(); h++) {
          int row = token * queryHeads + h;
          for (int j = 0; j < s.e(); j++) {
            double sum = 0;
            for (int i = 0; i < s.d(); i++) {
              sum += q[row * s.d() + i] * state[at + i * s.e() + j];
            }
            y[row * s.e() + j] = s.scale() * sum;
          }
        }
      }
    }
    Shape output = query.shape().with(2, queryHeads * s.e());
    Shape matrix = Shape.of(query.shape().dim(0), keyHeads, s.d(), s.e());
    return List.of(
        Tensor.of(query.dtype(), output, Elements.fromDoubles(query.dtype(), y)),
        Tensor.of(stateType, matrix, Elements.fromDoubles(stateType, state)));
  }

  private LinearAttentionSizes sizes(Shape query, Shape value) {
    int d = query.dim(2) / queryHeads;
    return new LinearAttentionSizes(
        query.dim(0),
        query.dim(1),
        queryHeads,
        keyHeads,
        d,
        value.dim(2) / keyHeads,
        scale == 0 ? (float) (1 / Math.sqrt(d)) : scale);
  }

  @Override
  public void lower(Lowering l) {
    boolean floats = l.dtype(0) == DType.FLOAT && (!l.has(PAST) || l.dtype(PAST) == DType.FLOAT);
    LinearAttentionSizes s = sizes(l.shape(0), l.shape(2));
    if (!floats || s.tokens() == 0 || s.matrix() == 0) {
      l.reference();
      return;
    }
    LinearAttentionPass.emit(l, s, gated, delta);
  }
}
