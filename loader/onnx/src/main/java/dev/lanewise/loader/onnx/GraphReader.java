package dev.lanewise.loader.onnx;

import dev.lanewise.error.ModelFormatException;
import dev.lanewise.graph.Graph;
import dev.lanewise.graph.GraphBuilder;
import dev.lanewise.graph.Value;
import dev.lanewise.loader.operators.Bodies;
import dev.lanewise.loader.operators.OnnxNode;
import dev.lanewise.loader.operators.OperatorTable;
import dev.lanewise.op.Identity;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns graphs of one model file into graphs to compute with; functions are expanded in place. The
 * model must have passed {@link ExpansionCheck}.
 */
final class GraphReader {
  private final OperatorTable table;
  private final Map<FunctionKey, Message> functions;
  private final TensorReader tensors;

  GraphReader(OperatorTable table, Map<FunctionKey, Message> functions, TensorReader tensors) {
    this.table = table;
    this.functions = functions;
    this.tensors = tensors;
  }

  TensorReader tensors() {
    return tensors;
  }

  /** The graph of a model. */
  Graph read(Message proto, OpsetImports opsets) {
    Scope scope = new Scope(new GraphBuilder(proto.text(OnnxSchema.GRAPH_NAME)), opsets, null);
    Set<String> initialized = initializers(proto, scope);
    for (Message input : proto.messages(OnnxSchema.GRAPH_INPUT)) {
      String name = input.text(OnnxSchema.VALUE_NAME);
      if (!initialized.contains(name)) {
        Type type = DataTypes.type(input.message(OnnxSchema.VALUE_TYPE), "input '" + name + "'");
        scope.define(named(name, "input"), scope.builder().input(name, type));
      }
    }
    readNodes(proto.messages(OnnxSchema.GRAPH_NODE), scope);
    Set<String> outputs = new HashSet<>();
    for (Message output : proto.messages(OnnxSchema.GRAPH_OUTPUT)) {
      String name = output.text(OnnxSchema.VALUE_NAME);
      if (!outputs.add(name)) {
        throw new ModelFormatException("output '" + name + "' is listed twice");
      }
      scope.builder().output(underName(name, output(name, scope), scope.builder()));
    }
    return scope.builder().build();
  }

