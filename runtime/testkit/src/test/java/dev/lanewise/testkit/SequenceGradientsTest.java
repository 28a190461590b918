package dev.lanewise.testkit;

import dev.lanewise.kernel.UnaryFunction;
import dev.lanewise.op.Activation;
import dev.lanewise.op.Attention;
import dev.lanewise.op.CellFunction;
import dev.lanewise.op.GRU;
import dev.lanewise.op.LSTM;
import dev.lanewise.op.RNN;
import dev.lanewise.op.Recurrence;
import dev.lanewise.op.RecurrentDirection;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.testkit.cases.RandomTensors;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Derivatives of recurrent layers and of attention, see {@link GradientCheck}. */
class SequenceGradientsTest {
  private static final CellFunction ELU = CellFunction.of(new Activation(UnaryFunction.ELU, 1, 0));

  private final RandomTensors random = new RandomTensors(17);

  private Tensor tensor(int... dims) {
    return random.tensor(DType.DOUBLE, Shape.of(dims), -1, 1);
  }

  private static Recurrence recurrence(RecurrentDirection direction, CellFunction... functions) {
    List<CellFunction> all = new ArrayList<>();
    for (int d = 0; d < direction.count(); d++) {
      all.addAll(List.of(functions));
    }
    return new Recurrence(direction, all, Float.POSITIVE_INFINITY, false);
  }

  private List<Tensor> weights(int directions, int gates) {
    int hidden = 3;
    return List.of(
        tensor(4, 2, 2),
        tensor(directions, gates * hidden, 2),
        tensor(directions, gates * hidden, hidden),
        tensor(directions, 2 * gates * hidden));
  }

  @Test
  void recurrentLayers() {
    for (RecurrentDirection direction : RecurrentDirection.values()) {
      int d = direction.count();
      Recurrence two = recurrence(direction, CellFunction.SIGMOID, CellFunction.TANH);
      Recurrence three = recurrence(direction, CellFunction.SIGMOID, CellFunction.TANH, ELU);
      GradientCheck.check(new RNN(recurrence(direction, CellFunction.TANH)), 2, weights(d, 1));
      GradientCheck.check(new GRU(two, false), 2, weights(d, 3));
      GradientCheck.check(new GRU(two, true), 2, weights(d, 3));
      GradientCheck.check(new LSTM(three, false), 3, weights(d, 4));
    }
  }

  @Test
  void statesPeepholesAndLengths() {
    Recurrence forward =
        recurrence(
            RecurrentDirection.FORWARD, CellFunction.SIGMOID, CellFunction.TANH, CellFunction.TANH);
    List<Tensor> variables = new ArrayList<>(weights(1, 4));
    Tensor lengths = Tensor.of(DType.INT32, Shape.of(2), new int[] {4, 2});
    GradientCheck.check(new LSTM(forward, false), 3, variables, lengths);
    GradientCheck.check(
        new LSTM(forward, false),
        3,
        variables,
        null,
        tensor(1, 2, 3),
        tensor(1, 2, 3),
        tensor(1, 9));
  }

  @Test
  void attention() {
    Attention plain = Attention.plain(2, 2, Float.NaN);
    GradientCheck.check(plain, List.of(tensor(2, 3, 4), tensor(2, 5, 4), tensor(2, 5, 6)));
    Tensor mask = Tensor.of(DType.BOOL, Shape.of(3, 5), new byte[15]);
    for (int i = 0; i < 15; i++) {
      mask.bytes()[i] = (byte) (i % 4 == 1 ? 0 : 1);
    }
    GradientCheck.check(
        Attention.plain(0, 0, 0.3f),
        List.of(tensor(1, 4, 3, 2), tensor(1, 2, 5, 2), tensor(1, 2, 5, 3)),
        mask);
    Attention causal =
        new Attention(2, 1, 0.5f, 1.5f, true, 1, -1, Attention.Scores.PRODUCT, null, false);
    GradientCheck.check(
        causal, List.of(tensor(2, 3, 4), tensor(2, 3, 2), tensor(2, 3, 2), tensor(3, 3)));
  }
}
