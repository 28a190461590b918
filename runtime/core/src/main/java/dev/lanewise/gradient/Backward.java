package dev.lanewise.gradient;

import dev.lanewise.error.UnsupportedModelException;
import dev.lanewise.graph.GraphBuilder;
import dev.lanewise.graph.Node;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Value;
import dev.lanewise.op.Add;
import dev.lanewise.op.Mul;
import dev.lanewise.op.ReduceSum;
import dev.lanewise.op.Reshape;
import dev.lanewise.op.SumLike;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One node on the way back, as its {@link GradientRule} sees it. */
public final class Backward {
  private final GraphBuilder builder;
  private final Node node;
  private final Set<Value> active;
  private final Map<Value, Value> gradients;
  private final GradientRules rules;
  private int helpers;

  Backward(
      GraphBuilder builder,
      Node node,
      Set<Value> active,
      Map<Value, Value> gradients,
      GradientRules rules) {
    this.builder = builder;
    this.node = node;
    this.active = active;
    this.gradients = gradients;
    this.rules = rules;
  }

  /** The node. */
  public Node node() {
    return node;
  }

  /** Input i of the node. */
  public Value x(int i) {
    return Objects.requireNonNull(node.input(i), () -> node + " has no input " + i);
  }

  /** The first output of the node. */
  public Value y() {
    return node.output(0);
  }

  /** The derivative with respect to the first output. */
  public Value dy() {
    for (int o = 1; o < node.outputs().size(); o++) {
      if (gradients.containsKey(node.output(o))) {
        throw unsupported("output " + o + " cannot be differentiated");
      }
    }
    return Objects.requireNonNull(gradients.get(y()));
  }

  /** The derivative with respect to output o; null if nothing depends on it. */
  public @Nullable Value dy(int o) {
    return gradients.get(node.output(o));
  }

  /** Whether the derivative with respect to input i is of use. */
  public boolean wants(int i) {
    Value v = node.input(i);
    return v != null && active.contains(v);
  }

  /** Adds a node to compute with. */
  public Value add(Op op, @Nullable Value... arguments) {
    String name = "gradient of " + node.name() + "#" + helpers++;
    return builder.add(name, op, Arrays.asList(arguments), List.of(name)).get(0);
  }

  /** A constant without dimensions, of the element type of the first output. */
  public Value constant(double value) {
    DType dtype = tensor(y()).dtype();
    Object array = Elements.fromDoubles(dtype, new double[] {value});
    return builder.constant(String.valueOf(value), Tensor.of(dtype, Shape.SCALAR, array));
  }

  /** A constant list of numbers, of the element type of the first output. */
  public Value constant(double[] values) {
    return constant(Shape.of(values.length), values);
  }

  /** Numbers in a shape as a constant, of the element type of the first output. */
  public Value constant(Shape shape, double[] values) {
    DType dtype = tensor(y()).dtype();
    return constant(Tensor.of(dtype, shape, Elements.fromDoubles(dtype, values)));
  }

  /** A constant. */
  public Value constant(Tensor tensor) {
    return builder.constant(tensor.toString(), tensor);
  }

  /** A constant list of integers. */
  public Value integers(long... values) {
    return builder.constant(Arrays.toString(values), Tensor.of(Shape.of(values.length), values));
  }

  /**
   * Adds to the derivative with respect to input i; what an input was repeated along by
   * broadcasting is summed.
   */
  public void give(int i, Value dx) {
    Value x = node.input(i);
    if (x == null || !active.contains(x)) {
      return;
    }
    Value fitting = sumLike(dx, x);
    Value before = gradients.get(x);
    gradients.put(x, before == null ? fitting : add(new Add(), before, fitting));
  }

  /**
   * Gives all inputs their derivatives by way of the same outputs, computed from the same inputs
   * once more with operators that have rules.
   *
   * @param again what stands for each output; those that nothing depends on may be missing
   */
  public void giveThrough(Value... again) {
    Set<Value> leaves = new LinkedHashSet<>();
    Value total = null;
    for (int o = 0; o < again.length; o++) {
      Value dy = dy(o);
      if (dy != null) {
        leaves.add(dy);
        Value part = add(new ReduceSum(false, false), add(new Mul(), again[o], dy));
        total = total == null ? part : add(new Add(), total, part);
      }
    }
    Map<Value, Integer> wanted = new LinkedHashMap<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      Value v = node.input(i);
      if (v != null) {
        leaves.add(v);
        if (wants(i)) {
          wanted.putIfAbsent(v, i);
        }
      }
    }
    List<Value> xs = List.copyOf(wanted.keySet());
    List<Value> dxs =
        Gradients.of(builder, Objects.requireNonNull(total), xs, List.copyOf(leaves), rules);
    for (int k = 0; k < xs.size(); k++) {
      give(Objects.requireNonNull(wanted.get(xs.get(k))), dxs.get(k));
    }
  }

  /** Adds a node with several outputs to compute with. */
  public List<Value> addAll(Op op, int outputs, @Nullable Value... arguments) {
    String name = "gradient of " + node.name() + "#" + helpers++;
    List<String> names =
        IntStream.range(0, outputs).mapToObj(o -> name + ":" + o).collect(Collectors.toList());
    return builder.add(name, op, Arrays.asList(arguments), names);
  }

  /** Shape of a value, which must be known. */
  public Shape shape(Value value) {
    Shape shape = tensor(value).shape();
    if (shape == null || !shape.isKnown()) {
      throw unsupported("the shape of " + value + " must be known");
    }
    return shape;
  }

  /** The numbers of input i, which must be a constant; null if it is not given. */
  public long @Nullable [] constants(int i) {
    Value v = node.input(i);
    if (v == null) {
      return null;
    }
    Tensor constant = v.constant();
    if (constant == null) {
      throw unsupported("input " + i + " must be constant");
    }
    return constant.toLongs();
  }

  /** A value summed over the dimensions along which another one would be repeated to get it. */
  public Value sumLike(Value value, Value like) {
    Shape a = tensor(value).shape();
    Shape b = tensor(like).shape();
    if (a == null || b == null || !a.isKnown() || !b.isKnown()) {
      return add(new SumLike(), value, like);
    }
    int missing = a.rank() - b.rank();
    long[] axes =
        IntStream.range(0, a.rank())
            .filter(i -> i < missing || a.dim(i) != b.dim(i - missing))
            .asLongStream()
            .toArray();
    Value sum = axes.length == 0 ? value : add(new ReduceSum(true, false), value, integers(axes));
    return missing == 0 ? sum : add(new Reshape(true), sum, integers(b.toLongs()));
  }

  /** Type of a value, which must be a tensor. */
  public TensorType tensor(Value value) {
    if (value.type() instanceof TensorType t) {
      return t;
    }
    throw unsupported(value.name() + " is no tensor");
  }

  /** Number of dimensions of a value. */
  public int rank(Value value) {
    Shape shape = tensor(value).shape();
    if (shape == null) {
      throw unsupported("the rank of " + value.name() + " is not known");
    }
    return shape.rank();
  }

  /** An exception that names the node; to be thrown by the rule. */
  public UnsupportedModelException unsupported(String message) {
    return new UnsupportedModelException("gradient of " + node + ": " + message);
  }
}
