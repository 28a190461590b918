package dev.lanewise.loader.operators;

import dev.lanewise.graph.Graph;
import dev.lanewise.graph.Value;
import dev.lanewise.op.Attention;
import dev.lanewise.op.CausalConvWithState;
import dev.lanewise.op.FlexAttention;
import dev.lanewise.op.LinearAttention;
import dev.lanewise.op.RotaryEmbedding;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Table lines of attention and what goes with it in language models. */
final class AttentionOperators {
  private static final String PREVIEW = "ai.onnx.preview";

  private AttentionOperators() {}

  static void addTo(OperatorTable table) {
    table.add("Attention", 23, n -> attention(n, false));
    table.add("Attention", 24, n -> attention(n, true));
    table.add(
        "RotaryEmbedding",
        23,
        n ->
            n.emit(
                new RotaryEmbedding(
                    n.flag("interleaved", false),
                    n.int32("rotary_embedding_dim", 0),
                    n.int32("num_heads", 0))));
    table.add("LinearAttention", 27, AttentionOperators::linearAttention);
    table.add("CausalConvWithState", 27, AttentionOperators::causalConvolution);
    table.add(PREVIEW, "FlexAttention", 1, AttentionOperators::flexAttention);
  }

  private static void attention(OnnxNode n, boolean padsMask) {
    boolean headFirst =
        n.input(0).type() instanceof TensorType t && t.shape() != null && t.shape().rank() == 4;
    boolean named = n.hasAttribute("q_num_heads") || n.hasAttribute("kv_num_heads");
    if (n.opset() >= 25 && headFirst && named) {
      throw n.fail("q_num_heads and kv_num_heads are for inputs of 3 dimensions");
    }
    int stage = n.int32("qk_matmul_output_mode", 0);
    Attention.Scores[] stages = Attention.Scores.values();
    if (stage < 0 || stage >= stages.length) {
      throw n.fail("qk_matmul_output_mode is " + stage + ", but must be from 0 to 3");
    }
    n.emit(
        new Attention(
            n.int32("q_num_heads", 0),
            n.int32("kv_num_heads", 0),
            n.real("scale", Float.NaN),
            n.real("softcap", 0),
            n.flag("is_causal", false),
            n.int32("left_window_size", -1),
            n.int32("right_window_size", -1),
            stages[stage],
            precision(n),
            padsMask));
  }

  private static @Nullable DType precision(OnnxNode n) {
    return n.hasAttribute("softmax_precision") ? n.dtype("softmax_precision", DType.FLOAT) : null;
  }

  private static void linearAttention(OnnxNode n) {
    String rule = n.text("update_rule", "gated_delta");
    if (!List.of("linear", "gated", "delta", "gated_delta").contains(rule)) {
      throw n.fail("update_rule is '" + rule + "', which the standard does not know");
    }
    n.emit(
        new LinearAttention(
            NnOperators.int32(n, "q_num_heads", 0),
            NnOperators.int32(n, "kv_num_heads", 0),
            n.real("scale", 0),
            rule.startsWith("gated"),
            rule.endsWith("delta")));
  }

  private static void causalConvolution(OnnxNode n) {
    String activation = n.text("activation", "none");
    switch (activation) {
      case "none" -> n.emit(new CausalConvWithState(false));
      case "silu", "swish" -> n.emit(new CausalConvWithState(true));
      default ->
          throw n.fail("activation is '" + activation + "', which the standard does not know");
    }
  }

  private static void flexAttention(OnnxNode n) {
    List<String> modifiers = new ArrayList<>();
    for (String name : List.of("score_mod", "prob_mod")) {
      if (n.hasAttribute(name)) {
        modifiers.add(name);
      }
    }
    DType given = n.input(0).type() instanceof TensorType t ? t.dtype() : DType.FLOAT;
    DType named = precision(n);
    DType type = named != null ? named : given == DType.DOUBLE ? given : DType.FLOAT;
    float scale = n.real("scale", Float.NaN);
    if (modifiers.isEmpty() && type == given) {
      n.emit(Attention.plain(0, 0, scale));
      return;
    }
    TensorType scores = new TensorType(type, Shape.of(-1, -1, -1, -1));
    Bodies bodies = n.subgraphs(List.of(scores), modifiers.toArray(new String[0]));
    List<@Nullable Value> inputs = new ArrayList<>(n.allInputs());
    inputs.addAll(bodies.captures());
    List<Graph> graphs = bodies.graphs();
    int prob = modifiers.indexOf("prob_mod");
    n.emit(
        new FlexAttention(
            scale,
            type,
            modifiers.contains("score_mod") ? graphs.get(0) : null,
            prob < 0 ? null : graphs.get(prob)),
        inputs.toArray(new @Nullable Value[0]));
  }
}
