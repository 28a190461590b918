package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.SequenceDatum;
import dev.lanewise.tensor.Type;
import java.util.ArrayList;
import java.util.List;

/** A sequence without the element at a position, or without the last if no position is given. */
public record SequenceErase() implements Op {
  @Override
  public List<Type> infer(Inference in) {
    Sequences.checkPosition(in, 1);
    Sequences.element(in, 0);
    return List.of(in.type(0));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    SequenceDatum sequence = Sequences.of(in, 0);
    int n = sequence.values().size();
    if (n == 0) {
      throw in.fail("there is nothing to erase in an empty sequence");
    }
    List<Datum> values = new ArrayList<>(sequence.values());
    values.remove(in.has(1) ? Sequences.position(in, 1, n, n) : n - 1);
    return Sequences.result(sequence.element(), values);
  }
}
