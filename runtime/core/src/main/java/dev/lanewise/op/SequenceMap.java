package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Graph;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.SequenceDatum;
import dev.lanewise.tensor.SequenceType;
import dev.lanewise.tensor.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * The outputs of a graph for every element of a sequence, as sequences.
 *
 * @param body takes one element of every input that is a sequence, and every other input as it is
 * @param mapped how many inputs may be sequences of elements; what follows is read as it is
 */
public record SequenceMap(Graph body, int mapped) implements Op {
  @Override
  public List<Type> infer(Inference in) {
    in.require(mapped > 0 && in.inputs() >= mapped, "needs a sequence");
    in.require(in.type(0) instanceof SequenceType, "the first input must be a sequence");
    in.require(
        body.inputs().size() == in.inputs(),
        "the body takes " + body.inputs().size() + " values, but gets " + in.inputs());
    List<Type> inputs = new ArrayList<>();
    for (int i = 0; i < in.inputs(); i++) {
      boolean cut = i < mapped && in.type(i) instanceof SequenceType;
      inputs.add(cut ? ((SequenceType) in.type(i)).element() : in.type(i));
    }
    List<Type> types = new ArrayList<>();
    for (Type element : Subgraphs.outputTypes(body, inputs)) {
      types.add(new SequenceType(element));
    }
    return types;
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    int n = Sequences.of(in, 0).values().size();
    List<List<Datum>> results = new ArrayList<>();
    for (int o = 0; o < body.outputs().size(); o++) {
      results.add(new ArrayList<>());
    }
    for (int k = 0; k < n; k++) {
      List<Datum> inputs = new ArrayList<>();
      for (int i = 0; i < in.inputs(); i++) {
        inputs.add(i < mapped ? element(in, i, k, n) : in.value(i));
      }
      List<Datum> outputs = in.run(body, inputs);
      for (int o = 0; o < results.size(); o++) {
        results.get(o).add(outputs.get(o));
      }
    }
    List<Datum> sequences = new ArrayList<>();
    for (int o = 0; o < results.size(); o++) {
      Type element = Subgraphs.anyShape(body.outputs().get(o).type());
      sequences.add(new SequenceDatum(element, results.get(o)));
    }
    return sequences;
  }

  private static Datum element(Evaluation in, int i, int k, int n) {
    if (!(in.value(i) instanceof SequenceDatum sequence)) {
      return in.value(i);
    }
    if (sequence.values().size() != n) {
      throw in.fail("sequences of " + n + " and " + sequence.values().size() + " elements");
    }
    return sequence.values().get(k);
  }

  @Override
  public boolean isPure() {
    return Subgraphs.isPure(body);
  }
}
