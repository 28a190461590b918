package dev.lanewise.loader.operators;

import static dev.lanewise.loader.operators.OperatorWriters.add;

import dev.lanewise.op.Attention;
import dev.lanewise.op.AttentionRows;
import dev.lanewise.op.BlackmanWindow;
import dev.lanewise.op.CausalConvWithState;
import dev.lanewise.op.CosineWindow;
import dev.lanewise.op.DFT;
import dev.lanewise.op.FlexAttention;
import dev.lanewise.op.HammingWindow;
import dev.lanewise.op.HannWindow;
import dev.lanewise.op.LinearAttention;
import dev.lanewise.op.MelWeightMatrix;
import dev.lanewise.op.RotaryEmbedding;
import dev.lanewise.op.STFT;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.TensorType;

/** How attention and signal processing are written. */
final class AttentionWriters {
  private AttentionWriters() {}

  static void addAll() {
    add(Attention.class, AttentionWriters::attention);
    add(FlexAttention.class, AttentionWriters::flexAttention);
    add(LinearAttention.class, AttentionWriters::linearAttention);
    add(
        CausalConvWithState.class,
        (op, n) -> n.since(27).text("activation", op.silu() ? "silu" : "none"));
    add(
        RotaryEmbedding.class,
        (op, n) ->
            n.since(23)
                .flag("interleaved", op.interleaved())
                .integer("rotary_embedding_dim", op.rotated())
                .integer("num_heads", op.heads()));
    add(
        DFT.class,
        (op, n) -> n.since(20).flag("inverse", op.inverse()).flag("onesided", op.onesided()));
    add(STFT.class, (op, n) -> n.since(17).flag("onesided", op.onesided()));
    add(HannWindow.class, AttentionWriters::window);
    add(HammingWindow.class, AttentionWriters::window);
    add(BlackmanWindow.class, AttentionWriters::window);
    add(MelWeightMatrix.class, (op, n) -> n.since(17).dtype("output_datatype", op.type()));
  }

  private static void window(CosineWindow op, NodeWriter n) {
    n.since(17).flag("periodic", op.periodic()).dtype("output_datatype", op.type());
  }

  private static void attention(Attention op, NodeWriter n) {
    n.since(n.inputs() > 6 ? 24 : 23);
    TensorType q = n.tensorType(0);
    boolean headFirst = q != null && q.shape() != null && q.shape().rank() == 4;
    if (!headFirst) {
      n.integer("q_num_heads", op.queryHeads()).integer("kv_num_heads", op.keyHeads());
    }
    scale(n, op.scale());
    n.real("softcap", op.softcap()).integer("qk_matmul_output_mode", op.scores().ordinal());
    n.dtype("softmax_precision", op.softmaxType());
    AttentionRows rows = op.rows();
    n.flag("is_causal", rows.causal());
    if (rows.left() >= 0 || rows.right() >= 0) {
      n.since(25);
      n.integer("left_window_size", rows.left()).integer("right_window_size", rows.right());
    }
    TensorType mask = n.tensorType(3);
    if (mask != null && op.padsMask()) {
      n.since(24);
    } else if (mask != null
        && (mask.shape() == null || mask.shape().rank() == 0 || mask.shape().dim(-1) <= 1)) {
      n.needs("a mask of one column for all keys, as in operator set 23");
    }
  }

  private static void scale(NodeWriter n, float scale) {
    if (!Float.isNaN(scale)) {
      n.real("scale", scale);
    }
  }

  private static void flexAttention(FlexAttention op, NodeWriter n) {
    n.as("ai.onnx.preview", "FlexAttention").captures(3);
    scale(n, op.scale());
    if (op.type() != DType.FLOAT) {
      n.dtype("softmax_precision", op.type());
    }
    if (op.scoreMod() != null) {
      n.graph("score_mod", op.scoreMod());
    }
    if (op.probMod() != null) {
      n.graph("prob_mod", op.probMod());
    }
  }

  private static void linearAttention(LinearAttention op, NodeWriter n) {
    n.since(27).integer("q_num_heads", op.queryHeads()).integer("kv_num_heads", op.keyHeads());
    String delta = op.gated() ? "gated_delta" : "delta";
    n.real("scale", op.scale());
    n.text("update_rule", op.delta() ? delta : op.gated() ? "gated" : "linear");
  }
}
