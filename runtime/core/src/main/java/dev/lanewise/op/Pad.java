package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.LayoutChoice;
import dev.lanewise.graph.LayoutQuery;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Ref;
import dev.lanewise.kernel.Layout;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first input with elements added around it, or taken away where the number is negative. The
 * second input lists the numbers at the beginning of each axis and then those at the end; the third
 * may hold the value to add, the fourth the axes meant.
 *
 * @param mode what is added
 */
public record Pad(Mode mode) implements Op {
  /** What is added around a tensor, after something was taken away. */
  public enum Mode {
    /** One value, 0 (or an empty string) unless given. */
    CONSTANT,
    /** The tensor mirrored at its first and last elements, which are not repeated. */
    REFLECT,
    /** The first and last elements. */
    EDGE,
    /** The tensor over again. */
    WRAP
  }

  @Override
  public List<Type> infer(Inference in) {
    Shape x = in.shape(0);
    if (in.has(2)) {
      int count = Dims.count(in.shape(2));
      boolean one = count == 1 || count == Shape.UNKNOWN;
      in.require(one && in.dtype(2) == in.dtype(0), "the value must be one of the input's type");
    }
    return List.of(new TensorType(in.dtype(0), x == null ? null : shape(in, x)));
  }

  private static Shape shape(Inference in, Shape x) {
    Tensor pads = in.constant(1);
    Tensor axes = in.constant(3);
    if (in.has(3) && axes == null) {
      return Shapes.unknown(x.rank());
    }
    if (pads != null) {
      return Box.of(x, pads, axes).padded(x);
    }
    if (axes == null) {
      return Shapes.unknown(x.rank());
    }
    Shape y = x;
    for (int axis : Axes.of(axes, x.rank())) {
      y = y.with(axis, Shape.UNKNOWN);
    }
    return y;
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    Tensor given = in.tensorOrNull(2);
    Box box = Box.of(x.shape(), in.tensor(1), in.tensorOrNull(3));
    Shape shape = box.padded(x.shape());
    DType dtype = x.dtype();
    if (mode == Mode.CONSTANT) {
      Tensor value = given == null ? Tensor.zeros(dtype, Shape.SCALAR) : given;
      Tensor y = Strided.fill(shape.size(), dtype.arity()).tensor(value, 0, shape);
      Strided copy = box.copy(x.shape(), shape, dtype.arity());
      int from = box.source(x.shape()) * dtype.arity();
      int to = box.target(shape) * dtype.arity();
      copy.copy(dtype.storage(), x.array(), from, y.array(), to);
      return List.of(y);
    }
    int[] offsets = box.offsets(mode, x.shape(), shape, 0, x.shape().rank(), dtype.arity());
    Tensor y = Tensor.zeros(dtype, shape);
    Indexed.gather(
        dtype.storage(), x.array(), 0, offsets, 0, offsets.length, dtype.arity(), y.array(), 0);
    return List.of(y);
  }

  @Override
  public LayoutChoice layouts(LayoutQuery q) {
    if (!BlockedChannels.comesBlocked(q, 0) || !isKnown(q.has(3), q.constant(1), q.constant(3))) {
      return LayoutChoice.PLAIN;
    }
    Tensor value = q.constant(2);
    Shape x = q.shape(0);
    Layout layout = q.layout(0);
    boolean finite = value == null || Float.isFinite(value.floats()[0]);
    boolean fits =
        mode != Mode.CONSTANT
            || (q.has(2) == (value != null) && (finite || x.dim(1) % layout.block() == 0));
    Box box = Box.of(x, q.constant(1), q.constant(3));
    boolean zeros = mode == Mode.CONSTANT && fits && (value == null || value.floats()[0] == 0);
    return fits && box.first(x) >= 2 || zeros && box.first(x) == 1 && box.end(x) == 2
        ? new LayoutChoice(List.of(layout), layout)
        : LayoutChoice.PLAIN;
  }

