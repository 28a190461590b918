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
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A part of the first input. The other inputs are lists: starts, ends, and optionally the axes they
 * belong to and steps, which may be negative.
 */
public record Slice() implements Op {
  private static final int GRAIN_ELEMENTS = 20_000;

  @Override
  public List<Type> infer(Inference in) {
    return List.of(new TensorType(in.dtype(0), shape(in)));
  }

  private static @Nullable Shape shape(Inference in) {
    Shape x = in.shape(0);
    if (x == null) {
      return null;
    }
    Tensor starts = in.constant(1);
    Tensor ends = in.constant(2);
    Tensor axes = in.constant(3);
    Tensor steps = in.constant(4);
    if (in.has(3) && axes == null) {
      return Shapes.unknown(x.rank());
    }
    Part part = in.has(4) && steps == null ? null : Part.of(x, starts, ends, axes, steps);
    if (part != null) {
      return part.shape(x);
    }
    int count = Dims.count(in.shape(1));
    if (axes == null && count == Shape.UNKNOWN) {
      return Shapes.unknown(x.rank());
    }
    long[] named = axes == null ? first(count) : axes.toLongs();
    Shape y = x;
    for (int axis : Axes.of(named, x.rank())) {
      y = y.with(axis, Shape.UNKNOWN);
    }
    return y;
  }

  private static long[] first(int n) {
    long[] axes = new long[n];
    for (int i = 0; i < n; i++) {
      axes[i] = i;
    }
    return axes;
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    Part part =
        Objects.requireNonNull(
            Part.of(x.shape(), in.tensor(1), in.tensor(2), in.tensorOrNull(3), in.tensorOrNull(4)));
    Strided copy = part.copy(x.shape(), x.dtype());
    return List.of(copy.tensor(x, part.at(x.shape()), part.shape(x.shape())));
  }

  @Override
  public LayoutChoice layouts(LayoutQuery q) {
    if (!BlockedChannels.comesBlocked(q, 0)) {
      return LayoutChoice.PLAIN;
    }
    Shape x = q.shape(0);
    boolean known = q.has(3) == (q.constant(3) != null) && q.has(4) == (q.constant(4) != null);
    Part part =
        known ? Part.of(x, q.constant(1), q.constant(2), q.constant(3), q.constant(4)) : null;
    if (part == null || !part.isFull(x, 0) || !(part.isFull(x, 1) || part.isFullFrom(x, 2))) {
      return LayoutChoice.PLAIN;
    }
    Layout layout = q.layout(0);
    return new LayoutChoice(List.of(layout), layout);
  }

  @Override
  public void lower(Lowering l) {
    Shape x = l.shape(0);
    boolean known = l.has(3) == (l.constant(3) != null) && l.has(4) == (l.constant(4) != null);
    Part part =
        known ? Part.of(x, l.constant(1), l.constant(2), l.constant(3), l.constant(4)) : null;
    if (part == null) {
      l.reference();
      return;
    }
    DType dtype = l.dtype(0);
    if (!l.layout(0).isPlain()) {
      blocked(l, x, part);
      return;
    }
    Strided copy = part.copy(x, dtype);
    int at = part.at(x) * dtype.arity();
    if (at == 0 && copy.isContiguous()) {
      l.alias(0, 0);
    } else if (dtype == DType.FLOAT && part.picks()) {
      pick(l, x, part);
    } else {
      copy.emit(l, "Slice", l.input(0), at, l.output(0), 0);
    }
  }

  /** Takes elements at a step from rows. */
  private static void pick(Lowering l, Shape x, Part part) {
    int last = x.rank() - 1;
    int n = part.count[last];
    int step = part.step[last];
    int[] strides = x.strides();
    int[] rows = {part.at(x)};
    for (int axis = 0; axis < last; axis++) {
      int[] next = new int[rows.length * part.count[axis]];
      for (int r = 0; r < next.length; r++) {
        int index = r % part.count[axis];
        next[r] = rows[r / part.count[axis]] + index * part.step[axis] * strides[axis];
      }
      rows = next;
    }
    int[] from = rows;
    Move move = l.kernels().move();
    Ref in = l.input(0);
    Ref out = l.output(0);
    l.emitRange(
        "Slice at steps of " + step,
        from.length,
        Math.max(1, GRAIN_ELEMENTS / n),
        (frame, first, end) -> {
          for (int r = first; r < end; r++) {
            int at = out.offset() + r * n;
            move.pick(frame.floats(in), in.offset() + from[r], step, frame.floats(out), at, n);
          }
        });
  }