  private static String named(String name, String what) {
    if (name.isEmpty()) {
      throw new ModelFormatException("an " + what + " of a graph has no name");
    }
    return name;
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

  private static Value output(String name, Scope scope) {
    Value value = scope.get(name);
    if (value == null) {
      throw new ModelFormatException("output '" + name + "' is computed by no node");
    }
    return value;
  }

  private Set<String> initializers(Message proto, Scope scope) {
    Set<String> names = new HashSet<>();
    for (Message tensor : proto.messages(OnnxSchema.GRAPH_INITIALIZER)) {
      String name = named(tensor.text(OnnxSchema.TENSOR_NAME), "initializer");
      constant(name, tensors.read(tensor, "initializer '" + name + "'"), scope);
      names.add(name);
    }
    for (Message tensor : proto.messages(OnnxSchema.GRAPH_SPARSE_INITIALIZER)) {
      String name =
          named(
              tensor.message(OnnxSchema.SPARSE_VALUES).text(OnnxSchema.TENSOR_NAME), "initializer");
      constant(name, tensors.readSparse(tensor, "initializer '" + name + "'"), scope);
      names.add(name);
    }
    return names;
  }

  private static void constant(String name, Tensor tensor, Scope scope) {
    scope.define(name, scope.builder().constant(scope.globalName(name), tensor));
  }

  private void readNodes(List<Message> protos, Scope scope) {
    for (Message proto : protos) {
      NodeReader reader = new NodeReader(proto, scope, this);
      Message function = functions.get(FunctionKey.called(proto));
      if (function != null) {
        reader.define(expand(function, reader, scope));
        continue;
      }
      OnnxNode node = reader.node();
      OperatorTable.Line line = table.find(node.domain(), node.operator(), node.opset());
      if (line == null) {
        throw node.unsupported("there is no such operator");
      }
      reader.define(node.read(line));
    }
  }

  private List<Value> expand(Message function, NodeReader reader, Scope outer) {
    OnnxNode node = reader.node();
    List<String> inputs = function.texts(OnnxSchema.FUNCTION_INPUT);
    List<String> results = function.texts(OnnxSchema.FUNCTION_OUTPUT);
    if (node.inputs() > inputs.size() || node.outputs() > results.size()) {
      throw node.fail(
          "function '"
              + function.text(OnnxSchema.FUNCTION_NAME)
              + "' has "
              + inputs.size()
              + " inputs and "
              + results.size()
              + " outputs");
    }
    Scope.Call call =
        new Scope.Call(arguments(function, reader), node.name(), reader.outputNames(results));
    Scope scope =
        new Scope(
            outer.builder(),
            outer.opsets().with(function.messages(OnnxSchema.FUNCTION_OPSET_IMPORT)),
            call);
    for (int i = 0; i < inputs.size(); i++) {
      scope.define(inputs.get(i), node.inputOrNull(i));
    }
    readNodes(function.messages(OnnxSchema.FUNCTION_NODE), scope);
    List<Value> outputs = new ArrayList<>();
    for (int i = 0; i < node.outputs(); i++) {
      outputs.add(output(results.get(i), scope));
    }
    return outputs;
  }

  private static Map<String, Message> arguments(Message function, NodeReader node) {
    Map<String, Message> arguments = new HashMap<>();
    for (Message attribute : function.messages(OnnxSchema.FUNCTION_ATTRIBUTE_PROTO)) {
      arguments.put(attribute.text(OnnxSchema.ATTRIBUTE_NAME), attribute);
    }
    for (Map.Entry<String, Message> given : node.attributes().entrySet()) {
      String type = MessageAttributes.type(given.getValue());
      if (type.equals("GRAPH") || type.equals("GRAPHS")) {
        throw node.node().unsupported("a graph is given to a function");
      }
      arguments.put(given.getKey(), given.getValue());
    }
    return arguments;
  }

  /**
   * The graphs of a node, with what they read of the graph around them made inputs.
   *
   * @param formals type of each formal input for which the file declares none
   */
  Bodies bodies(List<Message> protos, List<? extends Type> formals, Scope outer, OnnxNode node) {
    Set<String> free = new LinkedHashSet<>();
    for (Message proto : protos) {
      free.addAll(FreeNames.of(proto));
    }
    Map<String, @Nullable Value> captures = new LinkedHashMap<>();
    for (String name : free) {
      if (!outer.isDefined(name)) {
        throw node.fail("a subgraph reads value '" + name + "', which nothing before defines");
      }
      captures.put(name, outer.get(name));
    }
    List<Graph> graphs = new ArrayList<>();
    for (Message proto : protos) {
      graphs.add(body(proto, formals, captures, outer, node));
    }
    List<Value> captured = new ArrayList<>();
    for (Value value : captures.values()) {
      if (value != null && value.constant() == null) {
        captured.add(value);
      }
    }
    return new Bodies(graphs, captured);
  }

  private Graph body(
      Message proto,
      List<? extends Type> formals,
      Map<String, @Nullable Value> captures,
      Scope outer,
      OnnxNode node) {
    Scope scope =
        new Scope(
            new GraphBuilder(proto.text(OnnxSchema.GRAPH_NAME)), outer.opsets(), outer.call());
    Set<String> initialized = initializers(proto, scope);
    int formal = 0;
    for (Message input : proto.messages(OnnxSchema.GRAPH_INPUT)) {
      String name = named(input.text(OnnxSchema.VALUE_NAME), "input");
      if (!initialized.contains(name)) {
        String where = "input '" + name + "' of a subgraph of " + node;
        Type type = DataTypes.typeOrNull(input.message(OnnxSchema.VALUE_TYPE), where);
        if (type == null) {
          if (formal >= formals.size()) {
            throw new ModelFormatException(where + " has no type");
          }
          type = formals.get(formal);
        }
        scope.define(name, scope.builder().input(scope.globalName(name), type));
        formal++;
      }
    }
    Set<String> free = FreeNames.of(proto);
    captures.forEach(
        (name, value) -> {
          boolean isInput = value != null && value.constant() == null;
          Value inner = isInput ? scope.builder().input(name, value.type()) : value;
          if (free.contains(name)) {
            scope.define(name, inner);
          }
        });
    readNodes(proto.messages(OnnxSchema.GRAPH_NODE), scope);
    for (Message output : proto.messages(OnnxSchema.GRAPH_OUTPUT)) {
      scope.builder().output(output(output.text(OnnxSchema.VALUE_NAME), scope));
    }
    return scope.builder().build();
  }
}
