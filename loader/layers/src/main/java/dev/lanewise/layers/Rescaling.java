package dev.lanewise.layers;

import dev.lanewise.graph.Value;
import dev.lanewise.op.Add;
import dev.lanewise.op.Mul;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.List;

/** {@code x · scale + offset}, each one number or one per element of the last dimension. */
public record Rescaling(Config config) implements UnaryLayer {
  static final LayerType TYPE =
      LayerType.of("Rescaling", Rescaling::new, "scale", LayerType.REQUIRED, "offset", 0.0);

  /** With one number for each. */
  public static Rescaling of(double scale, double offset) {
    return new Rescaling(TYPE.create("scale", scale, "offset", offset).config());
  }

  @Override
  public Flow call(Emitter e, Flow x) {
    Flow in = x.with(e.cast(x.value(), config.dtype()));
    Value scaled = e.add(new Mul(), in.value(), numbers(e, in, "scale"));
    return in.with(e.add(new Add(), scaled, numbers(e, in, "offset")));
  }

  private Value numbers(Emitter e, Flow x, String key) {
    float[] values = config.reals(key);
    if (values.length == 1) {
      return e.scalar(values[0], x.dtype());
    }
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    int[] dims = new int[x.rank()];
    java.util.Arrays.fill(dims, 1);
    dims[x.rank() - 1] = values.length;
    Tensor tensor = Tensor.of(x.dtype(), Shape.of(dims), Elements.fromDoubles(x.dtype(), wide));
    List<Integer> order = x.order();
    return e.arranged(Flow.of(e.constant(tensor)), order);
  }
}