  private static boolean isKnown(boolean hasAxes, @Nullable Tensor pads, @Nullable Tensor axes) {
    return pads != null && hasAxes == (axes != null);
  }

  @Override
  public void lower(Lowering l) {
    Shape x = l.shape(0);
    Shape y = l.outputShape(0);
    Tensor pads = l.constant(1);
    if (pads == null || !isKnown(l.has(3), pads, l.constant(3))) {
      l.reference();
      return;
    }
    Box box = Box.of(x, pads, l.constant(3));
    if (box.first(x) == x.rank()) {
      l.alias(0, 0);
    } else if (mode != Mode.CONSTANT) {
      repeating(l, box, x, y);
    } else if (l.layout(0).isPlain()) {
      constant(l, box, x, y);
    } else if (box.first(x) == 1) {
      int[] channel = new int[y.dim(1)];
      Arrays.fill(channel, BlockedChannels.ZERO);
      for (int c = 0; c < box.count[1]; c++) {
        channel[box.to[1] + c] = box.from[1] + c;
      }
      BlockedChannels.select(l, "Pad channels", channel, 0);
    } else {
      int rank = x.rank();
      int[] step = new int[rank - 2];
      Arrays.fill(step, 1);
      Tensor value = l.constant(2);
      BlockedPlanes.emit(
          l,
          "Pad planes",
          Arrays.copyOfRange(box.from, 2, rank),
          step,
          Arrays.copyOfRange(box.to, 2, rank),
          Arrays.copyOfRange(box.count, 2, rank),
          value == null ? 0 : value.floats()[0]);
    }
  }

  private static void constant(Lowering l, Box box, Shape x, Shape y) {
    int arity = l.dtype(0).arity();
    Ref value = l.has(2) ? l.input(2) : l.constant(Tensor.zeros(l.dtype(0), Shape.SCALAR));
    Ref target = l.output(0);
    Strided.fill(y.size(), arity).emit(l, "Pad fill", value, 0, target, 0);
    box.copy(x, y, arity)
        .emit(l, "Pad", l.input(0), box.source(x) * arity, target, box.target(y) * arity);
  }

  private void repeating(Lowering l, Box box, Shape x, Shape y) {
    Layout layout = l.layout(0);
    boolean plain = layout.isPlain();
    int first = plain ? box.first(x) : 2;
    int end = box.end(x);
    int run = x.size(end, x.rank()) * (plain ? l.dtype(0).arity() : layout.block());
    int[] offsets = box.offsets(mode, x, y, first, end, run);
    int n = offsets.length;
    Ref places = l.constant(Tensor.of(DType.INT32, Shape.of(n), offsets));
    if (plain) {
      int length = x.size(first, end) * run;
      Indexed.emitGather(l, "Pad " + mode, places, x.size(0, first), length, n, run);
    } else {
      Planes from = Planes.of(x, layout);
      Planes to = Planes.of(y, layout);
      Indexed.emitGather(
          l, "Pad " + mode, places, from.count(), from.stride(), to.stride(), n, run);
    }
  }

