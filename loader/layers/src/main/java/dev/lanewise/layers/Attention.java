package dev.lanewise.layers;

import dev.lanewise.graph.Value;
import dev.lanewise.op.Add;
import dev.lanewise.op.MatMul;
import dev.lanewise.op.Mul;
import dev.lanewise.op.ReduceSum;
import dev.lanewise.op.Tanh;
import dev.lanewise.op.Transpose;
import dev.lanewise.op.Unsqueeze;
import dev.lanewise.op.Where;
import dev.lanewise.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Attention without projections: scores by products of query and key (Attention) or by a sum over
 * the tangent of their sum (Attention with {@code concat}, AdditiveAttention). Called on query,
 * value and, if it is not the value, key, all {@code [N, T, features]}.
 */
public record Attention(Config config) implements Layer {
  private static final LayerType DOT =
      LayerType.of(
          "Attention",
          Attention::new,
          "use_scale",
          false,
          "score_mode",
          "dot",
          "dropout",
          0.0,
          "causal",
          false);
  private static final LayerType ADDITIVE =
      LayerType.of(
          "AdditiveAttention", Attention::new, "use_scale", true, "dropout", 0.0, "causal", false);

  static final List<LayerType> TYPES = List.of(DOT, ADDITIVE);

  /** Scores by products, not scaled. */
  public static Attention dot() {
    return new Attention(DOT.create().config());
  }

  /** Scores by a weighted sum over the tangent of query and key. */
  public static Attention additive() {
    return new Attention(ADDITIVE.create().config());
  }

  @Override
  public List<Flow> call(Emitter e, Arguments in) {
    e.refuseInTraining(config, "dropout");
    List<Flow> inputs = in.inputs();
    if (inputs.size() < 2 || inputs.size() > 3 || inputs.get(0).rank() != 3) {
      throw config.fail("takes query, value and perhaps key, each of three dimensions");
    }
    if (in.named().containsKey("mask")) {
      throw config.unsupported("masks that are given in the call");
    }
    Value query = e.logical(inputs.get(0));
    Value value = e.logical(inputs.get(1));
    Value key = inputs.size() > 2 ? e.logical(inputs.get(2)) : value;
    Value scores = scores(e, query, key);
    boolean causal = in.flag("use_causal_mask") || config.flag("causal");
    Value keys = AttentionScores.ofKeys(e, inputs.get(1).mask(), 3);
    Value mask =
        AttentionScores.all(e, keys, causal ? AttentionScores.causal(e, query, key) : null);
    Value weights = AttentionScores.softmax(e, scores, mask);
    Value y = e.add(new MatMul(), weights, value);
    Value queries = inputs.get(0).mask();
    if (queries != null) {
      Value rows = e.add(new Unsqueeze(), queries, e.longs(2L));
      y = e.add(new Where(), rows, y, e.scalar(0, inputs.get(0).dtype()));
    }
    List<Flow> outputs = new ArrayList<>(List.of(Flow.of(y).masked(queries)));
    if (in.flag("return_attention_scores")) {
      outputs.add(Flow.of(weights));
    }
    return outputs;
  }

  private Value scores(Emitter e, Value query, Value key) {
    boolean scaled = config.flag("use_scale");
    DType dtype = config.dtype();
    if (config.type() == ADDITIVE) {
      Value sums = tangents(e, query, key, null);
      if (scaled) {
        Initializer glorot = new Initializer(Initializer.Kind.SCALED_UNIFORM, 1, 2);
        Value scale = e.variable(config, "scale", glorot, true, Flow.of(query).dim(-1));
        sums = e.add(new Mul(), sums, scale);
      }
      return summed(e, sums);
    }
    Value scale = scaled ? e.variable(config, "scale", Initializer.ONES, true) : null;
    if (config.word("score_mode", "dot", "concat").equals("dot")) {
      Value product = e.add(new MatMul(), query, e.add(new Transpose(new int[] {0, 2, 1}), key));
      return scale == null ? product : e.add(new Mul(), product, scale);
    }
    Value weight = e.variable(config, "concat_score_weight", Initializer.ONES, true);
    return e.add(new Mul(), summed(e, tangents(e, query, key, scale)), e.cast(weight, dtype));
  }

  /** {@code [N, Tq, Tk, features]}: tanh of the scaled sums of queries and keys. */
  private static Value tangents(Emitter e, Value query, Value key, @Nullable Value scale) {
    Value q = e.add(new Unsqueeze(), query, e.longs(2L));
    Value k = e.add(new Unsqueeze(), key, e.longs(1L));
    Value sum = e.add(new Add(), q, k);
    return e.add(new Tanh(), scale == null ? sum : e.add(new Mul(), sum, scale));
  }

  private static Value summed(Emitter e, Value x) {
    return e.add(new ReduceSum(false, false), x, e.longs(3L));
  }
}
