package dev.lanewise.op;

import dev.lanewise.graph.Inference;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * Attributes that the recurrent operators share. T is the number of time steps, B the batch, D the
 * number of directions, H the number of hidden units, G the number of gates.
 *
 * <p>Inputs: x {@code [T, B, I]}, W {@code [D, G·H, I]}, R {@code [D, G·H, H]}, optional biases
 * {@code [D, 2·G·H]} (those of W, then those of R), optional INT32 sequence lengths {@code [B]},
 * optional initial state {@code [D, B, H]}. Outputs: the states {@code [T, D, B, H]} and the last
 * state {@code [D, B, H]}.
 *
 * @param direction order of the time steps
 * @param functions activations, as many for each direction as the operator has
 * @param clip bound of the arguments of activations; infinite for none
 * @param batchFirst whether the batch is the first dimension: x {@code [B, T, I]}, states {@code
 *     [B, T, D, H]}, initial and last state {@code [B, D, H]}
 */
public record Recurrence(
    RecurrentDirection direction, List<CellFunction> functions, float clip, boolean batchFirst) {
  /** Copies the list. */
  public Recurrence {
    functions = List.copyOf(functions);
  }

  /** Types of the outputs: all states, and {@code last} times the last state. */
  List<Type> infer(Inference in, int gates, int functionCount, int last) {
    DType dtype = in.dtype(0);
    in.require(dtype.isFloating(), "needs a floating-point input, got " + dtype);
    int directions = direction.count();
    in.require(
        functions.size() == functionCount * directions,
        "needs " + functionCount * directions + " activations, has " + functions.size());
    in.require(clip >= 0, "clip must not be negative, but is " + clip);
    Shape x = checked(in, 0, Shapes.unknown(3));
    int input = x.dim(2);
    Shape r = checked(in, 2, Shapes.unknown(3).with(0, directions));
    int hidden = r.dim(2);
    int gateRows = hidden == Shape.UNKNOWN ? Shape.UNKNOWN : gates * hidden;
    checked(in, 2, Shape.of(directions, gateRows, hidden));
    checked(in, 1, Shape.of(directions, gateRows, input));
    if (in.has(3)) {
      checked(in, 3, Shape.of(directions, gateRows == Shape.UNKNOWN ? gateRows : 2 * gateRows));
    }
    Shape time = x.slice(batchFirst ? 1 : 0, batchFirst ? 2 : 1);
    Shape batch = x.slice(batchFirst ? 0 : 1, batchFirst ? 1 : 2);
    if (in.has(4)) {
      in.require(in.dtype(4) == DType.INT32, "sequence_lens must be INT32");
      Shapes.merge(Shape.of(batch.dim(0)), in.shape(4));
    }
    Shape d = Shape.of(directions);
    Shape h = Shape.of(hidden);
    Shape state = batchFirst ? batch.concat(d).concat(h) : d.concat(batch).concat(h);
    for (int i = 5; i < 5 + last; i++) {
      if (in.has(i)) {
        checked(in, i, Shape.of(state.dims()));
      }
    }
    List<Type> types = new ArrayList<>();
    types.add(
        new TensorType(
            dtype,
            batchFirst
                ? batch.concat(time).concat(d).concat(h)
                : time.concat(d).concat(batch).concat(h)));
    for (int i = 0; i < last; i++) {
      types.add(new TensorType(dtype, state));
    }
    return types;
  }

  private static Shape checked(Inference in, int i, Shape wanted) {
    in.require(in.dtype(i) == in.dtype(0), "input " + i + " has another type than the input");
    Shape s = Shapes.merge(in.shape(i), wanted);
    return s == null ? wanted : s;
  }

  /** Whether the activations are those for which there are kernels, and nothing is clipped. */
  boolean hasDefaults(CellFunction... defaults) {
    for (int i = 0; i < functions.size(); i++) {
      if (!functions.get(i).equals(defaults[i % defaults.length])) {
        return false;
      }
    }
    return clip == Float.POSITIVE_INFINITY;
  }
}
