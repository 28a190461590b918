package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.LayoutChoice;
import dev.lanewise.graph.LayoutQuery;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;
import java.util.Objects;

/** The input, of any type, as it is. */
public record Identity() implements Op {
  @Override
  public List<Type> infer(Inference in) {
    return List.of(in.type(0));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    return List.of(in.value(0));
  }

  @Override
  public LayoutChoice layouts(LayoutQuery q) {
    return new LayoutChoice(List.of(q.layout(0)), q.layout(0));
  }

  @Override
  public void lower(Lowering l) {
    if (Objects.requireNonNull(l.node().input(0)).type() instanceof TensorType) {
      l.alias(0, 0);
    } else {
      l.reference();
    }
  }
}
