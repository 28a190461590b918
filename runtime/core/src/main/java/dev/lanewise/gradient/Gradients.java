package dev.lanewise.gradient;

import dev.lanewise.error.UnsupportedModelException;
import dev.lanewise.graph.GraphBuilder;
import dev.lanewise.graph.Node;
import dev.lanewise.graph.Value;
import dev.lanewise.op.ConstantOfShape;
import dev.lanewise.op.ShapeOf;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Derivatives of a value of a graph that is being built, by reverse-mode differentiation. */
public final class Gradients {
  private Gradients() {}

  /**
   * Adds nodes that compute the derivatives of y (of the sum of its elements) with respect to other
   * values, which are taken to be independent of each other.
   *
   * @param xs what to differentiate with respect to
   * @param zs more values that depend on nothing
   * @return one value per x, of its type and shape; zeros where y does not depend on it
   * @throws UnsupportedModelException if an operator on the way has no rule
   */
  public static List<Value> of(
      GraphBuilder builder, Value y, List<Value> xs, List<Value> zs, GradientRules rules) {
    return of(builder, y, xs, zs, rules, 1);
  }

  /**
   * The same with less memory, if nodes are run in the order in which they were added: what leads
   * to y is cut into segments, and of all but the last one only what others read is kept; on the
   * way back a segment is first computed once more.
   *
   * @param segments their number; with 1 everything is kept
   */
  public static List<Value> of(
      GraphBuilder builder,
      Value y,
      List<Value> xs,
      List<Value> zs,
      GradientRules rules,
      int segments) {
    Set<Value> leaves = new HashSet<>(xs);
    leaves.addAll(zs);
    Set<Value> active = new HashSet<>(xs);
    List<Node> order = expression(builder, y, leaves);
    for (Node node : order) {
      if (node.inputs().stream().anyMatch(active::contains)) {
        active.addAll(node.outputs());
      }
    }
    Map<Value, Value> gradients = new HashMap<>();
    gradients.put(y, filled(builder, y, 1));
    List<List<Node>> parts = Segments.cut(order, segments);
    for (int s = parts.size() - 1; s >= 0; s--) {
      List<Node> way = parts.get(s);
      if (s < parts.size() - 1) {
        way = Segments.again(builder, way, active, gradients);
      }
      for (int i = way.size() - 1; i >= 0; i--) {
        back(builder, way.get(i), active, gradients, rules);
      }
    }
    List<Value> results = new ArrayList<>();
    for (Value x : xs) {
      Value gradient = gradients.get(x);
      results.add(gradient == null ? filled(builder, x, 0) : gradient);
    }
    return results;
  }

  /** Lets derivatives pass through a node, if there are any and its inputs want them. */
  private static void back(
      GraphBuilder builder,
      Node node,
      Set<Value> active,
      Map<Value, Value> gradients,
      GradientRules rules) {
    if (node.inputs().stream().noneMatch(active::contains)
        || node.outputs().stream().noneMatch(gradients::containsKey)) {
      return;
    }
    GradientRule rule = rules.find(node.op());
    if (rule == null) {
      throw new UnsupportedModelException(
          "operator " + node.op().name() + " has no gradient, needed for " + node);
    }
    rule.write(new Backward(builder, node, active, gradients, rules));
  }

  /**
   * Adds the nodes that compute y once more, with other values in place of some it depends on.
   *
   * @param replaced what stands for what
   * @return what stands for y
   */
  public static Value substitute(GraphBuilder builder, Value y, Map<Value, Value> replaced) {
    Map<Value, Value> mapped = new HashMap<>(replaced);
    for (Node node : expression(builder, y, replaced.keySet())) {
      if (node.inputs().stream().anyMatch(mapped::containsKey)) {
        again(builder, node, mapped);
      }
    }
    return mapped.getOrDefault(y, y);
  }

  /**
   * Adds a node once more.
   *
   * @param mapped what its inputs are replaced by; its outputs are added
   */
  static Node again(GraphBuilder builder, Node node, Map<Value, Value> mapped) {
    List<@Nullable Value> arguments = new ArrayList<>();
    for (Value v : node.inputs()) {
      arguments.add(v == null ? null : mapped.getOrDefault(v, v));
    }
    List<String> names =
        node.outputs().stream().map(v -> v.name() + " again").collect(Collectors.toList());
    List<Value> outputs = builder.add(node.name() + " again", node.op(), arguments, names);
    for (int o = 0; o < outputs.size(); o++) {
      mapped.put(node.output(o), outputs.get(o));
    }
    return Objects.requireNonNull(builder.producer(outputs.get(0)));
  }

  /** The nodes that compute y from the leaves and from graph inputs, in order. */
  private static List<Node> expression(GraphBuilder builder, Value y, Collection<Value> leaves) {
    List<Node> order = new ArrayList<>();
    Set<Node> left = new HashSet<>();
    Deque<Node> stack = new ArrayDeque<>();
    enter(builder, y, leaves, left, stack);
    while (!stack.isEmpty()) {
      Node node = stack.peek();
      if (left.contains(node)) {
        stack.pop();
        continue;
      }
      int before = stack.size();
      for (Value v : node.inputs()) {
        if (v != null) {
          enter(builder, v, leaves, left, stack);
        }
      }
      if (stack.size() == before) {
        stack.pop();
        left.add(node);
        order.add(node);
      }
    }
    return order;
  }

  /** A node that waits deeper in the stack goes on top again, as what is above needs it first. */
  private static void enter(
      GraphBuilder builder,
      Value value,
      Collection<Value> leaves,
      Set<Node> left,
      Deque<Node> stack) {
    Node node = leaves.contains(value) ? null : builder.producer(value);
    if (node != null && !left.contains(node)) {
      stack.push(node);
    }
  }

  private static Value filled(GraphBuilder builder, Value like, double value) {
    if (!(like.type() instanceof TensorType t) || !t.dtype().isFloating()) {
      throw new UnsupportedModelException(
          "only floating-point tensors can be differentiated, but " + like + " is none");
    }
    DType dtype = t.dtype();
    String name = "gradient of " + like.name();
    Object one = Elements.fromDoubles(dtype, new double[] {value});
    Tensor element = Tensor.of(dtype, Shape.of(1), one);
    Shape shape = t.shape();
    Value dims =
        shape != null && shape.isKnown()
            ? builder.constant(name, Tensor.of(Shape.of(shape.rank()), shape.toLongs()))
            : builder.add(name + ": shape", new ShapeOf(0, Integer.MAX_VALUE), like);
    return builder.add(name, new ConstantOfShape(element), dims);
  }
}
