package dev.lanewise.op;

import dev.lanewise.graph.LayoutChoice;
import dev.lanewise.graph.LayoutQuery;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Ref;
import dev.lanewise.kernel.BinaryFunction;
import dev.lanewise.kernel.Layout;
import dev.lanewise.kernel.UnaryFunction;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Storage;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Lowering of broadcasting functions of floats to kernels. */
final class FloatBinary {
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
    BinarySteps steps = new BinarySteps(l, description, f);
    Operand y = new Operand(l.output(0), shape, layout);
    Operand left = operand(l, 0, layout, shape);
    for (int i = 1; i < l.inputs(); i++) {
      Operand right = operand(l, i, layout, shape);
      Shape both = Objects.requireNonNull(Shapes.broadcast(left.shape, right.shape));
      Operand result = y;
      if (!both.equals(shape)) {
        result = new Operand(l.scratch(Storage.FLOATS, both.size()), both, Layout.PLAIN);
      }
      emit(steps, left, right, result);
      left = result;
    }
    if (l.inputs() == 1) {
      new Activation(UnaryFunction.IDENTITY)
          .emit(l, description, left.ref, y.ref, Planes.floats(shape, layout));
    }
  }

  /** Input i; a constant comes plain and is laid out here. */
  private static Operand operand(Lowering l, int i, Layout layout, Shape result) {
    Tensor constant = l.constant(i);
    Shape shape = l.shape(i);
    Role role = layout.isPlain() ? Role.OTHER : role(shape, result);
    if (constant == null || (role != Role.WHOLE && role != Role.IMAGE_CHANNEL)) {
      return new Operand(l.input(i), shape, l.layout(i));
    }
    Planes planes = Planes.of(shape, layout);
    float[] blocked = new float[planes.floats()];
    l.kernels()
        .move()
        .toBlocked(
            layout,
            planes.channels(),
            planes.pixels(),
            constant.floats(),
            0,
            blocked,
            0,
            0,
            planes.count());
    Ref ref = l.constant(Tensor.of(Shape.of(blocked.length), blocked));
    return new Operand(ref, shape, layout);
  }

  private static void emit(BinarySteps steps, Operand a, Operand b, Operand y) {
    if (y.shape.size() == 0) {
      return;
    }
    if (y.layout.isPlain()) {
      steps.broadcast(a.ref, a.shape, b.ref, b.shape, y.ref, y.shape);
    } else if (role(a.shape, y.shape) == Role.WHOLE) {
      emitBlocked(steps, false, a, b, y);
    } else {
      emitBlocked(steps, true, b, a, y);
    }
  }

  private static void emitBlocked(
      BinarySteps steps, boolean swapped, Operand whole, Operand other, Operand y) {
    Planes planes = Planes.of(y.shape, y.layout);
    switch (role(other.shape, y.shape)) {
      case WHOLE -> {
        Operand left = swapped ? other : whole;
        Operand right = swapped ? whole : other;
        steps.flat(left.ref, right.ref, y.ref, planes.floats());
      }
      case SCALAR -> steps.scalar(swapped, whole.ref, other.ref, y.ref, planes.floats());
      case CHANNEL -> {
        Ref lanes = padChannels(steps, other.ref, planes);
        steps.planes(swapped, whole.ref, lanes, planes.blocks(), y.ref, planes);
      }
      case IMAGE_CHANNEL ->
          steps.planes(swapped, whole.ref, other.ref, planes.count(), y.ref, planes);
      default -> throw new IllegalStateException(steps.description() + " needs plain operands");
    }
  }

  /** One value per channel, filled up to whole channel blocks with ones. */
  private static Ref padChannels(BinarySteps steps, Ref values, Planes planes) {
    if (planes.isFull()) {
      return values;
    }
    int channels = planes.channels();
    int length = planes.blocks() * planes.layout().block();
    Lowering l = steps.l();
    Ref padded = l.scratch(Storage.FLOATS, length);
    l.emit(
        steps.description() + " channels",
        frame -> {
          float[] y = frame.floats(padded);
          System.arraycopy(frame.floats(values), values.offset(), y, padded.offset(), channels);
          Arrays.fill(y, padded.offset() + channels, padded.offset() + length, 1f);
        });
    return padded;
  }
}
