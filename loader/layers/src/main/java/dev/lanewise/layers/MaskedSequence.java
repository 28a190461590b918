package dev.lanewise.layers;

import dev.lanewise.graph.Value;
import dev.lanewise.op.Add;
import dev.lanewise.op.CumSum;
import dev.lanewise.op.GatherND;
import dev.lanewise.op.Greater;
import dev.lanewise.op.Less;
import dev.lanewise.op.Max;
import dev.lanewise.op.Min;
import dev.lanewise.op.Mul;
import dev.lanewise.op.Range;
import dev.lanewise.op.ReduceSum;
import dev.lanewise.op.ShapeOf;
import dev.lanewise.op.Squeeze;
import dev.lanewise.op.Sub;
import dev.lanewise.op.TopK;
import dev.lanewise.op.Unsqueeze;
import dev.lanewise.op.Where;
import dev.lanewise.tensor.DType;

/**
 * A sequence of which only some time steps count. The steps that count are moved to the front, so
 * that recurrent operators, which know lengths and no masks, can run over them; what they give is
 * moved back to the steps that it belongs to.
 */
final class MaskedSequence {
  private final Emitter e;
  private final Value mask;
  private final Value counts;
  private final Value total;

  /**
   * @param mask BOOL {@code [N, T]}
   */
  MaskedSequence(Emitter e, Value mask) {
    this.e = e;
    this.mask = e.cast(mask, DType.INT64);
    this.counts = e.add(new CumSum(false, false), this.mask, e.scalar(1, DType.INT64));
    this.total = e.add(new ReduceSum(true, false), this.mask, e.longs(1L));
  }

  /** How many steps count, INT32 {@code [N]}. */
  Value lengths() {
    return e.cast(e.add(new Squeeze(), total, e.longs(1L)), DType.INT32);
  }

  /** {@code [N, T, features]} with the steps that count first, in their order. */
  Value front(Value x) {
    Value length = e.add(new ShapeOf(1, 2), mask);
    Value scalar = e.add(new Squeeze(), length, e.longs(0L));
    Value steps = e.add(new Range(), e.scalar(0, DType.INT64), scalar, e.scalar(1, DType.INT64));
    // Counting steps are larger than all others, and earlier ones larger than later ones.
    Value rank = e.add(new Sub(), e.add(new Mul(), mask, scalar), steps);
    Value order = e.add(new TopK(1, true), 2, rank, length).get(1);
    return e.add(new GatherND(1), x, e.add(new Unsqueeze(), order, e.longs(2L)));
  }

  /**
   * {@code [N, T, features]} back at their steps; a step that does not count repeats what came
   * before it in the order of the pass, at first zeros.
   *
   * @param zeros whether steps that do not count are zero instead
   */
  Value back(Value y, boolean backwards, boolean zeros) {
    Value zero = e.scalar(0, DType.INT64);
    Value one = e.scalar(1, DType.INT64);
    Value index = backwards ? e.add(new Sub(), counts, mask) : e.add(new Sub(), counts, one);
    Value exists =
        zeros
            ? e.add(new Greater(), mask, zero)
            : backwards ? e.add(new Less(), index, total) : e.add(new Greater(), counts, zero);
    Value last = e.add(new Add(), total, e.scalar(-1, DType.INT64));
    Value inside = e.add(new Max(), e.add(new Min(), index, last), zero);
    Value gathered = e.add(new GatherND(1), y, e.add(new Unsqueeze(), inside, e.longs(2L)));
    return e.add(
        new Where(),
        e.add(new Unsqueeze(), exists, e.longs(2L)),
        gathered,
        e.scalar(0, Flow.of(y).dtype()));
  }
}
