package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Graph;
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
 * Runs a graph once for every slice of sequences. Inputs are the initial states, the sequences, and
 * what the graph reads besides; outputs are the last states and the values collected in every step.
 *
 * @param body takes the states, one slice of each sequence and the other inputs; gives the next
 *     states and the values to collect
 * @param inputs how each sequence is cut
 * @param outputs how each list of collected values is joined
 */
public record Scan(Graph body, List<Sequence> inputs, List<Sequence> outputs) implements Op {
  /**
   * A tensor seen as a sequence of slices.
   *
   * @param axis dimension that counts the slices; a negative one counts from the end
   * @param reversed whether the first step has the last slice
   */
  public record Sequence(int axis, boolean reversed) {}

  /** Copies the lists. */
  public Scan {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException("there must be a sequence to scan");
    }
  }

  private int states() {
    return body.outputs().size() - outputs.size();
  }

  @Override
  public List<Type> infer(Inference in) {
    int states = states();
    in.require(
        states >= 0 && in.inputs() >= states + inputs.size(),
        "the body gives " + body.outputs().size() + " values, which are too many or too few");
    in.require(
        body.inputs().size() == in.inputs(),
        "the body takes " + body.inputs().size() + " values, but gets " + in.inputs());
    List<Type> arguments = new ArrayList<>();
    int steps = Shape.UNKNOWN;
    for (int i = 0; i < in.inputs(); i++) {
      int k = i - states;
      if (k < 0 || k >= inputs.size()) {
        arguments.add(in.type(i));
        continue;
      }
      Shape x = in.shape(i);
      Shape slice = null;
      if (x != null) {
        int axis = Axes.normalise(inputs.get(k).axis, x.rank());
        slice = without(x, axis);
        in.require(
            steps == Shape.UNKNOWN || x.dim(axis) == Shape.UNKNOWN || x.dim(axis) == steps,
            "the sequences must be equally long");
        steps = Math.max(steps, x.dim(axis));
      }
      arguments.add(new TensorType(in.dtype(i), slice));
    }
    return types(in, arguments, steps);
  }

  private List<Type> types(Inference in, List<Type> arguments, int steps) {
    List<Type> results = Subgraphs.loopTypes(body, arguments, 0, 0, states());
    List<Type> types = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      int k = i - states();
      if (k < 0) {
        types.add(Subgraphs.union(arguments.get(i), results.get(i)));
        continue;
      }
      if (!(results.get(i) instanceof TensorType t)) {
        throw in.fail("collected values must be tensors, but value " + k + " is " + results.get(i));
      }
      Shape part = t.shape();
      Shape y = null;
      if (part != null) {
        int axis = Axes.normalise(outputs.get(k).axis, part.rank() + 1);
        y = part.slice(0, axis).concat(Shape.of(steps)).concat(part.slice(axis, part.rank()));
      }
      types.add(new TensorType(t.dtype(), y));
    }
    return types;
  }

  private static Shape without(Shape x, int axis) {
    return x.slice(0, axis).concat(x.slice(axis + 1, x.rank()));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    int states = states();
    List<Datum> values = new ArrayList<>();
    for (int i = 0; i < in.inputs(); i++) {
      values.add(in.value(i));
    }
    int steps = steps(in);
    List<Stack> stacks = new ArrayList<>();
    for (int o = states; o < in.outputs(); o++) {
      stacks.add(new Stack(outputs.get(o - states).axis));
    }
    for (int t = 0; t < steps; t++) {
      for (int k = 0; k < inputs.size(); k++) {
        int at = inputs.get(k).reversed ? steps - 1 - t : t;
        values.set(states + k, slice(in.tensor(states + k), inputs.get(k).axis, at));
      }
      List<Datum> results = in.run(body, List.copyOf(values));
      for (int i = 0; i < states; i++) {
        values.set(i, results.get(i));
      }
      for (int k = 0; k < stacks.size(); k++) {
        stacks.get(k).add(results.get(states + k));
      }
    }
    List<Datum> results = new ArrayList<>(values.subList(0, states));
    for (int k = 0; k < stacks.size(); k++) {
      if (outputs.get(k).reversed) {
        stacks.get(k).reverse();
      }
      results.add(stacks.get(k).tensor(in.node().output(states + k).type()));
    }
    return results;
  }

  private int steps(Evaluation in) {
    int steps = Shape.UNKNOWN;
    for (int k = 0; k < inputs.size(); k++) {
      Shape x = in.tensor(states() + k).shape();
      int length = x.dim(Axes.normalise(inputs.get(k).axis, x.rank()));
      if (k > 0 && length != steps) {
        throw in.fail("the sequences must be equally long, but are " + steps + " and " + length);
      }
      steps = length;
    }
    return steps;
  }

  private static Tensor slice(Tensor x, int axis, int index) {
    Shape shape = x.shape();
    int along = Axes.normalise(axis, shape.rank());
    int outer = shape.size(0, along);
    int inner = shape.size(along + 1, shape.rank());
    return Strided.toDense(
            new int[] {outer, inner}, new int[] {shape.dim(along) * inner, 1}, x.dtype().arity())
        .tensor(x, index * inner, without(shape, along));
  }

  @Override
  public boolean isPure() {
    return Subgraphs.isPure(body);
  }
}
