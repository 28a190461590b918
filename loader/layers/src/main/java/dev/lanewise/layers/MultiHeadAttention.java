package dev.lanewise.layers;

import dev.lanewise.graph.Value;
import dev.lanewise.op.Add;
import dev.lanewise.op.Expand;
import dev.lanewise.op.MatMul;
import dev.lanewise.op.Mul;
import dev.lanewise.op.Transpose;
import dev.lanewise.op.Unsqueeze;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Attention with projections to several heads: MultiHeadAttention, and GroupQueryAttention, in
 * which several query heads share a key and value head. Called on query, value and, if it is not
 * the value, key, all {@code [N, T, features]}.
 */
public record MultiHeadAttention(Config config) implements Layer {
  private static final LayerType MULTI =
      LayerType.of(
          "MultiHeadAttention",
          MultiHeadAttention::new,
          "num_heads",
          LayerType.REQUIRED,
          "key_dim",
          LayerType.REQUIRED,
          "value_dim",
          null,
          "dropout",
          0.0,
          "use_bias",
          true,
          "output_shape",
          null,
          "attention_axes",
          null,
          "flash_attention",
          null,
          "sliding_window",
          null,
          "use_gate",
          false,
          "query_shape",
          null,
          "key_shape",
          null,
          "value_shape",
          null,
          "kernel_initializer",
          "glorot_uniform",
          "bias_initializer",
          "zeros");
  private static final LayerType GROUPED =
      LayerType.of(
          "GroupQueryAttention",
          MultiHeadAttention::new,
          "head_dim",
          LayerType.REQUIRED,
          "num_query_heads",
          LayerType.REQUIRED,
          "num_key_value_heads",
          LayerType.REQUIRED,
          "dropout",
          0.0,
          "use_bias",
          true,
          "flash_attention",
          null,
          "sliding_window",
          null,
          "use_gate",
          false,
          "kernel_initializer",
          "glorot_uniform",
          "bias_initializer",
          "zeros");

  static final List<LayerType> TYPES =
      List.of(MULTI, GROUPED, GROUPED.called("GroupedQueryAttention"));

  private static final int[] HEADS_FIRST = {0, 2, 1, 3};

  /** Checks what is not supported. */
  public MultiHeadAttention {
    for (String key : List.of("attention_axes", "sliding_window")) {
      if (config.has(key)) {
        throw config.unsupported("'" + key + "'");
      }
    }
    if (config.flag("use_gate")) {
      throw config.unsupported("'use_gate'");
    }
  }

  /** With as many heads as given, and the size of each. */
  public static MultiHeadAttention of(int heads, int size) {
    return new MultiHeadAttention(MULTI.create("num_heads", heads, "key_dim", size).config());
  }

  private boolean isGrouped() {
    return config.type() != MULTI;
  }

  private int queryHeads() {
    return config.positive(isGrouped() ? "num_query_heads" : "num_heads");
  }

  private int keyHeads() {
    return config.positive(isGrouped() ? "num_key_value_heads" : "num_heads");
  }

  private int keySize() {
    return config.positive(isGrouped() ? "head_dim" : "key_dim");
  }

  private int valueSize() {
    return !isGrouped() && config.has("value_dim") ? config.positive("value_dim") : keySize();
  }

