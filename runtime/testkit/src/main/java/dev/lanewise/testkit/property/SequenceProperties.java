package dev.lanewise.testkit.property;

import dev.lanewise.graph.Op;
import dev.lanewise.op.Attention;
import dev.lanewise.op.BlackmanWindow;
import dev.lanewise.op.CausalConvWithState;
import dev.lanewise.op.DFT;
import dev.lanewise.op.FlexAttention;
import dev.lanewise.op.HammingWindow;
import dev.lanewise.op.HannWindow;
import dev.lanewise.op.LinearAttention;
import dev.lanewise.op.MelWeightMatrix;
import dev.lanewise.op.RotaryEmbedding;
import dev.lanewise.op.STFT;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/** Attention, transforms of signals and windows. */
final class SequenceProperties {
  private SequenceProperties() {}

  private static final double TOLERANCE = 5e-5;

  static void addTo(Properties p) {
    p.add(HannWindow.class, d -> window(d, new HannWindow(d.flag(), d.floating())));
    p.add(HammingWindow.class, d -> window(d, new HammingWindow(d.flag(), d.floating())));
    p.add(BlackmanWindow.class, d -> window(d, new BlackmanWindow(d.flag(), d.floating())));
    p.add(MelWeightMatrix.class, SequenceProperties::mel);
    p.add(DFT.class, SequenceProperties::transform);
    p.add(STFT.class, SequenceProperties::frames);
    p.add(RotaryEmbedding.class, SequenceProperties::rotary);
    p.add(CausalConvWithState.class, SequenceProperties::causal);
    p.add(Attention.class, SequenceProperties::attention);
    p.add(FlexAttention.class, SequenceProperties::flexible);
    p.add(LinearAttention.class, SequenceProperties::linear);
  }

  private static Op window(Draw d, Op op) {
    d.setting(Tensor.scalar((long) d.integer(1, 20))).within(1e-6);
    return op;
  }

  private static Op mel(Draw d) {
    d.setting(Tensor.scalar((long) d.integer(1, 8)))
        .setting(Tensor.scalar((long) d.integer(4, 32)));
    d.setting(Tensor.scalar(8000L)).setting(Tensor.scalar(0f)).setting(Tensor.scalar(4000f));
    d.within(1e-5);
    return new MelWeightMatrix(DType.FLOAT);
  }

  private static Op transform(Draw d) {
    boolean complex = d.flag();
    Shape x = d.filled(2, 3).concat(Shape.of(complex ? 2 : 1));
    d.add(d.tensor(DType.FLOAT, x, -1, 1)).within(TOLERANCE);
    return new DFT(complex && d.flag(), !complex && d.flag());
  }

  private static Op frames(Draw d) {
    int n = d.integer(8, 30);
    d.add(d.tensor(DType.FLOAT, Shape.of(d.integer(1, 2), n, 1), -1, 1));
    d.setting(Tensor.scalar((long) d.integer(1, 4)));
    d.setting(d.tensor(DType.FLOAT, Shape.of(d.integer(2, 8)), 0, 1)).within(TOLERANCE);
    return new STFT(d.flag());
  }

  private static Op rotary(Draw d) {
    int b = d.integer(1, 2);
    int heads = d.integer(1, 3);
    int t = d.integer(1, 5);
    int half = d.integer(1, 4);
    d.add(d.floats(b, heads, t, 2 * half)).setting(d.floats(9, half)).setting(d.floats(9, half));
    d.setting(d.tensor(DType.INT64, Shape.of(b, t), 0, 8)).within(TOLERANCE);
    return new RotaryEmbedding(d.flag(), 0, 0);
  }

  private static Op causal(Draw d) {
    int n = d.integer(1, 2);
    int c = d.integer(1, 5);
    int k = d.integer(1, 4);
    d.add(d.floats(n, c, d.integer(1, 9))).setting(d.floats(c, 1, k)).perhaps(d.floats(c));
    d.perhaps(d.floats(n, c, k - 1)).wants(2).within(TOLERANCE);
    return new CausalConvWithState(d.flag());
  }

  private static Op attention(Draw d) {
    int b = d.integer(1, 2);
    int g = d.integer(1, 2);
    int h = g * d.integer(1, 2);
    int t = d.integer(1, 6);
    int s = d.integer(1, 6);
    int e = d.integer(1, 9);
    int v = d.integer(1, 9);
    d.add(d.floats(b, h, t, e)).add(d.floats(b, g, s, e)).add(d.floats(b, g, s, v));
    if (d.flag()) {
      d.setting(d.tensor(d.one(DType.FLOAT, DType.BOOL), d.part(Shape.of(b, h, t, s)), 0, 1));
    }
    d.within(TOLERANCE);
    return Attention.plain(0, 0, d.flag() ? Float.NaN : d.real(0.1, 1));
  }

  private static Op flexible(Draw d) {
    int g = d.integer(1, 2);
    int s = d.integer(1, 6);
    int e = d.integer(1, 9);
    d.add(d.floats(1, 2 * g, d.integer(1, 6), e)).add(d.floats(1, g, s, e));
    d.add(d.floats(1, g, s, d.integer(1, 5))).within(TOLERANCE);
    return new FlexAttention(Float.NaN, DType.FLOAT, null, null);
  }

  private static Op linear(Draw d) {
    int b = d.integer(1, 2);
    int t = d.integer(1, 5);
    int g = d.integer(1, 2);
    int h = g * d.integer(1, 2);
    int e = d.integer(1, 5);
    int v = d.integer(1, 5);
    boolean gated = d.flag();
    boolean delta = d.flag();
    d.add(d.floats(b, t, h * e)).add(d.floats(b, t, g * e)).add(d.floats(b, t, g * v));
    d.perhaps(d.floats(b, g, e, v));
    if (gated) {
      d.add(d.tensor(DType.FLOAT, Shape.of(b, t, d.one(g * e, g)), -1, 0));
    } else if (delta) {
      d.missing();
    }
    if (delta) {
      d.add(d.tensor(DType.FLOAT, Shape.of(b, t, d.one(1, g)), 0, 1));
    }
    d.wants(2).within(TOLERANCE);
    return new LinearAttention(h, g, d.one(0f, 0.5f), gated, delta);
  }
}
