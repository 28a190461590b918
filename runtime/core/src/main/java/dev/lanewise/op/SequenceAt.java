package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Type;
import java.util.List;

/** The element of a sequence at a position, which may count from the end. */
public record SequenceAt() implements Op {
  @Override
  public List<Type> infer(Inference in) {
    Sequences.checkPosition(in, 1);
    return List.of(Sequences.element(in, 0));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    List<Datum> values = Sequences.of(in, 0).values();
    return List.of(values.get(Sequences.position(in, 1, values.size(), values.size())));
  }
}
