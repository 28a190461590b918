package dev.lanewise.layers;

import dev.lanewise.graph.GraphBuilder;
import dev.lanewise.graph.Value;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.util.function.Function;

/** What stands for the variables of a model in a graph: constants, or inputs to be trained. */
public interface VariableSource {
  /**
   * The value of a variable; asked for once per variable.
   *
   * @return a value of the variable's shape and type that belongs to the graph
   */
  Value value(GraphBuilder graph, Variable variable);

  /** Every variable is a constant with the tensor that a function gives. */
  static VariableSource constants(Function<Variable, Tensor> tensors) {
    return (graph, v) -> graph.constant(v.label(), tensors.apply(v));
  }

  /** Every variable is a graph input named by its label. */
  static VariableSource inputs() {
    return (graph, v) -> graph.input(v.label(), new TensorType(v.dtype(), v.shape()));
  }

  /** Every variable is a constant with its initial value; equal seeds give equal values. */
  static VariableSource initial(long seed) {
    return constants(v -> v.initializer().tensor(v, seed));
  }
}