  private static void blocked(Lowering l, Shape x, Part part) {
    int rank = x.rank();
    if (part.isFull(x, 1)) {
      BlockedPlanes.emit(
          l,
          "Slice pixels",
          Arrays.copyOfRange(part.start, 2, rank),
          Arrays.copyOfRange(part.step, 2, rank),
          new int[rank - 2],
          Arrays.copyOfRange(part.count, 2, rank),
          0);
      return;
    }
    int[] channel = new int[part.count[1]];
    for (int c = 0; c < channel.length; c++) {
      channel[c] = part.start[1] + c * part.step[1];
    }
    BlockedChannels.select(l, "Slice channels", channel, 0);
  }

  /**
   * What is taken along every dimension.
   *
   * @param start first index
   * @param step distance of indices
   * @param count number of indices, {@link Shape#UNKNOWN} if the dimension is unknown and cut
   */
  private record Part(int[] start, int[] step, int[] count) {
    static @Nullable Part of(
        Shape x,
        @Nullable Tensor starts,
        @Nullable Tensor ends,
        @Nullable Tensor axes,
        @Nullable Tensor steps) {
      if (starts == null || ends == null) {
        return null;
      }
      int n = starts.size();
      long[] from = starts.toLongs();
      long[] to = ends.toLongs();
      long[] by = steps == null ? new long[n] : steps.toLongs();
      if (steps == null) {
        Arrays.fill(by, 1);
      }
      int[] along = Axes.of(axes == null ? first(n) : axes.toLongs(), x.rank());
      if (to.length != n || along.length != n || by.length != n) {
        throw new IllegalArgumentException("starts, ends, axes and steps must be equally long");
      }
      int[] start = new int[x.rank()];
      int[] step = new int[x.rank()];
      int[] count = x.dims();
      Arrays.fill(step, 1);
      for (int i = 0; i < n; i++) {
        int axis = along[i];
        int dim = x.dim(axis);
        if (by[i] == 0) {
          throw new IllegalArgumentException("the step of axis " + axis + " is 0");
        }
        if (dim == Shape.UNKNOWN) {
          boolean all = from[i] == 0 && to[i] >= Integer.MAX_VALUE && by[i] == 1;
          start[axis] = all ? 0 : Shape.UNKNOWN;
          continue;
        }
        boolean forward = by[i] > 0;
        long first = clamp(from[i], dim, 0, forward ? dim : dim - 1);
        long end = clamp(to[i], dim, forward ? 0 : -1, forward ? dim : dim - 1);
        long distance = forward ? end - first : first - end;
        long stride = by[i] == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(by[i]);
        count[axis] = distance <= 0 || dim == 0 ? 0 : (int) ((distance - 1) / stride) + 1;
        start[axis] = count[axis] == 0 ? 0 : (int) first;
        step[axis] = count[axis] <= 1 ? 1 : (int) by[i];
      }
      return new Part(start, step, count);
    }

    private static long clamp(long index, int dim, int low, int high) {
      long i = index < 0 ? index + dim : index;
      return Math.max(low, Math.min(high, i));
    }

    Shape shape(Shape x) {
      Shape y = Shape.SCALAR;
      for (int i = 0; i < x.rank(); i++) {
        boolean kept = count[i] == x.dim(i) && start[i] != Shape.UNKNOWN;
        y = y.concat(kept ? x.slice(i, i + 1) : Shape.of(count[i]));
      }
      return y;
    }

    int at(Shape x) {
      int[] strides = x.strides();
      int at = 0;
      for (int i = 0; i < start.length; i++) {
        at += start[i] * strides[i];
      }
      return at;
    }

    /** Whether each row gives every second or so of its elements, and several of them. */
    boolean picks() {
      int last = count.length - 1;
      return last >= 0 && step[last] > 1 && count[last] > 8;
    }

    Strided copy(Shape x, DType dtype) {
      int[] strides = x.strides();
      for (int i = 0; i < strides.length; i++) {
        strides[i] *= step[i];
      }
      return Strided.toDense(count, strides, dtype.arity());
    }

    /** Whether dimension i is taken as it is. */
    boolean isFull(Shape x, int i) {
      return count[i] == x.dim(i) && (count[i] <= 1 || step[i] == 1);
    }

    boolean isFullFrom(Shape x, int from) {
      for (int i = from; i < x.rank(); i++) {
        if (!isFull(x, i)) {
          return false;
        }
      }
      return true;
    }
  }
}
