package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Type;
import java.util.List;

/**
 * Gated recurrent unit. Gates in order: update z, reset r, candidate.
 *
 * <p>{@code h' = (1 − z)·g + z·h}, where g is the candidate's activation of {@code x·Wᵀ + (r·h)·Rᵀ}
 * or, linear before reset, of {@code x·Wᵀ + r·(h·Rᵀ + bR)}, biases left out.
 *
 * @param recurrence attributes; two activations per direction: of the gates, of the candidate
 * @param linearBeforeReset where the reset gate acts
 */
public record GRU(Recurrence recurrence, boolean linearBeforeReset) implements Op {
  private static final int GATES = 3;

  @Override
  public List<Type> infer(Inference in) {
    return recurrence.infer(in, GATES, 2, 1);
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    double[] r = in.tensor(2).toDoubles();
    int hidden = in.tensor(2).shape().dim(2);
    int rows = GATES * hidden;
    double[][][] bias = new double[2][2][];
    for (int d = 0; d < recurrence.direction().count(); d++) {
      bias[d][0] = RecurrentReference.bias(in, rows, d, 0);
      bias[d][1] = RecurrentReference.bias(in, rows, d, 1);
    }
    double[] inner = new double[rows];
    double[] reset = new double[hidden];
    return RecurrentReference.run(
        in,
        recurrence,
        GATES,
        1,
        (d, x, h, c) -> {
          CellFunction f = recurrence.functions().get(2 * d);
          CellFunction g = recurrence.functions().get(2 * d + 1);
          RecurrentReference.add(x, bias[d][0]);
          System.arraycopy(bias[d][1], 0, inner, 0, rows);
          RecurrentReference.addRecurrent(r, rows, d, 0, 2 * hidden, h, inner);
          for (int i = 0; i < 2 * hidden; i++) {
            x[i] += inner[i];
          }
          f.apply(x, 0, 2 * hidden, recurrence.clip());
          for (int i = 0; i < hidden; i++) {
            reset[i] = linearBeforeReset ? h[i] : x[hidden + i] * h[i];
          }
          RecurrentReference.addRecurrent(r, rows, d, 2 * hidden, hidden, reset, inner);
          for (int i = 0; i < hidden; i++) {
            double part = inner[2 * hidden + i];
            x[2 * hidden + i] += linearBeforeReset ? x[hidden + i] * part : part;
          }
          g.apply(x, 2 * hidden, hidden, recurrence.clip());
          for (int i = 0; i < hidden; i++) {
            h[i] = (1 - x[i]) * x[2 * hidden + i] + x[i] * h[i];
          }
        });
  }

  @Override
  public void lower(Lowering l) {
    if (!RecurrentPass.canDo(l, recurrence)
        || !recurrence.hasDefaults(CellFunction.SIGMOID, CellFunction.TANH)) {
      l.reference();
      return;
    }
    RecurrentStep.emit(
        l,
        recurrence,
        "gru",
        d ->
            linearBeforeReset
                ? new GruLinearPass(l, recurrence, d)
                : new GruPass(l, recurrence, d));
  }
}
