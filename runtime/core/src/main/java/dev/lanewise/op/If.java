package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Graph;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * The outputs of one of two graphs, as the first input says. Both take all other inputs.
 *
 * @param thenBranch runs if the condition is true
 * @param elseBranch runs if it is false
 */
public record If(Graph thenBranch, Graph elseBranch) implements Op {
  @Override
  public List<Type> infer(Inference in) {
    int count = Dims.count(in.shape(0));
    boolean one = count == 1 || count == Shape.UNKNOWN;
    in.require(one && in.dtype(0) == DType.BOOL, "the condition must be one BOOL");
    int n = thenBranch.outputs().size();
    in.require(elseBranch.outputs().size() == n, "the branches must have equally many outputs");
    List<Type> captures = Subgraphs.typesFrom(in, 1);
    Tensor condition = in.constant(0);
    if (condition != null) {
      return Subgraphs.outputTypes(taken(condition), captures);
    }
    List<Type> a = Subgraphs.outputTypes(thenBranch, captures);
    List<Type> b = Subgraphs.outputTypes(elseBranch, captures);
    List<Type> types = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      types.add(Subgraphs.union(a.get(i), b.get(i)));
    }
    return types;
  }

  private Graph taken(Tensor condition) {
    return condition.bytes()[0] != 0 ? thenBranch : elseBranch;
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    List<Datum> captures = new ArrayList<>();
    for (int i = 1; i < in.inputs(); i++) {
      captures.add(in.value(i));
    }
    Tensor condition = in.tensor(0);
    if (condition.size() != 1) {
      throw in.fail("the condition must be one value, but is " + condition);
    }
    return in.run(taken(condition), captures);
  }

  @Override
  public boolean isPure() {
    return Subgraphs.isPure(thenBranch) && Subgraphs.isPure(elseBranch);
  }
}
