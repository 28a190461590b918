package dev.lanewise.op;

import dev.lanewise.error.CancelledException;
import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Graph;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Node;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Value;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.OptionalDatum;
import dev.lanewise.tensor.OptionalType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a graph again and again, at most as often as the first input says and as long as a
 * condition, first the second input, is true; each may be missing. What the body says of the
 * condition counts unless only the first input is given. Then come the initial values of what is
 * carried from one round to the next, then what the graph reads besides.
 *
 * <p>The outputs are the last carried values, then the values collected in every round, stacked
 * along a new first dimension.
 *
 * @param body takes the number of the round, the condition, the carried values and the other
 *     inputs; gives the next condition, the next carried values and the values to collect
 * @param carried how many values are carried
 */
public record Loop(Graph body, int carried) implements Op {
  private static final TensorType ROUND = new TensorType(DType.INT64, Shape.SCALAR);
  private static final TensorType CONDITION = new TensorType(DType.BOOL, Shape.SCALAR);

  /**
   * The type a body may count on for a carried value, given the initial one: shapes may change from
   * round to round.
   */
  public static Type carriedType(Type initial) {
    return Subgraphs.anyShape(initial);
  }

  @Override
  public List<Type> infer(Inference in) {
    int collected = body.outputs().size() - 1 - carried;
    in.require(
        collected >= 0 && carried >= 0 && in.inputs() >= 2 + carried,
        "the body gives " + body.outputs().size() + " values, but " + carried + " are carried");
    in.require(
        body.inputs().size() == in.inputs(),
        "the body takes " + body.inputs().size() + " values, but gets " + in.inputs());
    List<Type> inputs = new ArrayList<>(List.of(ROUND, CONDITION));
    inputs.addAll(Subgraphs.typesFrom(in, 2));
    List<Type> results = Subgraphs.loopTypes(body, inputs, 2, 1, carried);
    List<Type> types = new ArrayList<>();
    for (int i = 0; i < carried; i++) {
      types.add(last(inputs.get(2 + i), results.get(1 + i)));
    }
    int rounds = rounds(in);
    for (int k = 0; k < collected; k++) {
      Type type = results.get(1 + carried + k);
      if (!(type instanceof TensorType t)) {
        throw in.fail("collected values must be tensors, but value " + k + " is " + type);
      }
      Shape shape = t.shape();
      types.add(new TensorType(t.dtype(), shape == null ? null : Shape.of(rounds).concat(shape)));
    }
    return types;
  }

  /** The type of a carried value after the loop: an optional one may have become a value. */
  private static Type last(Type initial, Type carried) {
    boolean filled = initial instanceof OptionalType && !(carried instanceof OptionalType);
    return Subgraphs.union(filled ? ((OptionalType) initial).element() : initial, carried);
  }

  /** Number of rounds if it follows from constants. */
  private int rounds(Inference in) {
    Tensor most = in.constant(0);
    Tensor condition = in.constant(1);
    boolean goesOn = condition != null && condition.bytes()[0] != 0 && goesOn();
    if (most == null || (in.has(1) && !goesOn)) {
      return Shape.UNKNOWN;
    }
    return (int) Math.max(0, Math.min(Integer.MAX_VALUE, most.toLongs()[0]));
  }

  /** Whether the body never ends the loop once it has begun. */
  private boolean goesOn() {
    Value next = body.outputs().get(0);
    Node producer = body.producer(next);
    while (producer != null && producer.op() instanceof Identity) {
      next = producer.inputs().get(0);
      producer = body.producer(next);
    }
    if (next == null) {
      return false;
    }
    Tensor constant = next.constant();
    return constant != null ? constant.bytes()[0] != 0 : next == body.inputs().get(1);
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor given = in.tensorOrNull(0);
    long most = given == null ? Long.MAX_VALUE : given.toLongs()[0];
    Tensor first = in.tensorOrNull(1);
    Tensor condition = first != null ? first : Tensor.of(DType.BOOL, Shape.SCALAR, new byte[] {1});
    List<Datum> values = new ArrayList<>();
    for (int i = 2; i < in.inputs(); i++) {
      values.add(in.value(i));
    }
    List<Stack> stacks = new ArrayList<>();
    for (int o = carried; o < in.outputs(); o++) {
      stacks.add(new Stack(0));
    }
    for (long round = 0; round < most && condition.bytes()[0] != 0; round++) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancelledException(in.node() + ": interrupted in round " + round);
      }
      List<Datum> inputs = new ArrayList<>();
      inputs.add(Tensor.scalar(round));
      inputs.add(condition);
      for (int i = 0; i < values.size(); i++) {
        inputs.add(as(body.inputs().get(2 + i).type(), values.get(i)));
      }
      List<Datum> results = in.run(body, inputs);
      if (!(results.get(0) instanceof Tensor next) || next.dtype() != DType.BOOL) {
        throw in.fail("the body's first output must be a BOOL, but is " + results.get(0).type());
      }
      condition = first == null && given != null ? condition : next;
      for (int i = 0; i < carried; i++) {
        values.set(i, results.get(1 + i));
      }
      for (int k = 0; k < stacks.size(); k++) {
        stacks.get(k).add(results.get(1 + carried + k));
      }
    }
    List<Datum> outputs = new ArrayList<>(values.subList(0, carried));
    for (int k = 0; k < stacks.size(); k++) {
      outputs.add(stacks.get(k).tensor(in.node().output(carried + k).type()));
    }
    return outputs;
  }

  /** A value as the body takes it, which may be as one that could have been absent. */
  private static Datum as(Type declared, Datum value) {
    boolean wrap = declared instanceof OptionalType && !(value instanceof OptionalDatum);
    return wrap ? new OptionalDatum(Subgraphs.anyShape(value.type()), value) : value;
  }

  @Override
  public boolean isPure() {
    return Subgraphs.isPure(body);
  }
}
