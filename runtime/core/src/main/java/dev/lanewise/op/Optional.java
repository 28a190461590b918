package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.OptionalDatum;
import dev.lanewise.tensor.OptionalType;
import dev.lanewise.tensor.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The input as a value that may be absent; absent if it is not given.
 *
 * @param element type of the value; null for the input's
 */
public record Optional(@Nullable Type element) implements Op {
  @Override
  public List<Type> infer(Inference in) {
    if (in.has(0)) {
      return List.of(new OptionalType(in.type(0)));
    }
    if (element == null) {
      throw in.fail("without an input the type must be given");
    }
    return List.of(new OptionalType(element));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    if (in.has(0)) {
      return List.of(new OptionalDatum(Subgraphs.anyShape(in.value(0).type()), in.value(0)));
    }
    if (element == null) {
      throw in.fail("without an input the type must be given");
    }
    return List.of(new OptionalDatum(Subgraphs.anyShape(element), null));
  }
}
