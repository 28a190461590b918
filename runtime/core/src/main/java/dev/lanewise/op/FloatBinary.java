package dev.lanewise.op;

import dev.lanewise.graph.LayoutChoice;
import dev.lanewise.graph.LayoutQuery;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Ref;
import dev.lanewise.kernel.BinaryFunction;
import dev.lanewise.kernel.Elementwise;
import dev.lanewise.kernel.Layout;
import dev.lanewise.kernel.UnaryFunction;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Storage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Lowering of broadcasting functions of floats to {@link Elementwise} kernels. */
final class FloatBinary {
  private static final int GRAIN = 32_768;

  private FloatBinary() {}

  /** A value in a layout. */
  private record Operand(Ref ref, Shape shape, Layout layout) {}

  /** How an operand meets a blocked result [N, C, spatial...]. */
  private enum Role {
    /** The same shape. */
    WHOLE,
    /** One element. */
    SCALAR,
    /** One value per channel. */
    CHANNEL,
    /** One value per image and channel. */
    IMAGE_CHANNEL,
    /** Anything else, which needs the plain layout. */
    OTHER
  }

  private static Role role(Shape operand, Shape result) {
    int missing = result.rank() - operand.rank();
    if (operand.size() == 1) {
      return Role.SCALAR;
    }
    if (missing == 0 && operand.size() == result.size()) {
      return Role.WHOLE;
    }
    if (missing > 1
        || operand.dim(1 - missing) != result.dim(1)
        || operand.size(2 - missing, operand.rank()) != 1) {
      return Role.OTHER;
    }
    if (missing == 1 || operand.dim(0) == 1) {
      return Role.CHANNEL;
    }
    return Role.IMAGE_CHANNEL;
  }

  /** Blocked if a whole operand comes blocked and every other one can be used with it. */
  static LayoutChoice layouts(BinaryFunction f, LayoutQuery q) {
    Shape result = q.outputShape(0);
    Layout layout = Layout.PLAIN;
    for (int i = 0; i < q.inputs(); i++) {
      if (!q.layout(i).isPlain() && role(q.shape(i), result) == Role.WHOLE) {
        layout = q.layout(i);
      }
    }
    if (layout.isPlain()) {
      return LayoutChoice.PLAIN;
    }
    boolean spoils = f == BinaryFunction.POW || (f == BinaryFunction.DIV && !dividesByLanes(q));
    if (spoils && !Planes.of(result, layout).isFull()) {
      return LayoutChoice.PLAIN;
    }
    if (q.inputs() > 2
        && role(q.shape(0), result) != Role.WHOLE
        && role(q.shape(1), result) != Role.WHOLE) {
      return LayoutChoice.PLAIN;
    }
    List<Layout> inputs = new ArrayList<>();
    for (int i = 0; i < q.inputs(); i++) {
      Role role = role(q.shape(i), result);
      if (role == Role.OTHER) {
        return LayoutChoice.PLAIN;
      }
      boolean blocked = role == Role.WHOLE || role == Role.IMAGE_CHANNEL;
      inputs.add(blocked ? layout : Layout.PLAIN);
    }
    return new LayoutChoice(inputs, layout);
  }

  /** Whether the divisor has one value per channel, for which missing channels get a 1. */
  private static boolean dividesByLanes(LayoutQuery q) {
    Role divisor = role(q.shape(1), q.outputShape(0));
    return divisor == Role.SCALAR || divisor == Role.CHANNEL;
  }

  /** Combines all inputs of a node from left to right into its output. */
  static void lower(BinaryFunction f, Lowering l, String description) {
    Layout layout = l.outputLayout(0);
    Shape shape = l.outputShape(0);
    for (int i = 0; i < 2 && l.inputs() == 2; i++) {
      if (l.shape(i).equals(shape) && l.layout(i).equals(layout)) {
        l.reuse(0, i);
        break;
      }
    }
    Operand y = new Operand(l.output(0), shape, layout);
    Operand left = new Operand(l.input(0), l.shape(0), l.layout(0));
    for (int i = 1; i < l.inputs(); i++) {
      Operand right = new Operand(l.input(i), l.shape(i), l.layout(i));
      Shape both = Objects.requireNonNull(Shapes.broadcast(left.shape, right.shape));
      Operand result = y;
      if (!both.equals(shape)) {
        result = new Operand(l.scratch(Storage.FLOATS, both.size()), both, Layout.PLAIN);
      }
      emit(l, description, f, left, right, result);
      left = result;
    }
    if (l.inputs() == 1) {
      new Activation(UnaryFunction.IDENTITY)
          .emit(l, description, left.ref, y.ref, Planes.floats(shape, layout));
    }
  }

