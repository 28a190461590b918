package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.LayoutChoice;
import dev.lanewise.graph.LayoutQuery;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Ref;
import dev.lanewise.kernel.Layout;
import dev.lanewise.kernel.Move;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Type;
import java.util.List;

/**
 * A FLOAT activation {@code [N, C, spatial...]} as it is, in another memory layout. Not an operator
 * of the standard: compilation puts it where two layouts meet.
 *
 * @param from layout of the input
 * @param to layout of the output; one of the two is plain
 */
public record Reorder(Layout from, Layout to) implements Op {
  private static final int GRAIN_ELEMENTS = 20_000;

  /** Checks that one side is plain. */
  public Reorder {
    if (!from.isPlain() && !to.isPlain()) {
      throw new IllegalArgumentException("one of " + from + " and " + to + " must be plain");
    }
  }

  @Override
  public List<Type> infer(Inference in) {
    in.require(in.dtype(0) == DType.FLOAT, "only FLOAT has several layouts");
    Shape shape = in.shape(0);
    in.require(shape == null || shape.rank() >= 2, "a layout needs batch and channels");
    return List.of(in.type(0));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    return List.of(in.value(0));
  }

  @Override
  public LayoutChoice layouts(LayoutQuery q) {
    return new LayoutChoice(List.of(from), to);
  }

  @Override
  public void lower(Lowering l) {
    Shape shape = l.shape(0);
    int channels = shape.dim(1);
    int pixels = shape.size(2, shape.rank());
    boolean toBlocked = from.isPlain();
    Layout blocked = toBlocked ? to : from;
    if (blocked.isPlain() || pixels == 1 && channels % blocked.block() == 0) {
      l.alias(0, 0);
      return;
    }
    int total = pixels == 0 ? 0 : shape.dim(0) * blocked.blocks(channels);
    if (total == 0) {
      return;
    }
    Move move = l.kernels().move();
    Ref x = l.input(0);
    Ref y = l.output(0);
    int grain = Math.max(1, GRAIN_ELEMENTS / (pixels * blocked.block()));
    if (toBlocked) {
      l.emitRange(
          "Reorder to blocks of " + blocked.block(),
          total,
          grain,
          (frame, first, end) ->
              move.toBlocked(
                  blocked,
                  channels,
                  pixels,
                  frame.floats(x),
                  x.offset(),
                  frame.floats(y),
                  y.offset(),
                  first,
                  end));
    } else {
      l.emitRange(
          "Reorder to plain",
          total,
          grain,
          (frame, first, end) ->
              move.toPlain(
                  blocked,
                  channels,
                  pixels,
                  frame.floats(x),
                  x.offset(),
                  frame.floats(y),
                  y.offset(),
                  first,
                  end));
    }
  }
}
