package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.SequenceDatum;
import dev.lanewise.tensor.SequenceType;
import dev.lanewise.tensor.Type;
import java.util.ArrayList;
import java.util.List;

/** A sequence with a tensor put in before a position, or at the end if no position is given. */
public record SequenceInsert() implements Op {
  @Override
  public List<Type> infer(Inference in) {
    Sequences.checkPosition(in, 2);
    Type element = Subgraphs.union(Sequences.element(in, 0), in.tensor(1));
    return List.of(new SequenceType(element));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    SequenceDatum sequence = Sequences.of(in, 0);
    int n = sequence.values().size();
    List<Datum> values = new ArrayList<>(sequence.values());
    values.add(in.has(2) ? Sequences.position(in, 2, n + 1, n) : n, in.tensor(1));
    return Sequences.result(sequence.element(), values);
  }
}
