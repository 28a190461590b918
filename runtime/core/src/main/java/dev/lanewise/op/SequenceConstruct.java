package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.SequenceType;
import dev.lanewise.tensor.Type;
import java.util.ArrayList;
import java.util.List;

/** A sequence of the inputs, tensors of one element type. */
public record SequenceConstruct() implements Op {
  @Override
  public List<Type> infer(Inference in) {
    Type element = in.tensor(0);
    for (int i = 1; i < in.inputs(); i++) {
      element = Subgraphs.union(element, in.tensor(i));
    }
    return List.of(new SequenceType(element));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    List<Datum> values = new ArrayList<>();
    for (int i = 0; i < in.inputs(); i++) {
      values.add(in.tensor(i));
    }
    return Sequences.result(in.tensor(0).type(), values);
  }
}
