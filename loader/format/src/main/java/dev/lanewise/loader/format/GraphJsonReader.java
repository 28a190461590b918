package dev.lanewise.loader.format;

import dev.lanewise.error.ModelFormatException;
import dev.lanewise.error.UnsupportedModelException;
import dev.lanewise.graph.Graph;
import dev.lanewise.graph.GraphBuilder;
import dev.lanewise.graph.Value;
import dev.lanewise.loader.operators.OnnxNode;
import dev.lanewise.loader.operators.OperatorTable;
import dev.lanewise.op.Identity;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Graphs from their JSON. A name stands for a value of the same graph, else for a tensor. */
final class GraphJsonReader {
  /** Nesting of graphs in graphs. */
  static final int MAX_DEPTH = 64;

  private final OperatorTable table = OperatorTable.standard();
  private final TensorStore tensors;
  private final Map<String, Integer> opsets = new HashMap<>();

  GraphJsonReader(TensorStore tensors) {
    this.tensors = tensors;
  }

  TensorStore tensors() {
    return tensors;
  }

  /**
   * The graph of a model.
   *
   * @throws ModelFormatException with the place of what breaks a rule
   * @throws UnsupportedModelException that names all operators that are not known
   */
  Graph read(JsonValue json) {
    for (Map.Entry<String, JsonValue> opset : json.get("opsets").members().entrySet()) {
      opsets.put(OperatorTable.normalize(opset.getKey()), opset.getValue().size());
    }
    Set<String> missing = new LinkedHashSet<>();
    findMissing(json, missing, 0);
    if (!missing.isEmpty()) {
      throw new UnsupportedModelException(
          "the model uses what Lanewise does not support: " + String.join("; ", missing));
    }
    GraphBuilder builder = new GraphBuilder(json.get("name").text());
    Map<String, Value> values = inputs(json, builder);
    nodes(json, builder, values);
    Set<String> listed = new HashSet<>();
    for (JsonValue output : json.get("outputs").elements()) {
      String name = output.get("name").text();
      if (!listed.add(name)) {
        throw output.fail("is listed twice");
      }
      builder.output(underName(name, output(output, builder, values), builder));
    }
    return builder.build();
  }

  private static Value underName(String name, Value value, GraphBuilder builder) {
    Tensor constant = value.constant();
    if (value.name().equals(name)) {
      return value;
    }
    return constant != null
        ? builder.constant(name, constant)
        : builder.add(name, new Identity(), value);
  }

  private void findMissing(JsonValue graph, Set<String> missing, int depth) {
    if (depth > MAX_DEPTH) {
      throw graph.fail("is nested deeper than " + MAX_DEPTH + " graphs, which is the limit");
    }
    for (JsonValue node : graph.get("nodes").elements()) {
      String domain = domain(node);
      String operator = node.get("op").text();
      int opset = opset(domain, node);
      if (table.find(domain, operator, opset) == null) {
        String versions = table.versions(domain, operator);
        missing.add(
            "operator "
                + operator
                + " of domain '"
                + (domain.isEmpty() ? "ai.onnx" : domain)
                + "', opset "
                + opset
                + (versions.isEmpty() ? "" : " (supported: " + versions + ")")
                + ", in node '"
                + node.get("name").text()
                + "'");
      }
      JsonValue attributes = node.find("attributes");
      if (attributes != null) {
        for (JsonValue attribute : attributes.members().values()) {
          JsonValue inner = attribute.find("graph");
          if (inner != null) {
            findMissing(inner, missing, depth + 1);
          }
        }
      }
    }
  }

  private static String domain(JsonValue node) {
    JsonValue domain = node.find("domain");
    return domain == null ? OperatorTable.ONNX : OperatorTable.normalize(domain.text());
  }

  private int opset(String domain, JsonValue node) {
    Integer opset = opsets.get(domain);
    if (opset == null) {
      throw node.fail("is of domain '" + domain + "', for which no operator set is given");
    }
    return opset;
  }

  /** A graph inside of a node: all it reads comes in through its inputs. */
  Graph inner(JsonValue json) {
    GraphBuilder builder = new GraphBuilder(json.get("name").text());
    Map<String, Value> values = inputs(json, builder);
    nodes(json, builder, values);
    for (JsonValue output : json.get("outputs").elements()) {
      builder.output(output(output, builder, values));
    }
    return builder.build();
  }

  private Value output(JsonValue output, GraphBuilder builder, Map<String, Value> values) {
    JsonValue value = output.find("value");
    return value(value == null ? output.get("name") : value, builder, values);
  }

  private static Map<String, Value> inputs(JsonValue json, GraphBuilder builder) {
    Map<String, Value> values = new HashMap<>();
    for (JsonValue input : json.get("inputs").elements()) {
      String name = input.get("name").text();
      define(input, name, builder.input(name, TypeJson.read(input.get("type"))), values);
    }
    return values;
  }

  private static void define(JsonValue where, String name, Value value, Map<String, Value> values) {
    if (name.isEmpty()) {
      throw where.fail("has no name");
    }
    if (values.put(name, value) != null) {
      throw where.fail("defines '" + name + "', which is defined already");
    }
  }

  /** What a name stands for. */
  Value value(JsonValue json, GraphBuilder builder, Map<String, Value> values) {
    String name = json.text();
    Value value = values.get(name);
    if (value != null) {
      return value;
    }
    if (!tensors.has(name)) {
      throw json.fail("is '" + name + "', which nothing before it defines and no tensor is called");
    }
    return builder.constant(name, tensors.get(name));
  }

  private void nodes(JsonValue json, GraphBuilder builder, Map<String, Value> values) {
    for (JsonValue node : json.get("nodes").elements()) {
      node(node, builder, values);
    }
  }

  private void node(JsonValue json, GraphBuilder builder, Map<String, Value> values) {
    String domain = domain(json);
    String operator = json.get("op").text();
    OnnxNode.Identity identity =
        new OnnxNode.Identity(json.get("name").text(), operator, domain, opset(domain, json));
    List<@Nullable Value> inputs = new ArrayList<>();
    for (JsonValue input : json.get("inputs").elements()) {
      inputs.add(input.text().isEmpty() ? null : value(input, builder, values));
    }
    List<Value> captures = new ArrayList<>();
    JsonValue captured = json.find("captures");
    if (captured != null) {
      for (JsonValue capture : captured.elements()) {
        captures.add(value(capture, builder, values));
      }
    }
    List<JsonValue> outputs = json.get("outputs").elements();
    OnnxNode node =
        new OnnxNode(
            identity,
            new JsonAttributes(json.find("attributes"), captures, this),
            inputs,
            json.get("outputs").texts(),
            builder);
    OperatorTable.Line line = table.find(domain, operator, identity.opset());
    if (line == null) {
      throw node.unsupported("there is no such operator");
    }
    List<Value> results = node.read(line);
    for (int i = 0; i < results.size(); i++) {
      if (!outputs.get(i).text().isEmpty()) {
        define(outputs.get(i), outputs.get(i).text(), results.get(i), values);
      }
    }
  }
}