  @Override
  public List<Flow> call(Emitter e, Arguments in) {
    e.refuseInTraining(config, "dropout");
    Flow query = in.get(0, "query");
    Flow value = in.get(1, "value");
    if (query == null || value == null || query.rank() != 3 || value.rank() != 3) {
      throw config.fail("takes query, value and perhaps key, each of three dimensions");
    }
    Flow given = in.get(2, "key");
    Flow key = given == null ? value : given;
    if (queryHeads() % keyHeads() != 0) {
      throw config.fail(keyHeads() + " key heads do not divide " + queryHeads() + " query heads");
    }
    Value q = projected(e, "query", query, queryHeads(), keySize());
    Value k = shared(e, projected(e, "key", key, keyHeads(), keySize()), keySize());
    Value v = shared(e, projected(e, "value", value, keyHeads(), valueSize()), valueSize());
    Value scaled = e.add(new Mul(), q, e.scalar(1 / Math.sqrt(keySize()), query.dtype()));
    Value scores =
        e.add(
            new MatMul(),
            e.add(new Transpose(HEADS_FIRST), scaled),
            e.add(new Transpose(new int[] {0, 2, 3, 1}), k));
    Value weights = AttentionScores.softmax(e, scores, mask(e, in, query, value, given));
    Value mixed = e.add(new MatMul(), weights, e.add(new Transpose(HEADS_FIRST), v));
    Value y = output(e, query, e.add(new Transpose(HEADS_FIRST), mixed));
    List<Flow> outputs = new ArrayList<>(List.of(Flow.of(y).masked(query.mask())));
    if (in.flag("return_attention_scores")) {
      outputs.add(Flow.of(weights));
    }
    return outputs;
  }

  /** {@code [N, T, heads, size]}. */
  private Value projected(Emitter e, String name, Flow x, int heads, int size) {
    int features = x.dim(-1);
    return e.inside(
        name,
        name + "_dense",
        () -> {
          Value kernel = e.weight(config, "kernel", features, heads, size);
          Value flat = e.reshape(kernel, features, heads * size);
          Value y = e.add(new MatMul(), e.logical(x), flat);
          if (config.flag("use_bias")) {
            Value bias = e.weight(config, "bias", heads, size);
            y = e.add(new Add(), y, e.reshape(bias, heads * size));
          }
          return e.reshape(y, 0, 0, heads, size);
        });
  }

  /** Each key and value head as often as there are query heads for it. */
  private Value shared(Emitter e, Value x, int size) {
    int times = queryHeads() / keyHeads();
    if (times == 1) {
      return x;
    }
    Value apart = e.add(new Unsqueeze(), x, e.longs(3L));
    Value repeated = e.add(new Expand(), apart, e.longs(1L, 1L, 1L, times, 1L));
    return e.reshape(repeated, 0, 0, queryHeads(), size);
  }

  private @Nullable Value mask(
      Emitter e, Arguments in, Flow query, Flow value, @Nullable Flow key) {
    Flow given = in.get(3, "attention_mask");
    Value mask = null;
    if (given != null) {
      mask = e.logical(given);
      mask = given.rank() == 4 ? mask : e.add(new Unsqueeze(), mask, e.longs(1L));
    }
    Value q = query.mask();
    Value rows = q == null ? null : e.add(new Unsqueeze(), q, e.longs(1L, 3L));
    Value keys = key == null ? null : AttentionScores.ofKeys(e, key.mask(), 4);
    boolean causal = in.flag("use_causal_mask");
    return AttentionScores.all(
        e,
        mask,
        rows,
        AttentionScores.ofKeys(e, value.mask(), 4),
        keys,
        causal ? AttentionScores.causal(e, e.logical(query), e.logical(value)) : null);
  }

  /** {@code [N, T, heads, size]} to the features of the output. */
  private Value output(Emitter e, Flow query, Value x) {
    int heads = queryHeads();
    int size = valueSize();
    int[] given = config.has("output_shape") ? config.integers("output_shape") : new int[0];
    if (given.length > 1) {
      throw config.unsupported("an output of more than three dimensions");
    }
    int features = given.length == 1 ? given[0] : query.dim(-1);
    return e.inside(
        "attention_output",
        "output_dense",
        () -> {
          Value kernel = e.weight(config, "kernel", heads, size, features);
          Value flat = e.reshape(x, 0, 0, heads * size);
          Value y = e.add(new MatMul(), flat, e.reshape(kernel, heads * size, features));
          return config.flag("use_bias")
              ? e.add(new Add(), y, e.weight(config, "bias", features))
              : y;
        });
  }
}
