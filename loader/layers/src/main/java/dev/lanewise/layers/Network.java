package dev.lanewise.layers;

import dev.lanewise.graph.Graph;
import dev.lanewise.graph.GraphBuilder;
import dev.lanewise.graph.Value;
import dev.lanewise.op.Identity;
import dev.lanewise.pass.Passes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A model: a layer made of layers, with inputs of its own. */
public interface Network extends Layer {
  /** What a caller of the model gives, in order. */
  List<InputLayer> inputs();

  /** The layers, in the order of the configuration. */
  List<Layer> layers();

  /** Names of the outputs, one per output. */
  List<String> outputNames();

  /**
   * The model as a graph. Its inputs and outputs have the names of their layers, and the dimensions
   * that the configuration gives them. Constant weights are in the form in which operators take
   * them.
   *
   * @param source what stands for the variables
   * @throws dev.lanewise.error.ModelFormatException if layers do not fit together
   */
  default Graph toGraph(VariableSource source) {
    GraphBuilder graph = new GraphBuilder(name());
    emit(graph, source);
    return Passes.portable(graph.build());
  }

  /**
   * Adds the layers to a graph.
   *
   * @param inputs one value per input of the model
   * @param source what stands for the variables
   * @param penalties what hears of regularisers, and is a {@link Training} if the layers are
   *     trained; null for neither
   * @return the outputs, their dimensions as layers have them
   */
  default List<Value> addTo(
      GraphBuilder graph,
      List<Value> inputs,
      VariableSource source,
      @Nullable Penalties penalties) {
    Emitter e = new Emitter(graph, source, penalties);
    List<Flow> flows = call(e, Arguments.of(inputs.stream().map(Flow::of).toList()));
    return flows.stream().map(e::logical).toList();
  }

  /** The variables that building the model declares, in order. */
  default List<Variable> variables() {
    return emit(new GraphBuilder(name()), VariableSource.initial(0)).variables();
  }

  /** A table of the layers, their output shapes and their numbers of parameters. */
  default String summary() {
    return Summary.of(this, emit(new GraphBuilder(name()), VariableSource.initial(0)));
  }

  /** Adds inputs, layers and outputs to a graph. */
  private Emitter emit(GraphBuilder graph, VariableSource source) {
    Emitter e = new Emitter(graph, source, null);
    List<Flow> flows = new ArrayList<>();
    for (InputLayer input : inputs()) {
      flows.add(Flow.of(graph.input(input.name(), input.type())));
    }
    List<Flow> outputs = call(e, Arguments.of(flows));
    Set<String> used = new HashSet<>();
    inputs().forEach(input -> used.add(input.name()));
    for (int i = 0; i < outputs.size(); i++) {
      String name = unused(outputNames().get(i), used);
      Value value = e.logical(outputs.get(i));
      graph.output(graph.add(name, new Identity(), value));
    }
    return e;
  }

  private static String unused(String wanted, Set<String> used) {
    String name = wanted;
    for (int n = 1; !used.add(name); n++) {
      name = wanted + "_" + n;
    }
    return name;
  }
}