  private static void emit(
      Lowering l, String description, BinaryFunction f, Operand a, Operand b, Operand y) {
    if (y.shape.size() == 0) {
      return;
    }
    if (y.layout.isPlain()) {
      emitPlain(l, description, f, a, b, y);
    } else if (role(a.shape, y.shape) == Role.WHOLE) {
      emitBlocked(l, description, f, false, a, b, y);
    } else if (role(b.shape, y.shape) == Role.WHOLE) {
      emitBlocked(l, description, f, true, b, a, y);
    } else {
      throw new IllegalStateException("no operand of " + description + " is whole");
    }
  }

  private static void emitPlain(
      Lowering l, String description, BinaryFunction f, Operand a, Operand b, Operand y) {
    Broadcast walk = Broadcast.of(y.shape, a.shape, b.shape);
    int rows = walk.rows();
    int run = walk.run();
    if (walk.step(0) == 1 && walk.step(1) == 1) {
      if (rows == 1) {
        emitFlat(l, description, f, a.ref, b.ref, y.ref, run);
      } else if (walk.isWhole(0) && walk.repeats(1)) {
        emitRow(l, description, f, false, a.ref, b.ref, y.ref, rows, run);
      } else if (walk.isWhole(1) && walk.repeats(0)) {
        emitRow(l, description, f, true, b.ref, a.ref, y.ref, rows, run);
      } else {
        emitRows(l, description, f, walk, a.ref, b.ref, y.ref);
      }
      return;
    }
    boolean swapped = walk.step(0) == 0;
    Ref big = swapped ? b.ref : a.ref;
    Ref small = swapped ? a.ref : b.ref;
    if (rows == 1) {
      emitScalar(l, description, f, swapped, big, small, y.ref, run);
    } else {
      emitScalarRows(l, description, f, swapped, walk, big, small, y.ref);
    }
  }

  private static void emitFlat(
      Lowering l, String description, BinaryFunction f, Ref a, Ref b, Ref y, int n) {
    Elementwise kernel = l.kernels().elementwise();
    l.emitRange(
        description,
        n,
        GRAIN,
        (frame, from, to) ->
            kernel.binary(
                f,
                frame.floats(a),
                a.offset() + from,
                frame.floats(b),
                b.offset() + from,
                frame.floats(y),
                y.offset() + from,
                to - from));
  }

  private static void emitScalar(
      Lowering l,
      String description,
      BinaryFunction f,
      boolean swapped,
      Ref big,
      Ref small,
      Ref y,
      int n) {
    Elementwise kernel = l.kernels().elementwise();
    l.emitRange(
        description,
        n,
        GRAIN,
        (frame, from, to) ->
            kernel.binaryScalar(
                f,
                swapped,
                frame.floats(big),
                big.offset() + from,
                frame.floats(small)[small.offset()],
                frame.floats(y),
                y.offset() + from,
                to - from));
  }

  private static void emitRow(
      Lowering l,
      String description,
      BinaryFunction f,
      boolean swapped,
      Ref big,
      Ref row,
      Ref y,
      int rows,
      int run) {
    Elementwise kernel = l.kernels().elementwise();
    l.emitRange(
        description,
        rows,
        Math.max(1, GRAIN / run),
        (frame, from, to) ->
            kernel.binaryRow(
                f,
                swapped,
                frame.floats(big),
                big.offset() + from * run,
                frame.floats(row),
                row.offset(),
                frame.floats(y),
                y.offset() + from * run,
                to - from,
                run));
  }

