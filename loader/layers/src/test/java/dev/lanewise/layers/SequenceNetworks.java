package dev.lanewise.layers;

import static dev.lanewise.layers.Blocks.attention;
import static dev.lanewise.layers.Blocks.dense;
import static dev.lanewise.layers.Blocks.feedForward;
import static dev.lanewise.layers.Blocks.layerNormal;
import static dev.lanewise.layers.Blocks.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reference networks that work on sequences and on plain vectors. */
final class SequenceNetworks {
  /** Word pieces of BERT's uncased vocabulary. */
  private static final int WORDS = 30522;

  private static final int TOKENS = 128;

  private SequenceNetworks() {}

  /** By the names of their folders. */
  static Map<String, Network> all() {
    return Map.of(
        "mlp-784-512-10",
        network("mlp", new int[] {784}, x -> Dense.of(10, "softmax").on(dense(x, 512, "relu"))),
        "mlp-3x1024",
        wide(null),
        "mlp-3x1024-batch32",
        wide(32),
        "mlp-3x1024-batch256",
        wide(256),
        "lstm-2x512",
        Sequential.of(
            "lstm", InputLayer.of(100, 512), Recurrent.lstm(512, true), Recurrent.lstm(512, false)),
        "minilm-l6",
        encoder("minilm", 384, 6),
        "bert-base",
        encoder("bert", 768, 12),
        "gpt-block",
        network("gpt_block", new int[] {TOKENS, 768}, SequenceNetworks::decoderBlock));
  }

  private static Network wide(@Nullable Integer batch) {
    List<@Nullable Integer> shape = new ArrayList<>();
    shape.add(batch);
    shape.add(1024);
    Output x = InputLayer.of(1024).with("batch_shape", shape).named("input").on();
    Output y = dense(dense(dense(x, 1024, "relu"), 1024, "relu"), 1024, "linear");
    return Functional.of("mlp", List.of(x), List.of(y));
  }

  /** An encoder as BERT has it, with heads for every token and for the whole text. */
  private static Network encoder(String name, int width, int depth) {
    Output tokens = numbers("tokens");
    Output segments = numbers("segments");
    Output positions = numbers("positions");
    Output sum =
        Merging.add()
            .on(
                Embedding.of(WORDS, width).on(tokens),
                Embedding.of(2, width).on(segments),
                Embedding.of(512, width).on(positions));
    Output x = layerNormal(sum, 1e-12);
    for (int i = 0; i < depth; i++) {
      x = layerNormal(Merging.add().on(attention(x, 12, width / 12, false), x), 1e-12);
      x = layerNormal(Merging.add().on(feedForward(x, width), x), 1e-12);
    }
    Layer first = LayerTypes.find("Cropping1D").create("cropping", new int[] {0, TOKENS - 1});
    Output pooled = Dense.of(width, "tanh").on(Flatten.of().on(first.on(x)));
    return Functional.of(name, List.of(tokens, segments, positions), List.of(x, pooled));
  }

  private static Output numbers(String name) {
    return InputLayer.of(TOKENS).with("dtype", "int32").named(name).on();
  }

  /** A block as GPT-2 has it: normalised before attention and before the dense layers. */
  private static Output decoderBlock(Output input) {
    Output x = Merging.add().on(input, attention(layerNormal(input, 1e-5), 12, 64, true));
    return Merging.add().on(x, feedForward(layerNormal(x, 1e-5), 768));
  }
}
