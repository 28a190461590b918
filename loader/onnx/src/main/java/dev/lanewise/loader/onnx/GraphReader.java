package dev.lanewise.loader.onnx;

import dev.lanewise.error.ModelFormatException;
import dev.lanewise.graph.Graph;
import dev.lanewise.graph.GraphBuilder;
import dev.lanewise.graph.Value;
import dev.lanewise.loader.onnx.proto.AttributeProto;
import dev.lanewise.loader.onnx.proto.AttributeProto.AttributeType;
import dev.lanewise.loader.onnx.proto.FunctionProto;
import dev.lanewise.loader.onnx.proto.GraphProto;
import dev.lanewise.loader.onnx.proto.NodeProto;
import dev.lanewise.loader.onnx.proto.SparseTensorProto;
import dev.lanewise.loader.onnx.proto.TensorProto;
import dev.lanewise.loader.onnx.proto.ValueInfoProto;
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
  private final Map<FunctionKey, FunctionProto> functions;
  private final TensorReader tensors;

  GraphReader(
      OperatorTable table, Map<FunctionKey, FunctionProto> functions, TensorReader tensors) {
    this.table = table;
    this.functions = functions;
    this.tensors = tensors;
  }

  TensorReader tensors() {
    return tensors;
  }

  /** The graph of a model. */
  Graph read(GraphProto proto, OpsetImports opsets) {
    Scope scope = new Scope(new GraphBuilder(proto.getName()), opsets, null);
    Set<String> initialized = initializers(proto, scope);
    for (ValueInfoProto input : proto.getInputList()) {
      String name = input.getName();
      if (!initialized.contains(name)) {
        Type type = DataTypes.type(input.getType(), "input '" + name + "'");
        scope.define(named(name, "input"), scope.builder().input(name, type));
      }
    }
    readNodes(proto.getNodeList(), scope);
    Set<String> outputs = new HashSet<>();
    for (ValueInfoProto output : proto.getOutputList()) {
      String name = output.getName();
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

  private Set<String> initializers(GraphProto proto, Scope scope) {
    Set<String> names = new HashSet<>();
    for (TensorProto tensor : proto.getInitializerList()) {
      String name = named(tensor.getName(), "initializer");
      constant(name, tensors.read(tensor, "initializer '" + name + "'"), scope);
      names.add(name);
    }
    for (SparseTensorProto tensor : proto.getSparseInitializerList()) {
      String name = named(tensor.getValues().getName(), "initializer");
      constant(name, tensors.read(tensor, "initializer '" + name + "'"), scope);
      names.add(name);
    }
    return names;
  }

  private static void constant(String name, Tensor tensor, Scope scope) {
    scope.define(name, scope.builder().constant(scope.globalName(name), tensor));
  }

  private void readNodes(List<NodeProto> protos, Scope scope) {
    for (NodeProto proto : protos) {
      NodeReader reader = new NodeReader(proto, scope, this);
      FunctionProto function = functions.get(FunctionKey.of(proto));
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

  private List<Value> expand(FunctionProto function, NodeReader reader, Scope outer) {
    OnnxNode node = reader.node();
    if (node.inputs() > function.getInputCount() || node.outputs() > function.getOutputCount()) {
      throw node.fail(
          "function '"
              + function.getName()
              + "' has "
              + function.getInputCount()
              + " inputs and "
              + function.getOutputCount()
              + " outputs");
    }
    Scope.Call call =
        new Scope.Call(arguments(function, reader), node.name(), reader.outputNames(function));
    Scope scope =
        new Scope(outer.builder(), outer.opsets().with(function.getOpsetImportList()), call);
    for (int i = 0; i < function.getInputCount(); i++) {
      scope.define(function.getInput(i), node.inputOrNull(i));
    }
    readNodes(function.getNodeList(), scope);
    List<Value> outputs = new ArrayList<>();
    for (int i = 0; i < node.outputs(); i++) {
      outputs.add(output(function.getOutput(i), scope));
    }
    return outputs;
  }

  private static Map<String, AttributeProto> arguments(FunctionProto function, NodeReader node) {
    Map<String, AttributeProto> arguments = new HashMap<>();
    for (AttributeProto attribute : function.getAttributeProtoList()) {
      arguments.put(attribute.getName(), attribute);
    }
    for (Map.Entry<String, AttributeProto> given : node.attributes().entrySet()) {
      AttributeType type = ProtoAttributes.type(given.getValue());
      if (type == AttributeType.GRAPH || type == AttributeType.GRAPHS) {
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
  Bodies bodies(List<GraphProto> protos, List<? extends Type> formals, Scope outer, OnnxNode node) {
    Set<String> free = new LinkedHashSet<>();
    for (GraphProto proto : protos) {
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
    for (GraphProto proto : protos) {
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
      GraphProto proto,
      List<? extends Type> formals,
      Map<String, @Nullable Value> captures,
      Scope outer,
      OnnxNode node) {
    Scope scope = new Scope(new GraphBuilder(proto.getName()), outer.opsets(), outer.call());
    Set<String> initialized = initializers(proto, scope);
    int formal = 0;
    for (ValueInfoProto input : proto.getInputList()) {
      String name = named(input.getName(), "input");
      if (!initialized.contains(name)) {
        String where = "input '" + name + "' of a subgraph of " + node;
        Type type = DataTypes.typeOrNull(input.getType(), where);
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
    readNodes(proto.getNodeList(), scope);
    for (ValueInfoProto output : proto.getOutputList()) {
      scope.builder().output(output(output.getName(), scope));
    }
    return scope.builder().build();
  }
}
