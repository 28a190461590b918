package dev.lanewise.loader.onnx;

import dev.lanewise.error.ModelFormatException;
import dev.lanewise.graph.GraphBuilder;
import dev.lanewise.graph.Value;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What names stand for in one graph of the file or in one call of a function. */
final class Scope {
  /** Names of inlined values are made of those of calls up to this length. */
  private static final int MAX_PREFIX = 200;

  /**
   * A call of a function.
   *
   * @param attributes what references to attributes stand for
   * @param prefix name of the call, put before names of nodes and values
   * @param outputNames names that outputs of the function have where it is called
   */
  record Call(Map<String, Message> attributes, String prefix, Map<String, String> outputNames) {}

  private final GraphBuilder builder;
  private final OpsetImports opsets;
  private final @Nullable Call call;
  private final Map<String, @Nullable Value> values = new HashMap<>();

  /**
   * An empty scope.
   *
   * @param call the call whose body this is part of, null outside of functions
   */
  Scope(GraphBuilder builder, OpsetImports opsets, @Nullable Call call) {
    this.builder = builder;
    this.opsets = opsets;
    this.call = call;
  }

  GraphBuilder builder() {
    return builder;
  }

  OpsetImports opsets() {
    return opsets;
  }

  @Nullable Call call() {
    return call;
  }

  /** Whether a name stands for something, if only for an input that is not given. */
  boolean isDefined(String name) {
    return values.containsKey(name);
  }

  /** What a name stands for, null for an input of a function that the call does not give. */
  @Nullable Value get(String name) {
    return values.get(name);
  }

  /**
   * Defines a name.
   *
   * @throws ModelFormatException if it is defined already
   */
  void define(String name, @Nullable Value value) {
    if (values.containsKey(name)) {
      throw new ModelFormatException("value '" + name + "' is defined twice");
    }
    values.put(name, value);
  }

  /** The name that a value or node of this scope gets in the graph. */
  String globalName(String name) {
    if (call == null) {
      return name;
    }
    String output = call.outputNames.get(name);
    if (output != null) {
      return output;
    }
    return call.prefix.length() > MAX_PREFIX ? name : call.prefix + "/" + name;
  }
}