  /**
   * The part of the input that is kept, and where it lies in the output.
   *
   * @param from first index kept along each axis
   * @param to its index in the output
   * @param count indices kept; of an unknown dimension 0, or {@link Shape#UNKNOWN} for all
   * @param size output dimension, {@link Shape#UNKNOWN} if the input's is
   */
  private record Box(int[] from, int[] to, int[] count, int[] size) {
    static Box of(Shape x, @Nullable Tensor pads, @Nullable Tensor axes) {
      if (pads == null) {
        throw new IllegalStateException("pads must be known");
      }
      long[] numbers = pads.toLongs();
      int rank = x.rank();
      int n = axes == null ? rank : axes.size();
      if (numbers.length != 2 * n) {
        throw new IllegalArgumentException(
            "pads must have " + 2 * n + " numbers for " + n + " axes, but has " + numbers.length);
      }
      int[] from = new int[rank];
      int[] to = new int[rank];
      int[] count = x.dims();
      int[] size = x.dims();
      int[] along = axes == null ? new int[0] : Axes.of(axes, rank);
      for (int i = 0; i < n; i++) {
        int axis = axes == null ? i : along[i];
        long begin = numbers[i];
        long end = numbers[n + i];
        if (x.dim(axis) == Shape.UNKNOWN) {
          count[axis] = begin == 0 && end == 0 ? Shape.UNKNOWN : 0;
          continue;
        }
        long padded = Math.addExact(Math.addExact(begin, end), x.dim(axis));
        if (padded < 0 || padded > Integer.MAX_VALUE) {
          throw new IllegalArgumentException(
              "axis " + axis + " of " + x + " cannot be padded by " + begin + " and " + end);
        }
        size[axis] = (int) padded;
        from[axis] = (int) Math.min(x.dim(axis), Math.max(0, -begin));
        to[axis] = (int) Math.min(padded, Math.max(0, begin));
        long kept = x.dim(axis) + Math.min(0, begin) + Math.min(0, end);
        count[axis] = (int) Math.max(0, kept);
      }
      return new Box(from, to, count, size);
    }

    Shape padded(Shape x) {
      Shape y = Shape.SCALAR;
      for (int i = 0; i < size.length; i++) {
        y = y.concat(changes(x, i) ? Shape.of(size[i]) : x.slice(i, i + 1));
      }
      return y;
    }

    private boolean changes(Shape x, int i) {
      return size[i] != x.dim(i) || count[i] != x.dim(i);
    }

    /** First axis that changes, the rank if none does. */
    int first(Shape x) {
      int first = 0;
      while (first < size.length && !changes(x, first)) {
        first++;
      }
      return first;
    }

    /** Axis after the last one that changes. */
    int end(Shape x) {
      int end = size.length;
      while (end > 0 && !changes(x, end - 1)) {
        end--;
      }
      return end;
    }

    /** First element kept. */
    int source(Shape x) {
      return at(from, x);
    }

    /** Place of the first element kept. */
    int target(Shape y) {
      return at(to, y);
    }

    private int at(int[] index, Shape shape) {
      int[] strides = shape.strides();
      int at = 0;
      for (int i = 0; i < index.length; i++) {
        at += count[i] == 0 ? 0 : index[i] * strides[i];
      }
      return at;
    }

    Strided copy(Shape x, Shape y, int arity) {
      return Strided.of(count, x.strides(), y.strides(), arity);
    }

    /**
     * Where each element of the axes from {@code first} to {@code end} comes from, in units of
     * {@code run}.
     */
    int[] offsets(Mode mode, Shape x, Shape y, int first, int end, int run) {
      int[] offsets = new int[1];
      for (int axis = first; axis < end; axis++) {
        int[] map = map(mode, axis);
        int[] next = new int[offsets.length * map.length];
        for (int k = 0; k < next.length; k++) {
          next[k] = offsets[k / map.length] * x.dim(axis) + map[k % map.length];
        }
        offsets = next;
      }
      for (int k = 0; k < offsets.length; k++) {
        offsets[k] *= run;
      }
      return y.size() == 0 ? new int[0] : offsets;
    }

    private int[] map(Mode mode, int axis) {
      int n = count[axis];
      if (n == 0 && size[axis] > 0) {
        throw new IllegalArgumentException("there is nothing along axis " + axis + " to pad with");
      }
      int[] map = new int[size[axis]];
      int period = Math.max(1, 2 * (n - 1));
      for (int i = 0; i < map.length; i++) {
        int k = i - to[axis];
        int mirrored = Math.floorMod(k, period);
        map[i] =
            from[axis]
                + switch (mode) {
                  case EDGE -> Math.max(0, Math.min(n - 1, k));
                  case WRAP -> Math.floorMod(k, n);
                  default -> mirrored < n ? mirrored : period - mirrored;
                };
      }
      return map;
    }
  }
}
