package dev.lanewise.loader.format;

import dev.lanewise.error.UnsupportedModelException;
import dev.lanewise.graph.Graph;
import dev.lanewise.graph.Node;
import dev.lanewise.graph.Value;
import dev.lanewise.loader.operators.Attribute;
import dev.lanewise.loader.operators.NodeWriter;
import dev.lanewise.loader.operators.OperatorTable;
import dev.lanewise.loader.operators.OperatorWriters;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A graph as JSON, and the tensors it reads under names. Names of values and tensors are unique in
 * the whole file.
 */
final class GraphJsonWriter {
  /** Elements from which on a list in an attribute is stored as a tensor. */
  private static final int LONG_LIST = 64;

  private final Map<Value, String> names = new HashMap<>();
  private final Set<String> taken = new HashSet<>(Set.of(Safetensors.METADATA));
  private final Map<Tensor, String> tensorNames = new IdentityHashMap<>();
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private final Map<String, Integer> opsets = new TreeMap<>();

  /** The tensors by name, in the order in which the graph reads them. */
  Map<String, Tensor> tensors() {
    return tensors;
  }

  /** The JSON of the model's graph, with the operator sets it is written for. */
  Map<String, Object> write(Graph graph) {
    // Inputs and outputs keep their names; others give way.
    graph.inputs().forEach(this::name);
    graph.outputs().forEach(this::name);
    Map<String, Object> json = new LinkedHashMap<>();
    Map<String, Object> body = graph(graph);
    json.put("opsets", opsets);
    json.putAll(body);
    return json;
  }

  private Map<String, Object> graph(Graph graph) {
    List<Object> inputs = new ArrayList<>();
    for (Value v : graph.inputs()) {
      Map<String, Object> input = new LinkedHashMap<>();
      input.put("name", name(v));
      input.put("type", TypeJson.write(v.type()));
      inputs.add(input);
    }
    List<Object> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      nodes.add(node(node));
    }
    List<Object> outputs = new ArrayList<>();
    for (Value v : graph.outputs()) {
      Map<String, Object> output = new LinkedHashMap<>();
      output.put("name", v.name());
      if (!name(v).equals(v.name())) {
        output.put("value", name(v));
      }
      outputs.add(output);
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", graph.name());
    json.put("inputs", inputs);
    json.put("nodes", nodes);
    json.put("outputs", outputs);
    return json;
  }

  private Map<String, Object> node(Node node) {
    NodeWriter writer = OperatorWriters.write(node);
    opsets.merge(writer.domain(), Math.max(oldest(writer.domain()), writer.opset()), Math::max);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", node.name());
    if (!writer.domain().isEmpty()) {
      json.put("domain", writer.domain());
    }
    json.put("op", writer.operator());
    List<Object> inputs = new ArrayList<>();
    List<Object> captures = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      Value v = node.input(i);
      (i < writer.inputs() ? inputs : captures).add(v == null ? "" : name(v));
    }
    json.put("inputs", inputs);
    if (!captures.isEmpty()) {
      json.put("captures", captures);
    }
    List<Object> outputs = new ArrayList<>();
    for (Value v : node.outputs()) {
      outputs.add(name(v));
    }
    json.put("outputs", outputs);
    if (!writer.attributes().isEmpty()) {
      Map<String, Object> attributes = new LinkedHashMap<>();
      writer
          .attributes()
          .forEach((name, a) -> attributes.put(name, attribute(node.name() + "." + name, a)));
      json.put("attributes", attributes);
    }
    return json;
  }

  /** The oldest operator set of a domain that graphs are written for. */
  private static int oldest(String domain) {
    switch (domain) {
      case OperatorTable.ONNX:
        return 17;
      case "ai.onnx.ml":
        return 3;
      default:
        return 1;
    }
  }

  /** An attribute as an object with one member, named after the kind of value. */
  private Map<String, Object> attribute(String path, Attribute value) {
    if (value instanceof Attribute.Int a) {
      return Map.of("int", a.value());
    } else if (value instanceof Attribute.Real a) {
      return Map.of("float", JsonWriter.number(a.value()));
    } else if (value instanceof Attribute.Text a) {
      return Map.of("string", a.value());
    } else if (value instanceof Attribute.Ints a) {
      long[] v = a.values();
      return Map.of("ints", list(path, Tensor.of(Shape.of(v.length), v)));
    } else if (value instanceof Attribute.Reals a) {
      float[] v = a.values();
      return Map.of("floats", list(path, Tensor.of(Shape.of(v.length), v)));
    } else if (value instanceof Attribute.Texts a) {
      String[] v = a.values().toArray(new String[0]);
      return Map.of("strings", list(path, Tensor.of(DType.STRING, Shape.of(v.length), v)));
    } else if (value instanceof Attribute.OfTensor a) {
      return Map.of("tensor", tensor(path, a.value()));
    } else if (value instanceof Attribute.OfType a) {
      return Map.of("type", TypeJson.write(a.value()));
    } else if (value instanceof Attribute.OfGraph a) {
      return Map.of("graph", graph(a.value()));
    }
    throw new UnsupportedModelException(path + " is a " + value.kind() + ", which has no form");
  }

  /** The elements of a list, or the name of a tensor that holds them. */
  private Object list(String path, Tensor values) {
    if (values.size() >= LONG_LIST) {
      return tensor(path, values);
    }
    List<Object> list = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      switch (values.dtype()) {
        case INT64:
          list.add(values.longs()[i]);
          break;
        case FLOAT:
          list.add(JsonWriter.number(values.floats()[i]));
          break;
        default:
          list.add(values.strings()[i]);
      }
    }
    return list;
  }

  private String name(Value v) {
    String known = names.get(v);
    if (known != null) {
      return known;
    }
    Tensor constant = v.constant();
    String name = constant == null ? unique(v.name()) : tensor(v.name(), constant);
    names.put(v, name);
    return name;
  }

  private String tensor(String wanted, Tensor tensor) {
    String known = tensorNames.get(tensor);
    if (known != null) {
      return known;
    }
    String name = unique(wanted);
    tensorNames.put(tensor, name);
    tensors.put(name, tensor);
    return name;
  }

  private String unique(String name) {
    String candidate = name;
    for (int i = 1; candidate.isEmpty() || !taken.add(candidate); i++) {
      candidate = name + "_" + i;
    }
    return candidate;
  }
}
