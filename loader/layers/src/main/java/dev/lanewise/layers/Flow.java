package dev.lanewise.layers;

import dev.lanewise.graph.Value;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A value between two layers. Layers speak of dimensions as Keras has them; in the graph they may
 * lie in another order, so that a convolution that counts channels last reads and writes {@code [N,
 * C, spatial...]} and nothing is transposed from one convolution to the next.
 *
 * @param value the value in the graph
 * @param order dimension i of the value is the layer's dimension {@code order.get(i)}
 * @param mask which time steps count, BOOL {@code [N, T]}; null if all do
 */
public record Flow(Value value, List<Integer> order, @Nullable Value mask) {
  /** Copies the list. */
  public Flow {
    order = List.copyOf(order);
  }

  /** A value whose dimensions lie as the layers have them. */
  public static Flow of(Value value) {
    return new Flow(value, identity(shape(value).rank()), null);
  }

  /** Dimensions in their own order. */
  static List<Integer> identity(int rank) {
    return IntStream.range(0, rank).boxed().toList();
  }

  /**
   * The last dimension behind the first: {@code [N, spatial..., C]} to {@code [N, C, spatial...]}.
   */
  static List<Integer> channelsFirst(int rank) {
    List<Integer> order = new ArrayList<>(identity(rank));
    if (rank > 1) {
      order.add(1, order.remove(rank - 1));
    }
    return order;
  }

  /** Time before batch: {@code [N, T, ...]} to {@code [T, N, ...]}. */
  static List<Integer> timeFirst(int rank) {
    List<Integer> order = new ArrayList<>(identity(rank));
    order.add(0, order.remove(1));
    return order;
  }

  /** The shape of a value; its rank is always known here. */
  static Shape shape(Value value) {
    Type type = value.type();
    Shape shape = type instanceof TensorType t ? t.shape() : null;
    if (shape == null) {
      throw new IllegalStateException(value + " has no rank");
    }
    return shape;
  }

  /** Number of dimensions. */
  public int rank() {
    return order.size();
  }

  /** The shape as layers see it. */
  public Shape shape() {
    Shape physical = shape(value);
    Shape logical = Shape.SCALAR;
    for (int axis = 0; axis < rank(); axis++) {
      int at = physical(axis);
      logical = logical.concat(physical.slice(at, at + 1));
    }
    return logical;
  }

  /** Dimension i as layers see it; a negative i counts from the end. */
  int dim(int i) {
    return shape(value).dim(physical(i < 0 ? i + rank() : i));
  }

  /** Element type. */
  public DType dtype() {
    return ((TensorType) value.type()).dtype();
  }

  /** Where in the value a layer's dimension lies. */
  int physical(int axis) {
    return order.indexOf(axis);
  }

  /** Another value of the same kind in the same order. */
  Flow with(Value other) {
    return new Flow(other, order, mask);
  }

  /** The same with a mask. */
  Flow masked(@Nullable Value other) {
    return new Flow(value, order, other);
  }
}
