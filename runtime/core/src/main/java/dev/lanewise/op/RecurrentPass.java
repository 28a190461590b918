package dev.lanewise.op;

import dev.lanewise.graph.Frame;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Ref;
import dev.lanewise.kernel.Epilogue;
import dev.lanewise.kernel.GemmShape;
import dev.lanewise.kernel.Operands;
import dev.lanewise.kernel.Team;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Storage;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a recurrent operator on FLOAT: one product for the input's part of the gates of
 * all time steps, then step after step.
 */
abstract class RecurrentPass {
  private static final int W = 1;
  private static final int BIAS = 3;
  private static final int LENGTHS = 4;
  private static final int INITIAL = 5;

  /** Batch and hidden units. */
  final int batch;

  final int hidden;

  /** Rows of the weights of one direction. */
  final int gateRows;

  /** Pre-activations from the input, {@code [T][B][G·H]}. */
  final Ref gates;

  /** Hidden state {@code [B][H]}. */
  final Ref h;

  private final Recurrence op;
  private final int direction;
  private final int time;
  private final int inputs;
  private final Ref x;
  private final @Nullable Ref timeFirst;
  private final InnerProduct product;
  private final @Nullable Ref bias;
  private final int biasOffset;
  private final int operands;
  private final @Nullable Ref initial;
  private final @Nullable Ref states;
  private final @Nullable Ref last;

  /**
   * Prepares a direction.
   *
   * @param gateCount gates of a cell
   * @param bothBiases whether the biases of R are added to the input's part too
   */
  RecurrentPass(Lowering l, Recurrence op, int direction, int gateCount, boolean bothBiases) {
    Shape xs = l.shape(0);
    this.op = op;
    this.direction = direction;
    this.time = xs.dim(op.batchFirst() ? 1 : 0);
    this.batch = xs.dim(op.batchFirst() ? 0 : 1);
    this.inputs = xs.dim(2);
    this.hidden = l.shape(2).dim(2);
    this.gateRows = gateCount * hidden;
    this.x = l.input(0);
    this.timeFirst = op.batchFirst() && batch > 1 ? l.scratch(Storage.FLOATS, xs.size()) : null;
    this.product =
        new InnerProduct(
            l,
            GemmShape.dense(time * batch, gateRows, inputs, false, true),
            Epilogue.NONE,
            W,
            direction * gateRows * inputs);
    this.bias = !l.has(BIAS) ? null : bothBiases ? sum(l) : l.input(BIAS);
    this.biasOffset = bothBiases ? 0 : biasOffset(0);
    this.gates = l.scratch(Storage.FLOATS, Math.multiplyExact(time * batch, gateRows));
    this.h = l.scratch(Storage.FLOATS, batch * hidden);
    this.operands = l.state(Operands::new);
    this.initial = l.has(INITIAL) ? l.input(INITIAL) : null;
    this.states = l.isUsed(0) ? l.output(0) : null;
    this.last = l.isUsed(1) ? l.output(1) : null;
  }

  /** Whether types and sizes suit, and every sequence has all time steps. */
  static boolean canDo(Lowering l, Recurrence op) {
    for (int i = 0; i < l.inputs(); i++) {
      if (l.has(i) && i != LENGTHS && l.dtype(i) != DType.FLOAT) {
        return false;
      }
    }
    if (l.has(LENGTHS)) {
      Tensor lengths = l.constant(LENGTHS);
      int time = l.shape(0).dim(op.batchFirst() ? 1 : 0);
      if (lengths == null || Arrays.stream(lengths.toLongs()).anyMatch(n -> n != time)) {
        return false;
      }
    }
    return l.shape(0).size() > 0 && l.shape(2).size() > 0;
  }

  private int biasOffset(int part) {
    return (2 * direction + part) * gateRows;
  }

