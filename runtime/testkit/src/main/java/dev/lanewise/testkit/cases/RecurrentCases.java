package dev.lanewise.testkit.cases;

import dev.lanewise.graph.Op;
import dev.lanewise.kernel.UnaryFunction;
import dev.lanewise.op.Activation;
import dev.lanewise.op.CellFunction;
import dev.lanewise.op.GRU;
import dev.lanewise.op.LSTM;
import dev.lanewise.op.RNN;
import dev.lanewise.op.Recurrence;
import dev.lanewise.op.RecurrentDirection;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Recurrent layers: plans agree with the reference evaluation. */
public abstract class RecurrentCases {
  private static final double TOLERANCE = 2e-5;

  private final RandomTensors tensors = new RandomTensors(31);
  private final Random random = tensors.random();

  /** Sizes of a layer and whether it has all optional inputs. */
  private record Layer(
      RecurrentDirection direction, boolean batchFirst, int t, int b, int in, int h, int options) {
    boolean has(int option) {
      return (options >> option & 1) != 0;
    }
  }

  private Layer layer(int i) {
    return new Layer(
        RecurrentDirection.values()[i % 3],
        i % 2 == 1,
        1 + random.nextInt(5),
        1 + random.nextInt(3),
        1 + random.nextInt(9),
        1 + random.nextInt(20),
        random.nextInt(64));
  }

  private Recurrence recurrence(Layer s, CellFunction... functions) {
    List<CellFunction> all = new ArrayList<>();
    for (int d = 0; d < s.direction.count(); d++) {
      all.addAll(List.of(functions));
    }
    return new Recurrence(s.direction, all, Float.POSITIVE_INFINITY, s.batchFirst);
  }

  private Tensor small(int... dims) {
    return tensors.tensor(DType.FLOAT, Shape.of(dims), -0.5, 0.5);
  }

  private void argument(OpCase c, boolean given, boolean constant, Tensor value) {
    if (!given) {
      c.missing();
    } else if (constant) {
      c.constant(value);
    } else {
      c.input(value);
    }
  }

  private void check(Layer s, Op op, int gates, int states, boolean peepholes) {
    int d = s.direction.count();
    boolean constant = s.has(0);
    int[] state = s.batchFirst ? new int[] {s.b, d, s.h} : new int[] {d, s.b, s.h};
    OpCase c = new OpCase();
    c.input(s.batchFirst ? small(s.b, s.t, s.in) : small(s.t, s.b, s.in));
    argument(c, true, constant, small(d, gates * s.h, s.in));
    argument(c, true, constant, small(d, gates * s.h, s.h));
    argument(c, s.has(1), constant, small(d, 2 * gates * s.h));
    int[] lengths = new int[s.b];
    for (int i = 0; i < s.b; i++) {
      lengths[i] = s.has(5) ? random.nextInt(s.t + 1) : s.t;
    }
    Tensor sequences = Tensor.of(DType.INT32, Shape.of(s.b), lengths);
    argument(c, s.has(2), true, sequences);
    argument(c, s.has(3), false, small(state));
    if (states == 2) {
      argument(c, s.has(4), false, small(state));
      argument(c, peepholes, constant, small(d, 3 * s.h));
    }
    c.check(op, 1 + states, TOLERANCE);
  }

  @Test
  void lstm() {
    for (int i = 0; i < 36; i++) {
      Layer s = layer(i);
      Recurrence r = recurrence(s, CellFunction.SIGMOID, CellFunction.TANH, CellFunction.TANH);
      check(s, new LSTM(r, i % 12 == 0), 4, 2, i % 4 == 0);
    }
  }

  @Test
  void gru() {
    for (int i = 0; i < 36; i++) {
      Layer s = layer(i);
      check(
          s,
          new GRU(recurrence(s, CellFunction.SIGMOID, CellFunction.TANH), i % 4 < 2),
          3,
          1,
          false);
    }
  }

  @Test
  void rnn() {
    for (int i = 0; i < 24; i++) {
      Layer s = layer(i);
      CellFunction f =
          i % 2 == 0
              ? CellFunction.TANH
              : CellFunction.of(new Activation(UnaryFunction.LEAKY_RELU, 0.1f, 0));
      check(s, new RNN(recurrence(s, f)), 1, 1, false);
    }
  }

  /** Directions that have enough work for a thread of their own. */
  @Test
  void largeDirections() {
    for (int options : new int[] {0b1, 0b11011}) {
      Layer s = new Layer(RecurrentDirection.BIDIRECTIONAL, options == 1, 13, 2, 43, 49, options);
      Recurrence lstm = recurrence(s, CellFunction.SIGMOID, CellFunction.TANH, CellFunction.TANH);
      Recurrence gru = recurrence(s, CellFunction.SIGMOID, CellFunction.TANH);
      check(s, new LSTM(lstm, false), 4, 2, s.has(1));
      check(s, new GRU(gru, false), 3, 1, false);
      check(s, new GRU(gru, true), 3, 1, false);
    }
  }

  @Test
  void otherActivationsAndClip() {
    CellFunction scaled = new CellFunction(new Activation(UnaryFunction.TANH), 0.5f, 2);
    CellFunction hard = CellFunction.of(new Activation(UnaryFunction.HARD_SIGMOID, 0.2f, 0.5f));
    for (int i = 0; i < 6; i++) {
      Layer s = layer(i);
      Recurrence lstm = recurrence(s, hard, scaled, scaled);
      check(s, new LSTM(lstm, false), 4, 2, true);
      Recurrence gru = recurrence(s, hard, scaled);
      Recurrence clipped = new Recurrence(s.direction, gru.functions(), 0.3f, s.batchFirst);
      check(s, new GRU(clipped, i % 2 == 0), 3, 1, false);
      check(s, new RNN(recurrence(s, scaled)), 1, 1, false);
    }
  }
}
