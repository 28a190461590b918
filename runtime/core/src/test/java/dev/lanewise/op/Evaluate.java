package dev.lanewise.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.graph.Graph;
import dev.lanewise.graph.GraphBuilder;
import dev.lanewise.graph.Interpreter;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Value;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs one operator in the plainest way. */
final class Evaluate {
  private Evaluate() {}

  /** The outputs, which must be of the types that the shape rule promised. */
  static List<Datum> all(Op op, int outputs, @Nullable Datum... inputs) {
    GraphBuilder b = new GraphBuilder("test");
    List<@Nullable Value> values = new ArrayList<>();
    List<Datum> given = new ArrayList<>();
    for (Datum d : inputs) {
      values.add(d == null ? null : b.input("x" + given.size(), d.type()));
      if (d != null) {
        given.add(d);
      }
    }
    List<String> names = new ArrayList<>();
    for (int o = 0; o < outputs; o++) {
      names.add("y" + o);
    }
    List<Value> results = b.add("node", op, values, names);
    results.forEach(b::output);
    Graph graph = b.build();
    List<Datum> got = Interpreter.run(graph, given);
    for (int o = 0; o < outputs; o++) {
      if (got.get(o) instanceof Tensor t && results.get(o).type() instanceof TensorType type) {
        assertThat(t.dtype()).isEqualTo(type.dtype());
        Shape shape = type.shape();
        assertThat(shape == null || shape.admits(t.shape()))
            .as("%s declared, %s computed", type, t)
            .isTrue();
      } else {
        assertThat(got.get(o).type()).isEqualTo(results.get(o).type());
      }
    }
    return got;
  }

  /** The first output. */
  static Tensor one(Op op, @Nullable Datum... inputs) {
    return (Tensor) all(op, 1, inputs).get(0);
  }

  /** The inferred type of the first output for inputs of given types. */
  static TensorType infer(Op op, Type... inputs) {
    GraphBuilder b = new GraphBuilder("test");
    List<Value> values = Arrays.stream(inputs).map(t -> b.input("x", t)).toList();
    return (TensorType) b.add("node", op, values, List.of("y")).get(0).type();
  }

  static Tensor floats(float... values) {
    return Tensor.of(Shape.of(values.length), values);
  }

  static Tensor longs(long... values) {
    return Tensor.of(Shape.of(values.length), values);
  }

  /** A tensor of an integer type or BOOL. */
  static Tensor integers(DType dtype, long... values) {
    return Tensor.of(dtype, Shape.of(values.length), Elements.fromLongs(dtype, values));
  }

  /** A tensor of a floating type. */
  static Tensor reals(DType dtype, double... values) {
    return Tensor.of(dtype, Shape.of(values.length), Elements.fromDoubles(dtype, values));
  }

  static Tensor strings(String... values) {
    return Tensor.of(DType.STRING, Shape.of(values.length), values);
  }

  static Tensor bools(boolean... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (values[i] ? 1 : 0);
    }
    return Tensor.of(DType.BOOL, Shape.of(values.length), bytes);
  }
}
