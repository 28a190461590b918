package dev.lanewise.op;

import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** Collects tensors of one shape to be joined along a new dimension. */
final class Stack {
  private final int axis;
  private final List<Tensor> parts = new ArrayList<>();

  /** An empty stack; the axis may be negative, to count from the end of the joined shape. */
  Stack(int axis) {
    this.axis = axis;
  }

  /** Adds a tensor, of the shape of the others. */
  void add(Datum value) {
    if (!(value instanceof Tensor part)) {
      throw new IllegalArgumentException("collected values must be tensors, not " + value.type());
    }
    if (!parts.isEmpty() && !part.type().equals(parts.get(0).type())) {
      throw new IllegalArgumentException(
          "collected values must be alike, but one is " + parts.get(0) + ", another " + part);
    }
    parts.add(part);
  }

  /** Turns the order around. */
  void reverse() {
    Collections.reverse(parts);
  }

  /**
   * The tensors joined.
   *
   * @param inferred type of the result, of which unknown dimensions are 0 if there is no tensor
   */
  Tensor tensor(Type inferred) {
    if (parts.isEmpty()) {
      TensorType type = (TensorType) inferred;
      Shape shape = type.shape() == null ? Shape.of(0) : type.shape();
      shape = shape.with(Axes.normalise(axis, shape.rank()), 0);
      for (int i = 0; i < shape.rank(); i++) {
        shape = shape.dim(i) == Shape.UNKNOWN ? shape.with(i, 0) : shape;
      }
      return Tensor.zeros(type.dtype(), shape);
    }
    Shape part = parts.get(0).shape();
    int at = Axes.normalise(axis, part.rank() + 1);
    Shape line = part.slice(0, at).concat(Shape.of(1)).concat(part.slice(at, part.rank()));
    return new Concat(axis)
        .join(parts.stream().map(t -> t.reshape(line)).collect(Collectors.toList()));
  }
}
