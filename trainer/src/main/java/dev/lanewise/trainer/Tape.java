package dev.lanewise.trainer;

import dev.lanewise.graph.GraphBuilder;
import dev.lanewise.graph.Node;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Value;
import dev.lanewise.layers.Initializer;
import dev.lanewise.layers.Variable;
import dev.lanewise.op.Abs;
import dev.lanewise.op.Add;
import dev.lanewise.op.Cast;
import dev.lanewise.op.Concat;
import dev.lanewise.op.Div;
import dev.lanewise.op.Exp;
import dev.lanewise.op.Gemm;
import dev.lanewise.op.Log;
import dev.lanewise.op.LogSoftmax;
import dev.lanewise.op.MatMul;
import dev.lanewise.op.Max;
import dev.lanewise.op.Min;
import dev.lanewise.op.Mul;
import dev.lanewise.op.Neg;
import dev.lanewise.op.ReduceMean;
import dev.lanewise.op.ReduceSum;
import dev.lanewise.op.Relu;
import dev.lanewise.op.Reshape;
import dev.lanewise.op.Sigmoid;
import dev.lanewise.op.Softmax;
import dev.lanewise.op.Softplus;
import dev.lanewise.op.Sqrt;
import dev.lanewise.op.Sub;
import dev.lanewise.op.Tanh;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a model, a loss or a metric is written on: adds nodes to a graph and declares variables. The
 * same computation is written for inference, where variables are constants, and for training.
 */
public final class Tape {
  private final GraphBuilder graph;
  private final Weights weights;
  private final long seed;
  private final @Nullable Value key;
  private final Map<Weight, Value> values = new HashMap<>();
  private final Map<Value, Weight> owners = new HashMap<>();
  private final Map<Weight, Value> updates = new LinkedHashMap<>();
  private @Nullable Value penalty;
  private int nodes;

  /** For inference if the key is null, else for training. */
  Tape(GraphBuilder graph, Weights weights, long seed, @Nullable Value key) {
    this.graph = graph;
    this.weights = weights;
    this.seed = seed;
    this.key = key;
  }

  /** The graph that is written. */
  public GraphBuilder graph() {
    return graph;
  }

  /** Seed of the first values of variables. */
  long seed() {
    return seed;
  }

  /** Key of the random numbers of the step, INT64 {@code [2]}; null at inference. */
  public @Nullable Value key() {
    return key;
  }

  /** Whether the model is written for training. */
  public boolean isTraining() {
    return key != null;
  }

  /**
   * A variable; asked for again under the same name it is the same one.
   *
   * @param trainable whether gradients change it
   * @param first gives its first value
   */
  public Value variable(
      String name, DType dtype, Shape shape, boolean trainable, Supplier<Tensor> first) {
    Weight weight = weights.declare(name, new TensorType(dtype, shape), trainable, first);
    Value known = values.get(weight);
    if (known == null) {
      known =
          isTraining() && weight.changes()
              ? graph.input(name, weight.current(0).type())
              : graph.constant(name, weight.current(0).copy());
      values.put(weight, known);
      owners.put(known, weight);
    }
    return known;
  }

  /** A FLOAT variable that is trained, with an initialiser of layers. */
  public Value variable(String name, Initializer initializer, int... shape) {
    Shape s = Shape.of(shape);
    Variable v = new Variable(List.of(), name, name, s, DType.FLOAT, initializer, true);
    return variable(name, DType.FLOAT, s, true, () -> initializer.tensor(v, seed));
  }

  /**
   * A fully connected layer {@code x · kernel + bias} with Glorot weights.
   *
   * @param x {@code [N, features]}
   */
  public Value dense(String name, Value x, int units) {
    int features = shape(x).dim(-1);
    Initializer glorot = new Initializer(Initializer.Kind.SCALED_UNIFORM, 1, 2);
    Value kernel = variable(name + "/kernel", glorot, features, units);
    Value bias = variable(name + "/bias", Initializer.ZEROS, units);
    return add(new Gemm(1, 1, false, false), x, kernel, bias);
  }

  /** Gives a variable that gradients do not change its value after the step. */
  public void update(Value variable, Value next) {
    Weight weight = owners.get(variable);
    if (weight == null) {
      throw new IllegalArgumentException(variable + " is no variable");
    }
    weight.markUpdated();
    updates.put(weight, next);
  }

  /** Adds a penalty on a value to the loss. */
  public void penalize(Regularizer regularizer, Value value) {
    Value more = regularizer.of(this, value);
    penalty = penalty == null ? more : add(penalty, more);
  }

  /** Sum of all penalties, one number; null if there are none. */
  @Nullable Value penalty() {
    return penalty;
  }

  /** New values of variables that gradients do not change. */
  Map<Weight, Value> updates() {
    return updates;
  }

  /** The value of a variable in this graph; null if it is not part of it. */
  @Nullable Value value(Weight weight) {
    return values.get(weight);
  }