  private static void emitRows(
      Lowering l, String description, BinaryFunction f, Broadcast walk, Ref a, Ref b, Ref y) {
    Elementwise kernel = l.kernels().elementwise();
    int run = walk.run();
    l.emitRange(
        description,
        walk.rows(),
        Math.max(1, GRAIN / run),
        (frame, from, to) -> {
          for (int r = from; r < to; r++) {
            kernel.binary(
                f,
                frame.floats(a),
                a.offset() + walk.offset(0, r),
                frame.floats(b),
                b.offset() + walk.offset(1, r),
                frame.floats(y),
                y.offset() + r * run,
                run);
          }
        });
  }

  private static void emitScalarRows(
      Lowering l,
      String description,
      BinaryFunction f,
      boolean swapped,
      Broadcast walk,
      Ref big,
      Ref small,
      Ref y) {
    Elementwise kernel = l.kernels().elementwise();
    int run = walk.run();
    int bigOperand = swapped ? 1 : 0;
    l.emitRange(
        description,
        walk.rows(),
        Math.max(1, GRAIN / run),
        (frame, from, to) -> {
          float[] scalars = frame.floats(small);
          for (int r = from; r < to; r++) {
            kernel.binaryScalar(
                f,
                swapped,
                frame.floats(big),
                big.offset() + walk.offset(bigOperand, r),
                scalars[small.offset() + walk.offset(1 - bigOperand, r)],
                frame.floats(y),
                y.offset() + r * run,
                run);
          }
        });
  }

  private static void emitBlocked(
      Lowering l,
      String description,
      BinaryFunction f,
      boolean swapped,
      Operand whole,
      Operand other,
      Operand y) {
    Planes planes = Planes.of(y.shape, y.layout);
    switch (role(other.shape, y.shape)) {
      case WHOLE -> emitFlat(l, description, f, whole.ref, other.ref, y.ref, planes.floats());
      case SCALAR ->
          emitScalar(l, description, f, swapped, whole.ref, other.ref, y.ref, planes.floats());
      case CHANNEL -> {
        Ref padded = padChannels(l, description, other.ref, planes);
        emitPlanes(l, description, f, swapped, whole.ref, padded, planes.blocks(), y.ref, planes);
      }
      case IMAGE_CHANNEL ->
          emitPlanes(
              l, description, f, swapped, whole.ref, other.ref, planes.count(), y.ref, planes);
      default -> throw new IllegalStateException("operand of " + description + " is not blocked");
    }
  }

  /** One value per channel, filled up to whole channel blocks with ones. */
  private static Ref padChannels(Lowering l, String description, Ref values, Planes planes) {
    if (planes.isFull()) {
      return values;
    }
    int channels = planes.channels();
    int length = planes.blocks() * planes.layout().block();
    Ref padded = l.scratch(Storage.FLOATS, length);
    l.emit(
        description + " channels",
        frame -> {
          float[] y = frame.floats(padded);
          System.arraycopy(frame.floats(values), values.offset(), y, padded.offset(), channels);
          Arrays.fill(y, padded.offset() + channels, padded.offset() + length, 1f);
        });
    return padded;
  }

  /** Combines each plane with one value per lane; plane p uses block p modulo {@code period}. */
  private static void emitPlanes(
      Lowering l,
      String description,
      BinaryFunction f,
      boolean swapped,
      Ref whole,
      Ref lanes,
      int period,
      Ref y,
      Planes planes) {
    Elementwise kernel = l.kernels().elementwise();
    int block = planes.layout().block();
    int stride = planes.stride();
    int pixels = planes.pixels();
    l.emitRange(
        description,
        planes.count(),
        Math.max(1, GRAIN / (pixels * block)),
        (frame, from, to) -> {
          for (int p = from; p < to; p++) {
            kernel.binaryRow(
                f,
                swapped,
                frame.floats(whole),
                whole.offset() + p * stride,
                frame.floats(lanes),
                lanes.offset() + p % period * block,
                frame.floats(y),
                y.offset() + p * stride,
                pixels,
                block);
          }
        });
  }
}
