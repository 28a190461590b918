package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.OptionalDatum;
import dev.lanewise.tensor.OptionalType;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;
import java.util.Objects;

/** The value of an input that may be absent; an input of another type as it is. */
public record OptionalGetElement() implements Op {
  @Override
  public List<Type> infer(Inference in) {
    return List.of(in.type(0) instanceof OptionalType o ? o.element() : in.type(0));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    if (!(in.value(0) instanceof OptionalDatum optional)) {
      return List.of(in.value(0));
    }
    if (optional.value() == null) {
      throw in.fail("the value is absent");
    }
    return List.of(optional.value());
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
