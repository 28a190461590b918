package dev.lanewise.layers;

import dev.lanewise.graph.Value;
import dev.lanewise.op.Div;
import dev.lanewise.op.Max;
import dev.lanewise.op.Mul;
import dev.lanewise.op.ReduceSum;
import dev.lanewise.op.Sqrt;
import java.util.Arrays;

/** Scales to Euclidean length 1 along some dimensions, by default the last. */
public record UnitNormalization(Config config) implements UnaryLayer {
  static final LayerType TYPE =
      LayerType.of("UnitNormalization", UnitNormalization::new, "axis", -1);

  /** The least square of a length that is divided by. */
  private static final double LEAST = 1e-12;

  /** Along the last dimension. */
  public static UnitNormalization of() {
    return new UnitNormalization(TYPE.create().config());
  }

  @Override
  public Flow call(Emitter e, Flow x) {
    return x.with(normalised(e, x, LayerNormalization.axes(config, x)));
  }

  /** A flow's value scaled to length 1 along axes. */
  static Value normalised(Emitter e, Flow x, int... axes) {
    int[] physical = Arrays.stream(axes).map(x::physical).toArray();
    Value square = e.add(new Mul(), x.value(), x.value());
    Value sum = e.add(new ReduceSum(true, false), square, e.longs(physical));
    Value length = e.add(new Sqrt(), e.add(new Max(), sum, e.scalar(LEAST, x.dtype())));
    return e.add(new Div(), x.value(), length);
  }
}
