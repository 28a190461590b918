package dev.lanewise.testkit.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.graph.Graph;
import dev.lanewise.graph.GraphBuilder;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Value;
import dev.lanewise.pass.Passes;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds a function from primitives and checks what the passes make of it. */
final class SpelledOut {
  private final GraphBuilder builder = new GraphBuilder("spelled out");
  private final RandomTensors tensors = new RandomTensors(3);
  private final List<Datum> given = new ArrayList<>();
  private int names;

  private String name() {
    return "v" + names++;
  }

  /** A FLOAT input with random numbers. */
  Value input(int... dims) {
    given.add(tensors.floats(dims));
    return builder.input(name(), new TensorType(DType.FLOAT, Shape.of(dims)));
  }

  /** An input with given elements. */
  Value input(Tensor elements) {
    given.add(elements);
    return builder.input(name(), elements.type());
  }

  /** A FLOAT scalar. */
  Value number(double number) {
    return builder.constant(name(), Tensor.scalar((float) number));
  }

  /** A list of INT64 numbers. */
  Value list(long... numbers) {
    return builder.constant(name(), Tensor.of(Shape.of(numbers.length), numbers));
  }

  /** A FLOAT constant with random numbers. */
  Value constant(int... dims) {
    return builder.constant(name(), tensors.floats(dims));
  }

  /** A constant with given elements. */
  Value constant(Tensor elements) {
    return builder.constant(name(), elements);
  }

  /** A node with one output. */
  Value add(Op op, @Nullable Value... arguments) {
    return builder.add(name(), op, arguments);
  }

  /**
   * Checks that plans agree with the primitives and consist of other operators.
   *
   * @param expected operators that are left, in their order
   */
  void becomes(Value output, Class<?>... expected) {
    assertThat(agrees(output)).containsExactly(expected);
  }

  /** Checks that plans agree with the primitives; returns the operators of a plan. */
  List<Class<?>> agrees(Value output) {
    builder.output(output);
    Graph graph = builder.build();
    OpHarness.check(graph, given, 3e-5);
    List<Type> types = given.stream().map(Datum::type).toList();
    Graph passed = Passes.forTypes(Passes.once(graph), types);
    List<Class<?>> found = new ArrayList<>();
    passed.nodes().forEach(n -> found.add(n.op().getClass()));
    return found;
  }
}
