package dev.lanewise.pass;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.graph.Graph;
import dev.lanewise.graph.GraphBuilder;
import dev.lanewise.graph.Value;
import dev.lanewise.op.Concat;
import dev.lanewise.op.Conv;
import dev.lanewise.op.Slice;
import dev.lanewise.op.Window;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which convolutions over Slices become convolutions with a stride. */
class StrideOverSlicesTest {
  private static final int[][] PLACES = {{0, 0}, {1, 0}, {0, 1}, {1, 1}};

  private static Graph passed(int channels, int[][] places) {
    GraphBuilder builder = new GraphBuilder("focus");
    Type type = new TensorType(DType.FLOAT, Shape.of(1, channels, 8, 12));
    Value x = builder.input("x", type);
    List<Value> parts = new ArrayList<>();
    for (int i = 0; i < places.length; i++) {
      Value from = list(builder, "from" + i, places[i][0], places[i][1]);
      Value to = list(builder, "to" + i, 8, 12);
      Value axes = list(builder, "axes" + i, 2, 3);
      Value steps = list(builder, "steps" + i, 2, 2);
      parts.add(builder.add("part" + i, new Slice(), x, from, to, axes, steps));
    }
    Value joined = builder.add("joined", new Concat(1), parts.toArray(new Value[0]));
    int inputs = channels * places.length;
    float[] w = new float[5 * inputs * 9];
    for (int i = 0; i < w.length; i++) {
      w[i] = i;
    }
    Value weight = builder.constant("w", Tensor.of(Shape.of(5, inputs, 3, 3), w));
    builder.output(builder.add("conv", new Conv(Window.DEFAULT, 1), joined, weight));
    return Passes.forTypes(builder.build(), List.of(type));
  }

  private static Value list(GraphBuilder builder, String name, long... values) {
    return builder.constant(name, Tensor.of(Shape.of(values.length), values));
  }

  private static int slices(Graph graph) {
    return (int) graph.nodes().stream().filter(n -> n.op() instanceof Slice).count();
  }

  @Test
  void fourQuartersBecomeOneConvolution() {
    Graph graph = passed(3, PLACES);
    assertEquals(1, graph.nodes().size());
    Conv conv = (Conv) graph.nodes().get(0).op();
    assertArrayEquals(new int[] {6, 6}, conv.window().kernel());
    assertArrayEquals(new int[] {2, 2}, conv.window().strides());
  }

  @Test
  void otherSlicesStay() {
    assertEquals(4, slices(passed(5, PLACES)), "many channels");
    assertEquals(
        3, slices(passed(3, new int[][] {{0, 0}, {1, 0}, {0, 1}})), "a quarter is missing");
    assertEquals(
        4, slices(passed(3, new int[][] {{0, 0}, {1, 0}, {0, 1}, {0, 1}})), "one quarter twice");
  }
}
