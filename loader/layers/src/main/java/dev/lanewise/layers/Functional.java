package dev.lanewise.layers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A model whose layers form a graph: shared layers, several inputs and outputs. */
public final class Functional implements Network {
  static final LayerType TYPE =
      LayerType.of(
          "Functional",
          Functional::new,
          "name",
          "functional",
          "layers",
          LayerType.REQUIRED,
          "input_layers",
          LayerType.REQUIRED,
          "output_layers",
          LayerType.REQUIRED);

  private final Config config;
  private final Map<String, Layer> layers = new LinkedHashMap<>();
  private final List<CallSite> calls;
  private final List<CallSite.Ref> inputs;
  private final List<CallSite.Ref> outputs;

  private Functional(Config config) {
    this.config = config;
    List<CallSite> all = new ArrayList<>();
    CallReader reader = new CallReader(config);
    for (JsonNode json : config.required("layers")) {
      Layer layer = LayerTypes.read(json, config.form());
      String name = json.path("name").asString(layer.name());
      if (name.isEmpty()
          || layers.put(name, layer.name().equals(name) ? layer : layer.named(name)) != null) {
        throw config.fail("every layer needs a name of its own, but one is '" + name + "'");
      }
      all.addAll(reader.calls(name, json.path("inbound_nodes")));
    }
    this.inputs = reader.ends("input_layers");
    this.outputs = reader.ends("output_layers");
    for (CallSite.Ref input : inputs) {
      if (!(layers.get(input.layer()) instanceof InputLayer)) {
        throw config.fail("'input_layers' names '" + input.layer() + "', which is no InputLayer");
      }
    }
    if (outputs.isEmpty()) {
      throw config.fail("has no output");
    }
    this.calls = CallOrder.sort(config, layers, inputs, all);
  }

  /** A model from symbolic values; unnamed layers get names. */
  public static Functional of(String name, List<Output> inputs, List<Output> outputs) {
    return (Functional) TYPE.read(FunctionalWriter.write(name, inputs, outputs), Form.KERAS_3);
  }

  @Override
  public Config config() {
    return config;
  }

  @Override
  public List<Layer> layers() {
    return List.copyOf(layers.values());
  }

  private Layer layer(String name) {
    return Objects.requireNonNull(layers.get(name));
  }

  @Override
  public List<InputLayer> inputs() {
    return inputs.stream().map(ref -> (InputLayer) layer(ref.layer())).toList();
  }

  @Override
  public List<String> outputNames() {
    return outputs.stream().map(CallSite.Ref::layer).toList();
  }

  @Override
  public List<Flow> call(Emitter e, Arguments in) {
    if (in.inputs().size() != inputs.size()) {
      throw config.fail(
          "takes " + inputs.size() + " inputs, but is called with " + in.inputs().size());
    }
    Map<String, String> parts = new HashMap<>();
    StoreNames names = new StoreNames();
    layers.forEach((name, layer) -> parts.put(name, "layers/" + names.next(layer.className())));
    Map<CallSite.Ref, Flow> flows = new HashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      CallSite.Ref ref = inputs.get(i);
      Layer input = layer(ref.layer());
      Arguments given = Arguments.of(List.of(in.inputs().get(i)));
      flows.put(ref, e.layer(input, parts.getOrDefault(ref.layer(), ""), given).get(0));
    }
    for (CallSite site : calls) {
      Layer layer = layer(site.layer());
      Map<String, List<Flow>> named = new HashMap<>();
      site.named().forEach((key, refs) -> named.put(key, all(refs, flows)));
      Arguments arguments = new Arguments(all(site.inputs(), flows), named, site.settings());
      List<Flow> results = e.layer(layer, parts.getOrDefault(site.layer(), ""), arguments);
      for (int i = 0; i < results.size(); i++) {
        flows.put(new CallSite.Ref(site.layer(), site.node(), i), results.get(i));
      }
    }
    return all(outputs, flows);
  }

  private List<Flow> all(List<CallSite.Ref> refs, Map<CallSite.Ref, Flow> flows) {
    List<Flow> found = new ArrayList<>();
    for (CallSite.Ref ref : refs) {
      Flow flow = flows.get(ref);
      if (flow == null) {
        throw config.fail(
            "reads output " + ref.tensor() + " of '" + ref.layer() + "', which has none such");
      }
      found.add(flow);
    }
    return found;
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof Functional other && config.equals(other.config);
  }

  @Override
  public int hashCode() {
    return config.hashCode();
  }

  /** The configuration. */
  @Override
  public String toString() {
    return config.toString();
  }
}
