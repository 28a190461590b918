package dev.lanewise.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.graph.Graph;
import dev.lanewise.graph.GraphBuilder;
import dev.lanewise.graph.Interpreter;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Value;
import dev.lanewise.kernel.Accuracy;
import dev.lanewise.kernel.Layout;
import dev.lanewise.kernel.Team;
import dev.lanewise.plan.CompileOptions;
import dev.lanewise.plan.Compiler;
import dev.lanewise.plan.Executable;
import dev.lanewise.plan.PackedWeights;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Runs one operator by its reference evaluation and as a plan, plain and blocked. */
final class PlanCheck {
  private static final Layout BLOCKED = new Layout(8);

  private PlanCheck() {}

  /**
   * An input of the operator.
   *
   * @param tensor its value
   * @param constant whether it is part of the graph
   */
  record Input(Tensor tensor, boolean constant) {}

  /** An input that is known when the plan is made. */
  static Input constant(Tensor tensor) {
    return new Input(tensor, true);
  }

  /** A list of integers that is known when the plan is made. */
  static Input list(long... values) {
    return constant(Tensor.of(Shape.of(values.length), values));
  }

  /** An input that comes with the run. */
  static Input given(Tensor tensor) {
    return new Input(tensor, false);
  }

  /** A tensor of random bits that are no NaN. */
  static Tensor random(Random random, DType dtype, int... dims) {
    Tensor t = Tensor.zeros(dtype, Shape.of(dims));
    for (int i = 0; i < t.size() * dtype.arity(); i++) {
      int value = random.nextInt(100);
      switch (dtype.storage()) {
        case FLOATS -> ((float[]) t.array())[i] = value;
        case DOUBLES -> ((double[]) t.array())[i] = value;
        case BYTES -> ((byte[]) t.array())[i] = (byte) (dtype == DType.BOOL ? value & 1 : value);
        case SHORTS -> ((short[]) t.array())[i] = (short) value;
        case INTS -> ((int[]) t.array())[i] = value;
        case LONGS -> ((long[]) t.array())[i] = value;
        case STRINGS -> ((String[]) t.array())[i] = "s" + value;
      }
    }
    return t;
  }

  /** Checks plans against the reference evaluation, whose outputs are returned. */
  static List<Datum> agrees(Op op, int outputs, @Nullable Input... inputs) {
    List<Datum> expected = run(op, outputs, Layout.PLAIN, true, inputs);
    same(run(op, outputs, Layout.PLAIN, false, inputs), expected, op + " as a plan");
    same(run(op, outputs, BLOCKED, false, inputs), expected, op + " on blocks");
    return expected;
  }

  private static List<Datum> run(
      Op op, int outputs, Layout layout, boolean reference, @Nullable Input... inputs) {
    GraphBuilder b = new GraphBuilder("test");
    List<@Nullable Value> arguments = new ArrayList<>();
    List<Datum> data = new ArrayList<>();
    for (int i = 0; i < inputs.length; i++) {
      Input input = inputs[i];
      if (input == null) {
        arguments.add(null);
        continue;
      }
      if (input.constant) {
        arguments.add(b.constant("c" + i, input.tensor));
        continue;
      }
      Value v = b.input("x" + i, input.tensor.type());
      data.add(input.tensor);
      boolean blocks = input.tensor.dtype() == DType.FLOAT && input.tensor.shape().rank() >= 3;
      arguments.add(
          blocks && !layout.isPlain() ? b.add("r" + i, new Reorder(Layout.PLAIN, layout), v) : v);
    }
    List<String> names = new ArrayList<>();
    for (int o = 0; o < outputs; o++) {
      names.add("y" + o);
    }
    b.add("node", op, arguments, names).forEach(b::output);
    Graph graph = b.build();
    if (reference) {
      return Interpreter.run(graph, data);
    }
    MovingKernels kernels = new MovingKernels(layout);
    CompileOptions options = new CompileOptions(kernels, 2, Accuracy.BALANCED, 1L << 30, 2);
    Compiler compiler = new Compiler(options, new PackedWeights());
    List<Type> types = data.stream().map(Datum::type).toList();
    Executable plan = compiler.compile(graph, types);
    Datum[] results = new Datum[outputs];
    plan.run(data.toArray(new Datum[0]), results, Team.SERIAL);
    Datum[] again = new Datum[outputs];
    plan.run(data.toArray(new Datum[0]), again, Team.SERIAL);
    same(Arrays.asList(again), Arrays.asList(results), op + " run again");
    return Arrays.asList(results);
  }

  private static void same(List<Datum> actual, List<Datum> expected, String what) {
    for (int o = 0; o < expected.size(); o++) {
      Tensor y = (Tensor) actual.get(o);
      Tensor e = (Tensor) expected.get(o);
      assertThat(y.type()).as(what).isEqualTo(e.type());
      assertThat(y.array()).as(what).isEqualTo(e.array());
    }
  }
}
