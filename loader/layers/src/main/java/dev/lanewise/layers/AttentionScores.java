package dev.lanewise.layers;

import dev.lanewise.graph.Value;
import dev.lanewise.op.And;
import dev.lanewise.op.LessOrEqual;
import dev.lanewise.op.Range;
import dev.lanewise.op.ShapeOf;
import dev.lanewise.op.Softmax;
import dev.lanewise.op.Squeeze;
import dev.lanewise.op.Sub;
import dev.lanewise.op.Unsqueeze;
import dev.lanewise.op.Where;
import dev.lanewise.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Masks over attention scores {@code [N, (heads,) Tq, Tk]}, and the softmax under them. */
final class AttentionScores {
  /** What Keras takes from the scores of positions that are masked. */
  private static final double MASKED = 1e9;

  private AttentionScores() {}

  /**
   * BOOL {@code [Tq, Tk]}: no position sees a later one.
   *
   * @param query {@code [N, Tq, ...]}
   * @param key {@code [N, Tk, ...]}
   */
  static Value causal(Emitter e, Value query, Value key) {
    Value rows = e.add(new Unsqueeze(), positions(e, query), e.longs(1L));
    return e.add(new LessOrEqual(), positions(e, key), rows);
  }

  /** 0, 1, … for the second dimension. */
  private static Value positions(Emitter e, Value x) {
    Value length = e.add(new Squeeze(), e.add(new ShapeOf(1, 2), x), e.longs(0L));
    return e.add(new Range(), e.scalar(0, DType.INT64), length, e.scalar(1, DType.INT64));
  }

  /** All of the masks that there are, null if there are none. */
  static @Nullable Value all(Emitter e, @Nullable Value... masks) {
    List<Value> given = new ArrayList<>();
    for (Value mask : masks) {
      if (mask != null) {
        given.add(e.cast(mask, DType.BOOL));
      }
    }
    if (given.isEmpty()) {
      return null;
    }
    Value both = given.get(0);
    for (Value mask : given.subList(1, given.size())) {
      both = e.add(new And(), both, mask);
    }
    return both;
  }

  /** Softmax over the last dimension of the scores that the mask leaves. */
  static Value softmax(Emitter e, Value scores, @Nullable Value mask) {
    Value masked = scores;
    if (mask != null) {
      DType dtype = Flow.of(scores).dtype();
      masked = e.add(new Where(), mask, scores, e.add(new Sub(), scores, e.scalar(MASKED, dtype)));
    }
    return e.add(new Softmax(-1), masked);
  }

  /** A mask {@code [N, Tk]} as {@code [N, 1, Tk]}, {@code [N, 1, 1, Tk]} and so on. */
  static @Nullable Value ofKeys(Emitter e, @Nullable Value mask, int rank) {
    if (mask == null) {
      return null;
    }
    long[] axes = new long[rank - 2];
    for (int i = 0; i < axes.length; i++) {
      axes[i] = i + 1L;
    }
    return e.add(new Unsqueeze(), mask, e.longs(axes));
  }
}
