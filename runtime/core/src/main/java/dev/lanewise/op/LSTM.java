package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Type;
import java.util.Arrays;
import java.util.List;

/**
 * Long short-term memory. Gates in order: input i, output o, forget f, candidate c.
 *
 * <p>Inputs behind those of {@link Recurrence}: optional initial cell state like the initial state,
 * optional peepholes {@code [D, 3·H]} in order i, o, f. A third output is the last cell state.
 *
 * @param recurrence attributes; three activations per direction: of the gates, of the candidate, of
 *     the cell state
 * @param inputForget whether the forget gate is 1 minus the input gate
 */
public record LSTM(Recurrence recurrence, boolean inputForget) implements Op {
  private static final int GATES = 4;
  private static final int PEEPHOLES = 7;

  @Override
  public List<Type> infer(Inference in) {
    List<Type> types = recurrence.infer(in, GATES, 3, 2);
    if (in.has(PEEPHOLES)) {
      Shape r = in.shape(2);
      int hidden = r == null ? Shape.UNKNOWN : r.dim(2);
      Shapes.merge(
          Shape.of(
              recurrence.direction().count(), hidden == Shape.UNKNOWN ? Shape.UNKNOWN : 3 * hidden),
          in.shape(PEEPHOLES));
    }
    return types;
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    double[] r = in.tensor(2).toDoubles();
    int hidden = in.tensor(2).shape().dim(2);
    int rows = GATES * hidden;
    int directions = recurrence.direction().count();
    double[][][] bias = new double[2][2][];
    for (int d = 0; d < directions; d++) {
      bias[d][0] = RecurrentReference.bias(in, rows, d, 0);
      bias[d][1] = RecurrentReference.bias(in, rows, d, 1);
    }
    double[] peepholes =
        in.has(PEEPHOLES) ? in.tensor(PEEPHOLES).toDoubles() : new double[directions * 3 * hidden];
    return RecurrentReference.run(
        in,
        recurrence,
        GATES,
        2,
        (d, x, h, c) -> {
          RecurrentReference.add(x, bias[d][0]);
          RecurrentReference.add(x, bias[d][1]);
          RecurrentReference.addRecurrent(r, rows, d, 0, rows, h, x);
          cell(d, Arrays.copyOfRange(peepholes, d * 3 * hidden, (d + 1) * 3 * hidden), x, h, c);
        });
  }

  private void cell(int d, double[] peephole, double[] gates, double[] h, double[] c) {
    int n = h.length;
    int output = n;
    int forget = 2 * n;
    int candidate = 3 * n;
    CellFunction f = recurrence.functions().get(3 * d);
    CellFunction g = recurrence.functions().get(3 * d + 1);
    CellFunction last = recurrence.functions().get(3 * d + 2);
    for (int i = 0; i < n; i++) {
      gates[i] += peephole[i] * c[i];
      gates[forget + i] += peephole[forget + i] * c[i];
    }
    f.apply(gates, 0, n, recurrence.clip());
    f.apply(gates, forget, n, recurrence.clip());
    g.apply(gates, candidate, n, recurrence.clip());
    for (int i = 0; i < n; i++) {
      double keep = inputForget ? 1 - gates[i] : gates[forget + i];
      c[i] = keep * c[i] + gates[i] * gates[candidate + i];
      gates[output + i] += peephole[output + i] * c[i];
      h[i] = c[i];
    }
    f.apply(gates, output, n, recurrence.clip());
    last.apply(h, 0, n, Float.POSITIVE_INFINITY);
    for (int i = 0; i < n; i++) {
      h[i] *= gates[output + i];
    }
  }

  @Override
  public void lower(Lowering l) {
    if (inputForget
        || !RecurrentPass.canDo(l, recurrence)
        || !recurrence.hasDefaults(CellFunction.SIGMOID, CellFunction.TANH, CellFunction.TANH)) {
      l.reference();
      return;
    }
    RecurrentStep.emit(l, recurrence, "lstm", d -> new LstmPass(l, recurrence, d));
  }
}
