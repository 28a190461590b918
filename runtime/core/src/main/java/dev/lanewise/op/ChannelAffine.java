package dev.lanewise.op;

import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Ref;
import dev.lanewise.kernel.Normalize;

/** A step that applies one factor and one summand per channel. */
final class ChannelAffine {
  private static final int GRAIN = 1 << 15;

  private ChannelAffine() {}

  /**
   * Emits {@code y = x · factor[c] + summand[c]}; factor and summand are filled up to whole channel
   * blocks.
   */
  static void emit(Lowering l, Planes planes, Ref x, Ref factor, Ref summand, Ref y) {
    Normalize kernel = l.kernels().normalize();
    int blocks = planes.blocks();
    int block = planes.layout().block();
    int stride = planes.stride();
    l.emitRange(
        "scale channels",
        planes.count(),
        1 + GRAIN / stride,
        (f, from, to) -> {
          for (int p = from; p < to; p++) {
            int c = p % blocks * block;
            kernel.channelAffine(
                planes.layout(),
                f.floats(x),
                x.offset() + p * stride,
                f.floats(factor),
                factor.offset() + c,
                f.floats(summand),
                summand.offset() + c,
                f.floats(y),
                y.offset() + p * stride,
                1,
                block,
                planes.pixels());
          }
        });
  }
}
