package dev.lanewise.layers;

import dev.lanewise.graph.Value;
import dev.lanewise.op.Cast;
import dev.lanewise.op.Equal;
import dev.lanewise.op.Mul;
import dev.lanewise.op.Not;
import dev.lanewise.op.ReduceMax;
import dev.lanewise.tensor.DType;

/** Masks the time steps all of whose elements have a certain value. */
public record Masking(Config config) implements UnaryLayer {
  static final LayerType TYPE = LayerType.of("Masking", Masking::new, "mask_value", 0.0);

  @Override
  public Flow call(Emitter e, Flow x) {
    Value in = e.logical(x);
    Value equal = e.add(new Equal(), in, e.scalar(config.number("mask_value"), x.dtype()));
    Value differs = e.add(new Cast(x.dtype()), e.add(new Not(), equal));
    Value kept = e.add(new ReduceMax(true, false), differs, e.longs(x.rank() - 1L));
    Value mask =
        e.add(
            new Cast(DType.BOOL),
            e.add(new ReduceMax(false, false), differs, e.longs(x.rank() - 1L)));
    return Flow.of(e.add(new Mul(), in, kept)).masked(mask);
  }
}
