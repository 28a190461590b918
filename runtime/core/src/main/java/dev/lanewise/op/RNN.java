package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Type;
import java.util.List;

/**
 * Simple recurrent layer: {@code h' = f(x·Wᵀ + h·Rᵀ + bW + bR)}.
 *
 * @param recurrence attributes; one activation f per direction
 */
public record RNN(Recurrence recurrence) implements Op {
  @Override
  public List<Type> infer(Inference in) {
    return recurrence.infer(in, 1, 1, 1);
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    double[] r = in.tensor(2).toDoubles();
    int hidden = in.tensor(2).shape().dim(2);
    double[][][] bias = new double[2][2][];
    for (int d = 0; d < recurrence.direction().count(); d++) {
      bias[d][0] = RecurrentReference.bias(in, hidden, d, 0);
      bias[d][1] = RecurrentReference.bias(in, hidden, d, 1);
    }
    return RecurrentReference.run(
        in,
        recurrence,
        1,
        1,
        (d, x, h, c) -> {
          RecurrentReference.add(x, bias[d][0]);
          RecurrentReference.add(x, bias[d][1]);
          RecurrentReference.addRecurrent(r, hidden, d, 0, hidden, h, x);
          recurrence.functions().get(d).apply(x, 0, hidden, recurrence.clip());
          System.arraycopy(x, 0, h, 0, hidden);
        });
  }

  @Override
  public void lower(Lowering l) {
    if (!RecurrentPass.canDo(l, recurrence) || !RnnPass.canDo(recurrence)) {
      l.reference();
      return;
    }
    RecurrentStep.emit(l, recurrence, "rnn", d -> new RnnPass(l, recurrence, d));
  }
}
