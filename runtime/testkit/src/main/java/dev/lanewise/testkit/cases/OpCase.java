package dev.lanewise.testkit.cases;

import dev.lanewise.graph.GraphBuilder;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Value;
import dev.lanewise.op.Conv;
import dev.lanewise.op.Window;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A graph around one operator, put together input by input and then checked on every path.
 *
 * <p>{@link #convolved} gives the operator an input that comes from a convolution, hence in the
 * blocked layout where a back end has one; the convolution's result is an output too, so that
 * nothing is fused into it.
 */
public final class OpCase {
  private final GraphBuilder builder = new GraphBuilder("case");
  private final List<@Nullable Value> arguments = new ArrayList<>();
  private final List<Datum> given = new ArrayList<>();

  /** Adds an argument that is an input of the graph. */
  public OpCase input(Datum value) {
    arguments.add(graphInput(value));
    return this;
  }

  /** Adds an argument that is a constant. */
  public OpCase constant(Tensor value) {
    arguments.add(builder.constant("c" + arguments.size(), value));
    return this;
  }

  /** Adds an argument that is not given. */
  public OpCase missing() {
    arguments.add(null);
    return this;
  }

  /** Adds an argument {@code [N, C', spatial...]}, a 1×1 convolution of a graph input. */
  public OpCase convolved(Tensor x, Tensor weight) {
    Value y =
        builder.add(
            "conv" + arguments.size(),
            new Conv(Window.DEFAULT, 1),
            graphInput(x),
            builder.constant("w" + arguments.size(), weight));
    builder.output(y);
    arguments.add(y);
    return this;
  }

  /** Adds an argument that an operator computes from one that is there already. */
  public OpCase derived(Op op, int from, Tensor... constants) {
    List<@Nullable Value> values = new ArrayList<>();
    values.add(arguments.get(from));
    for (Tensor t : constants) {
      values.add(builder.constant("d" + values.size(), t));
    }
    String name = "derived" + arguments.size();
    arguments.add(builder.add(name, op, values, List.of(name)).get(0));
    return this;
  }

  private Value graphInput(Datum value) {
    Value v = builder.input("x" + given.size(), value.type());
    given.add(value);
    return v;
  }

  /** Runs the operator with its first output on every path, see {@link OpHarness#check}. */
  public void check(Op op, double tolerance) {
    check(op, 1, tolerance);
  }

  /** Runs the operator with several outputs on every path. */
  public void check(Op op, int outputs, double tolerance) {
    List<String> names = new ArrayList<>();
    for (int o = 0; o < outputs; o++) {
      names.add("y" + o);
    }
    builder.add("node", op, arguments, names).forEach(builder::output);
    try {
      OpHarness.check(builder.build(), given, tolerance);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(op + " of " + Arrays.toString(arguments.toArray()), e);
    }
  }
}
