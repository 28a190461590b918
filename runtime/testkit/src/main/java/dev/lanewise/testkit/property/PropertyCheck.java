package dev.lanewise.testkit.property;

import dev.lanewise.Model;
import dev.lanewise.Session;
import dev.lanewise.SessionOptions;
import dev.lanewise.error.LanewiseException;
import dev.lanewise.graph.Graph;
import dev.lanewise.graph.GraphBuilder;
import dev.lanewise.graph.Interpreter;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Value;
import dev.lanewise.op.Conv;
import dev.lanewise.op.Window;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.testkit.cases.OpHarness;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks one random case of an operator, named by the operator and a seed. */
public final class PropertyCheck {
  /** Messages of the JVM, which say nothing about a model. */
  private static final Pattern OF_THE_JVM =
      Pattern.compile(
          "(?s).*(\\bnull$|^null\\b|out of bounds for length|arraycopy|class .* cannot be cast|^-?\\d+$"
              + "|: -?\\d+$|Range \\[|Cannot (invoke|read|load|store)).*");

  private final GraphBuilder builder = new GraphBuilder("property");
  private final List<Datum> inputs = new ArrayList<>();
  private final List<@Nullable Value> arguments = new ArrayList<>();

  private PropertyCheck() {}

  /**
   * The reference evaluation and plans on every back end agree.
   *
   * @throws AssertionError if they do not, or if one of them fails
   */
  public static void agree(OpProperty property, long seed) {
    Draw d = new Draw(seed);
    Op op = property.trial().draw(d);
    try {
      PropertyCheck check = new PropertyCheck();
      Graph graph = check.graph(op, d.arguments(), d.outputs());
      compare(graph, check.inputs, d);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("seed " + seed + ": " + op + " of " + d.arguments(), e);
    }
  }

  /**
   * With one argument changed at random, the operator is refused with a message that names the node
   * and a rule, or all paths still agree.
   */
  public static void refuse(OpProperty property, long seed) {
    Draw d = new Draw(seed);
    Op op = property.trial().draw(d);
    List<Argument> changed = new ArrayList<>(d.arguments());
    int outputs = change(changed, d.random()) ? d.outputs() : d.outputs() + 1;
    try {
      PropertyCheck check = new PropertyCheck();
      Graph graph = check.graph(op, changed, outputs);
      Interpreter.run(graph, List.copyOf(check.inputs));
      compare(graph, check.inputs, d);
    } catch (LanewiseException e) {
      String message = String.valueOf(e.getMessage());
      int colon = message.indexOf(": ");
      if (!message.startsWith("node 'node' (")
          || colon < 0
          || OF_THE_JVM.matcher(message.substring(colon + 2)).matches()) {
        throw new AssertionError("seed " + seed + ": " + op + " of " + changed, e);
      }
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("seed " + seed + ": " + op + " of " + changed, e);
    }
  }

  /** Changes one argument; false if there is none, so that something else must be changed. */
  private static boolean change(List<Argument> arguments, Random random) {
    if (arguments.isEmpty() || random.nextInt(8) == 0) {
      return false;
    }
    int i = random.nextInt(arguments.size());
    if (random.nextInt(5) == 0 || !(arguments.get(i).value() instanceof Tensor t)) {
      arguments.set(i, new Argument(null, Argument.Kind.INPUT, null));
      return true;
    }
    DType dtype = t.dtype();
    Shape shape = t.shape();
    switch (random.nextInt(4)) {
      case 0:
        dtype = DType.values()[random.nextInt(DType.values().length)];
        break;
      case 1:
        shape = shape.rank() == 0 ? Shape.of(2) : shape.slice(1, shape.rank());
        break;
      case 2:
        shape = shape.concat(Shape.of(1 + random.nextInt(3)));
        break;
      default:
        int d = shape.rank() == 0 ? -1 : random.nextInt(shape.rank());
        shape = d < 0 ? Shape.of(0) : shape.with(d, random.nextInt(shape.dim(d) + 3));
    }
    Tensor other = new Draw(random.nextLong()).tensor(dtype, shape, 0, 3);
    Argument.Kind kind = random.nextInt(3) == 0 ? Argument.Kind.CONSTANT : Argument.Kind.INPUT;
    arguments.set(i, new Argument(other, kind, null));
    return true;
  }

  private Graph graph(Op op, List<Argument> given, int outputs) {
    for (Argument a : given) {
      arguments.add(value(a));
    }
    List<String> names = new ArrayList<>();
    for (int o = 0; o < outputs; o++) {
      names.add("y" + o);
    }
    builder.add("node", op, arguments, names).forEach(builder::output);
    return builder.build();
  }

  private @Nullable Value value(Argument a) {
    Datum given = a.value();
    if (given == null) {
      return null;
    }
    String name = "x" + arguments.size();
    if (a.kind() == Argument.Kind.CONSTANT) {
      return builder.constant(name, (Tensor) given);
    }
    Value input = builder.input(name, given.type());
    inputs.add(given);
    Tensor kernel = a.weight();
    if (kernel == null) {
      return input;
    }
    Value weight = builder.constant("weight of " + name, kernel);
    Value y = builder.add("convolution of " + name, new Conv(Window.DEFAULT, 1), input, weight);
    builder.output(y);
    return y;
  }

  private static void compare(Graph graph, List<Datum> inputs, Draw d) {
    if (!d.isPerElement()) {
      OpHarness.check(graph, inputs, d.tolerance());
      return;
    }
    List<Datum> expected = Interpreter.run(graph, List.copyOf(inputs));
    for (var choice : OpHarness.backEnds()) {
      SessionOptions options = SessionOptions.defaults().withKernels(choice);
      try (Session session = Model.of(graph).newSession(options)) {
        @Nullable Datum[] results = new Datum[expected.size()];
        session.run(inputs.toArray(new Datum[0]), results);
        for (int o = 0; o < results.length; o++) {
          String where = session.kernels() + ", output " + o;
          compareEach(where, expected.get(o), results[o], d.tolerance());
        }
      }
    }
  }

  private static void compareEach(
      String where, Datum expected, @Nullable Datum actual, double tolerance) {
    if (!(expected instanceof Tensor e)
        || !(actual instanceof Tensor a)
        || !e.dtype().isFloating()
        || !e.type().equals(a.type())) {
      OpHarness.compare(where, expected, actual, tolerance);
      return;
    }
    double[] x = e.toDoubles();
    double[] y = a.toDoubles();
    double step = e.dtype() == DType.FLOAT16 ? 0x1p-10 : e.dtype() == DType.BFLOAT16 ? 0x1p-7 : 0;
    for (int i = 0; i < x.length; i++) {
      boolean same = x[i] == y[i] || (Double.isNaN(x[i]) && Double.isNaN(y[i]));
      double allowed = tolerance * Math.max(1, Math.abs(x[i])) + step * Math.abs(x[i]);
      if (!same && (Double.isInfinite(x[i]) || !(Math.abs(x[i] - y[i]) <= allowed))) {
        throw new AssertionError(
            where + ", element " + i + " of " + e + ": expected " + x[i] + ", got " + y[i]);
      }
    }
  }
}
