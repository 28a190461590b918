package dev.lanewise.layers;

import dev.lanewise.layers.CallSite.Ref;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads which layer is called with what, as Keras 1 to 3 write it. */
record CallReader(Config model) {
  /** The calls of a layer. */
  List<CallSite> calls(String layer, JsonNode nodes) {
    List<CallSite> calls = new ArrayList<>();
    for (JsonNode node : nodes) {
      calls.add(
          node.isObject() ? keras3(layer, calls.size(), node) : keras2(layer, calls.size(), node));
    }
    return calls;
  }

  private CallSite keras3(String layer, int index, JsonNode node) {
    List<Ref> inputs = new ArrayList<>();
    for (JsonNode argument : node.path("args")) {
      List<Ref> refs = tensors(argument);
      if (refs == null && !argument.isNull()) {
        throw model.unsupported(
            "layer '"
                + layer
                + "' is called with the argument "
                + argument
                + ", which is no value");
      }
      if (refs != null) {
        inputs.addAll(refs);
      }
    }
    Map<String, List<Ref>> named = new LinkedHashMap<>();
    Map<String, JsonNode> settings = new LinkedHashMap<>();
    named(node.path("kwargs"), named, settings);
    if (inputs.isEmpty() && named.containsKey("inputs")) {
      inputs.addAll(named.remove("inputs"));
    }
    return new CallSite(layer, index, inputs, named, settings);
  }

  private CallSite keras2(String layer, int index, JsonNode node) {
    List<Ref> inputs = new ArrayList<>();
    Map<String, List<Ref>> named = new LinkedHashMap<>();
    Map<String, JsonNode> settings = new LinkedHashMap<>();
    Iterable<JsonNode> entries = node.path(0).isString() ? List.of(node) : node;
    for (JsonNode entry : entries) {
      Ref ref = history(entry);
      if (ref == null) {
        throw model.unsupported(
            "layer '" + layer + "' is called with " + entry + ", which is no value of a layer");
      }
      inputs.add(ref);
      named(entry.path(3), named, settings);
    }
    return new CallSite(layer, index, inputs, named, settings);
  }

  private void named(
      JsonNode kwargs, Map<String, List<Ref>> named, Map<String, JsonNode> settings) {
    for (Map.Entry<String, JsonNode> entry : kwargs.properties()) {
      List<Ref> refs = tensors(entry.getValue());
      if (refs != null && !refs.isEmpty()) {
        named.put(entry.getKey(), refs);
      } else if (!entry.getValue().isNull()) {
        settings.put(entry.getKey(), entry.getValue());
      }
    }
  }

  /**
   * The values that an argument holds, alone or in nested lists; null if it holds something else.
   */
  private @Nullable List<Ref> tensors(JsonNode argument) {
    Ref one = reference(argument);
    if (one != null) {
      return List.of(one);
    }
    if (!argument.isArray()) {
      return null;
    }
    List<Ref> all = new ArrayList<>();
    for (JsonNode element : argument) {
      List<Ref> inner = tensors(element);
      if (inner == null) {
        return null;
      }
      all.addAll(inner);
    }
    return all;
  }

  private @Nullable Ref reference(JsonNode json) {
    return json.path("class_name").asString("").equals("__keras_tensor__")
        ? history(json.path("config").path("keras_history"))
        : history(json);
  }

  /** A list of layer, call and output. */
  private static @Nullable Ref history(JsonNode json) {
    boolean is =
        json.isArray()
            && json.size() >= 3
            && json.get(0).isString()
            && json.get(1).isInt()
            && json.get(2).isInt()
            && json.get(1).intValue() >= 0;
    return is
        ? new Ref(json.get(0).stringValue(), json.get(1).intValue(), json.get(2).intValue())
        : null;
  }

  /** The inputs or outputs of a model: one, a list, or one for each of several names. */
  List<Ref> ends(String key) {
    JsonNode json = model.node(key);
    List<Ref> ends = json == null ? null : json.isObject() ? sorted(json) : tensors(json);
    if (ends == null) {
      throw model.fail("'" + key + "' must name layers, but is " + json);
    }
    return ends;
  }

  private @Nullable List<Ref> sorted(JsonNode json) {
    Map<String, JsonNode> byName = new TreeMap<>();
    json.properties().forEach(entry -> byName.put(entry.getKey(), entry.getValue()));
    List<Ref> all = new ArrayList<>();
    for (JsonNode value : byName.values()) {
      List<Ref> refs = tensors(value);
      if (refs == null) {
        return null;
      }
      all.addAll(refs);
    }
    return all;
  }
}
