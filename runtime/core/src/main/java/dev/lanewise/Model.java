package dev.lanewise;

import dev.lanewise.graph.Graph;
import dev.lanewise.graph.Value;
import dev.lanewise.pass.Passes;
import dev.lanewise.plan.PackedWeights;
import dev.lanewise.tensor.Type;
import java.util.ArrayList;
import java.util.List;

/** A trained model, ready to be run by sessions. Immutable and thread-safe. */
public final class Model {
  /**
   * An input or output of a model.
   *
   * @param name its name
   * @param type its type; dimensions that a caller may choose are unknown
   */
  public record Port(String name, Type type) {}

  private final Graph graph;
  private final Graph prepared;
  private final PackedWeights weights = new PackedWeights();

  private Model(Graph graph) {
    this.graph = graph;
    this.prepared = Passes.once(graph);
  }

  /** A model from a graph, as loaders make them. */
  public static Model of(Graph graph) {
    return new Model(graph);
  }

  /** What a run must be given, in order. */
  public List<Port> inputs() {
    return ports(graph.inputs());
  }

  /** What a run gives, in order. */
  public List<Port> outputs() {
    return ports(graph.outputs());
  }

  private static List<Port> ports(List<Value> values) {
    List<Port> ports = new ArrayList<>();
    for (Value v : values) {
      ports.add(new Port(v.name(), v.type()));
    }
    return List.copyOf(ports);
  }

  /** The graph as it was imported. */
  public Graph graph() {
    return graph;
  }

  /** A session with {@link SessionOptions#defaults()}. */
  public Session newSession() {
    return newSession(SessionOptions.defaults());
  }

  /**
   * A session; sessions of a model share its weights.
   *
   * @throws dev.lanewise.error.UnavailableException if the back end asked for is not there
   */
  public Session newSession(SessionOptions options) {
    return new Session(this, prepared, weights, options);
  }
}
