package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * The tensors of a sequence joined into one.
 *
 * @param axis dimension of the output along which they are joined; a negative one counts from the
 *     end
 * @param newAxis whether that is a dimension the tensors do not have
 */
public record ConcatFromSequence(int axis, boolean newAxis) implements Op {
  @Override
  public List<Type> infer(Inference in) {
    if (!(Sequences.element(in, 0) instanceof TensorType t)) {
      throw in.fail("the sequence must be of tensors, but is " + in.type(0));
    }
    Shape part = t.shape();
    Shape y = null;
    if (part != null) {
      int rank = part.rank() + (newAxis ? 1 : 0);
      int along = Axes.normalise(axis, rank);
      Shape before = part.slice(0, along).concat(Shape.of(Shape.UNKNOWN));
      y = before.concat(part.slice(newAxis ? along : along + 1, part.rank()));
    }
    return List.of(new TensorType(t.dtype(), y));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    List<Datum> values = Sequences.of(in, 0).values();
    if (values.isEmpty()) {
      throw in.fail("an empty sequence cannot be joined");
    }
    if (newAxis) {
      Stack stack = new Stack(axis);
      values.forEach(stack::add);
      return List.of(stack.tensor(values.get(0).type()));
    }
    List<Tensor> parts = new ArrayList<>();
    for (Datum value : values) {
      if (!(value instanceof Tensor part)) {
        throw in.fail("the sequence must be of tensors, but has " + value.type());
      }
      parts.add(part);
    }
    return List.of(new Concat(axis).join(parts));
  }
}
