package dev.lanewise.graph;

import dev.lanewise.error.EvaluationException;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a reference evaluation sees of a node: its input values and a way to run subgraphs. */
public final class Evaluation {
  /** Runs a subgraph. */
  public interface Subgraphs {
    /** Computes the outputs of a graph. */
    List<Datum> run(Graph graph, List<Datum> inputs);
  }

  private final Node node;
  private final List<? extends @Nullable Datum> inputs;
  private final Subgraphs subgraphs;

  /** For those who run nodes: {@code inputs} in the order of the node's, null for missing ones. */
  public Evaluation(Node node, List<? extends @Nullable Datum> inputs, Subgraphs subgraphs) {
    this.node = node;
    this.inputs = inputs;
    this.subgraphs = subgraphs;
  }

  /** Number of inputs, missing ones in between counted. */
  public int inputs() {
    return inputs.size();
  }

  /** Number of outputs that are wanted. */
  public int outputs() {
    return node.outputs().size();
  }

  /** Whether input i is given. */
  public boolean has(int i) {
    return i < inputs.size() && inputs.get(i) != null;
  }

  /** The value of an input that must be there. */
  public Datum value(int i) {
    Datum d = i < inputs.size() ? inputs.get(i) : null;
    if (d == null) {
      throw fail("input " + i + " is missing");
    }
    return d;
  }

  /** The tensor of an input that must be there. */
  public Tensor tensor(int i) {
    if (value(i) instanceof Tensor t) {
      return t;
    }
    throw fail("input " + i + " must be a tensor, but is " + value(i).type());
  }

  /** The tensor of an input, or null if it is not given. */
  public @Nullable Tensor tensorOrNull(int i) {
    return has(i) ? tensor(i) : null;
  }

  /** The node whose outputs are wanted, for the types that were inferred. */
  public Node node() {
    return node;
  }

  /** Runs a subgraph of the operator. */
  public List<Datum> run(Graph graph, List<Datum> values) {
    return subgraphs.run(graph, values);
  }

  /** An exception that names the node; to be thrown by the caller. */
  public EvaluationException fail(String message) {
    return new EvaluationException(node + ": " + message);
  }

  /** Evaluates the node; unchecked failures of the operator come out with the node's name. */
  public List<Datum> evaluate() {
    try {
      return node.op().evaluate(this);
    } catch (IllegalArgumentException
        | ArithmeticException
        | IndexOutOfBoundsException
        | NegativeArraySizeException e) {
      throw new EvaluationException(node + ": " + e.getMessage(), e);
    }
  }
}