  /** Adds an operator; its first output. */
  public Value add(Op op, @Nullable Value... arguments) {
    String name = op.name() + "_" + nodes++;
    return graph.add(name, op, Arrays.asList(arguments), List.of(name)).get(0);
  }

  /** Type of a value, which must be a tensor. */
  public static TensorType type(Value x) {
    return (TensorType) x.type();
  }

  /** Shape of a value; all dimensions are known in training. */
  public static Shape shape(Value x) {
    return Objects.requireNonNull(type(x).shape(), () -> x + " has no known rank");
  }

  /** A constant number of the element type of another value. */
  public Value number(double value, Value like) {
    DType dtype = type(like).dtype();
    Object array =
        dtype.isFloating()
            ? Elements.fromDoubles(dtype, new double[] {value})
            : Elements.fromLongs(dtype, new long[] {Math.round(value)});
    return graph.constant(String.valueOf(value), Tensor.of(dtype, Shape.SCALAR, array));
  }

  /** A constant list of INT64. */
  public Value integers(long... values) {
    return graph.constant(Arrays.toString(values), Tensor.of(Shape.of(values.length), values));
  }

  /** Elements as another type. */
  public Value cast(Value x, DType dtype) {
    return type(x).dtype() == dtype ? x : add(new Cast(dtype), x);
  }

  /** The elements under another shape with at most one −1; a 0 keeps a dimension. */
  public Value reshape(Value x, long... dims) {
    return add(new Reshape(false), x, integers(dims));
  }

  /** Values one after the other along an axis. */
  public Value concat(int axis, Value... values) {
    return add(new Concat(axis), values);
  }

  /** What an operator was applied to, if a value is the result of that operator; else null. */
  public @Nullable Value argumentOf(Class<? extends Op> operator, Value result) {
    Node node = graph.producer(result);
    return node != null && operator.isInstance(node.op()) ? node.input(0) : null;
  }

  /** {@code a + b}, with broadcasting as all operators of two variables. */
  public Value add(Value a, Value b) {
    return add(new Add(), a, b);
  }

  /** {@code a − b}. */
  public Value sub(Value a, Value b) {
    return add(new Sub(), a, b);
  }

  /** {@code a · b}, element by element. */
  public Value mul(Value a, Value b) {
    return add(new Mul(), a, b);
  }

  /** {@code a / b}. */
  public Value div(Value a, Value b) {
    return add(new Div(), a, b);
  }

  /** The larger one. */
  public Value max(Value a, Value b) {
    return add(new Max(), a, b);
  }

  /** The smaller one. */
  public Value min(Value a, Value b) {
    return add(new Min(), a, b);
  }

  /** Matrix product. */
  public Value matMul(Value a, Value b) {
    return add(new MatMul(), a, b);
  }

  /** −x. */
  public Value neg(Value x) {
    return add(new Neg(), x);
  }

  /** |x|. */
  public Value abs(Value x) {
    return add(new Abs(), x);
  }

  /** x². */
  public Value square(Value x) {
    return mul(x, x);
  }

  /** √x. */
  public Value sqrt(Value x) {
    return add(new Sqrt(), x);
  }

  /** Exponential function. */
  public Value exp(Value x) {
    return add(new Exp(), x);
  }

  /** Natural logarithm. */
  public Value log(Value x) {
    return add(new Log(), x);
  }

  /** max(x, 0). */
  public Value relu(Value x) {
    return add(new Relu(), x);
  }

  /** 1 / (1 + exp(−x)). */
  public Value sigmoid(Value x) {
    return add(new Sigmoid(), x);
  }

  /** log(1 + exp x), without overflow. */
  public Value softplus(Value x) {
    return add(new Softplus(), x);
  }

  /** tanh x. */
  public Value tanh(Value x) {
    return add(new Tanh(), x);
  }

  /** Probabilities along the last dimension. */
  public Value softmax(Value x) {
    return add(new Softmax(-1), x);
  }

  /** Logarithms of probabilities along the last dimension. */
  public Value logSoftmax(Value x) {
    return add(new LogSoftmax(-1), x);
  }

  /** Sum along axes, which go away; of everything if none are given. */
  public Value sum(Value x, long... axes) {
    ReduceSum op = new ReduceSum(false, false);
    return axes.length == 0 ? add(op, x) : add(op, x, integers(axes));
  }

  /** Mean along axes, which go away; of everything if none are given. */
  public Value mean(Value x, long... axes) {
    ReduceMean op = new ReduceMean(false, false);
    return axes.length == 0 ? add(op, x) : add(op, x, integers(axes));
  }

  /** Mean of everything but the first dimension. */
  public Value meanPerSample(Value x) {
    Shape s = shape(x);
    if (s.rank() == 1) {
      return x;
    }
    Value flat = s.rank() == 2 ? x : reshape(x, 0, -1);
    return mean(flat, 1);
  }
}
