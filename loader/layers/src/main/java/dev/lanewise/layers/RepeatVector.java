package dev.lanewise.layers;

import dev.lanewise.graph.Value;
import dev.lanewise.op.Tile;
import dev.lanewise.op.Unsqueeze;

/** A vector n times, as a sequence. */
public record RepeatVector(Config config) implements UnaryLayer {
  static final LayerType TYPE =
      LayerType.of("RepeatVector", RepeatVector::new, "n", LayerType.REQUIRED);

  /** With the length of the sequence. */
  public static RepeatVector of(int n) {
    return new RepeatVector(TYPE.create("n", n).config());
  }

  @Override
  public Flow call(Emitter e, Flow x) {
    if (x.rank() != 2) {
      throw config.fail("needs an input of two dimensions, got " + x.shape());
    }
    Value one = e.add(new Unsqueeze(), e.logical(x), e.longs(1L));
    return Flow.of(e.add(new Tile(), one, e.longs(1L, config.positive("n"), 1L)));
  }
}
