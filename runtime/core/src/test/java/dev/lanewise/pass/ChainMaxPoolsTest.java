package dev.lanewise.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.graph.Graph;
import dev.lanewise.graph.GraphBuilder;
import dev.lanewise.graph.Value;
import dev.lanewise.op.AutoPad;
import dev.lanewise.op.MaxPool;
import dev.lanewise.op.Window;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which maxima are taken of other maxima. */
class ChainMaxPoolsTest {
  /** The kernels after the passes of square windows over one value. */
  private static List<Integer> kernels(int stride, int... sizes) {
    GraphBuilder builder = new GraphBuilder("maxima");
    Type type = new TensorType(DType.FLOAT, Shape.of(1, 2, 13, 13));
    Value x = builder.input("x", type);
    for (int k : sizes) {
      int[] pads = {k / 2, k / 2, k / 2, k / 2};
      int[] strides = {stride, stride};
      Window window =
          new Window(AutoPad.NOTSET, new int[] {k, k}, strides, new int[0], pads, false);
      builder.output(builder.add("pool" + k, new MaxPool(window, false), x));
    }
    Graph graph = Passes.forTypes(builder.build(), List.of(type));
    return graph.nodes().stream().map(n -> ((MaxPool) n.op()).window().kernel()[0]).toList();
  }

  @Test
  void eachTakesTheLargestOneBefore() {
    assertEquals(List.of(5, 5, 5), kernels(1, 5, 9, 13));
    assertEquals(List.of(3, 3, 9), kernels(1, 3, 5, 13));
  }

  @Test
  void othersStay() {
    assertEquals(List.of(5, 9), kernels(2, 5, 9), "a stride");
    assertEquals(List.of(9, 5), kernels(1, 9, 5), "in falling order");
    assertEquals(List.of(4, 5), kernels(1, 4, 5), "no pixel in the middle");
  }
}