  private Ref sum(Lowering l) {
    int first = biasOffset(0);
    int second = biasOffset(1);
    Tensor constant = l.constant(BIAS);
    if (constant != null) {
      float[] b = constant.floats();
      float[] sum = new float[gateRows];
      for (int i = 0; i < gateRows; i++) {
        sum[i] = b[first + i] + b[second + i];
      }
      return l.constant(Tensor.of(Shape.of(gateRows), sum));
    }
    Ref b = l.input(BIAS);
    Ref sum = l.scratch(Storage.FLOATS, gateRows);
    l.emit(
        "add biases",
        f -> {
          float[] from = f.floats(b);
          float[] to = f.floats(sum);
          for (int i = 0; i < gateRows; i++) {
            to[sum.offset() + i] = from[b.offset() + first + i] + from[b.offset() + second + i];
          }
        });
    return sum;
  }

  /** Multiply-adds of a run. */
  final long multiplyAdds() {
    return (long) time * batch * gateRows * (inputs + hidden);
  }

  /** Runs all time steps. */
  final void run(Frame f, Team team) {
    Operands o = (Operands) f.state(operands);
    multiplyInputs(f, team, o);
    load(f, initial, h);
    begin(f);
    boolean reverse = op.direction().isReverse(direction);
    for (int i = 0; i < time; i++) {
      int t = reverse ? time - 1 - i : i;
      step(f, team, o, gates.offset() + t * batch * gateRows);
      if (states != null) {
        for (int b = 0; b < batch; b++) {
          int row =
              op.batchFirst()
                  ? (b * time + t) * op.direction().count() + direction
                  : (t * op.direction().count() + direction) * batch + b;
          System.arraycopy(
              f.floats(h),
              h.offset() + b * hidden,
              f.floats(states),
              states.offset() + row * hidden,
              hidden);
        }
      }
    }
    store(f, h, last);
    end(f);
  }

  /** Prepares further state. */
  void begin(Frame f) {}

  /** Does one time step: updates h. {@code at} is where the step's rows of gates begin. */
  abstract void step(Frame f, Team team, Operands o, int at);

  /** Gives out further state. */
  void end(Frame f) {}

  private void multiplyInputs(Frame f, Team team, Operands o) {
    o.x = f.floats(x);
    o.xAt = x.offset();
    if (timeFirst != null) {
      for (int row = 0; row < time * batch; row++) {
        System.arraycopy(
            f.floats(x),
            x.offset() + (row % batch * time + row / batch) * inputs,
            f.floats(timeFirst),
            timeFirst.offset() + row * inputs,
            inputs);
      }
      o.x = f.floats(timeFirst);
      o.xAt = timeFirst.offset();
    }
    o.bias = bias == null ? null : f.floats(bias);
    o.biasAt = bias == null ? 0 : bias.offset() + biasOffset;
    o.residual = null;
    o.y = f.floats(gates);
    o.yAt = gates.offset();
    product.run(f, team, o);
    o.bias = null;
  }

  private int stateRow(int b) {
    return op.batchFirst() ? b * op.direction().count() + direction : direction * batch + b;
  }

  /** Fills a state {@code [B][H]} from an input with all directions, or with zeros. */
  final void load(Frame f, @Nullable Ref from, Ref state) {
    float[] to = f.floats(state);
    if (from == null) {
      Arrays.fill(to, state.offset(), state.offset() + batch * hidden, 0);
      return;
    }
    for (int b = 0; b < batch; b++) {
      System.arraycopy(
          f.floats(from),
          from.offset() + stateRow(b) * hidden,
          to,
          state.offset() + b * hidden,
          hidden);
    }
  }

  /** Writes a state {@code [B][H]} to an output with all directions. */
  final void store(Frame f, Ref state, @Nullable Ref to) {
    for (int b = 0; to != null && b < batch; b++) {
      System.arraycopy(
          f.floats(state),
          state.offset() + b * hidden,
          f.floats(to),
          to.offset() + stateRow(b) * hidden,
          hidden);
    }
  }

  /** Sizes of a product of the state with n rows of R into rows of the gates' length. */
  final GemmShape stateProduct(int n) {
    return new GemmShape(1, batch, n, hidden, false, true, hidden, hidden, gateRows, 0, 0, 0);
  }
}
