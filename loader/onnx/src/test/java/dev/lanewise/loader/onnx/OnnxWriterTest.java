package dev.lanewise.loader.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.error.UnsupportedModelException;
import dev.lanewise.graph.Graph;
import dev.lanewise.graph.GraphBuilder;
import dev.lanewise.graph.Interpreter;
import dev.lanewise.graph.Value;
import dev.lanewise.op.Gemm;
import dev.lanewise.op.Relu;
import dev.lanewise.op.Shrink;
import dev.lanewise.op.Softmax;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxWriterTest {
  @TempDir Path folder = Path.of("");

  private static Graph network() {
    GraphBuilder b = new GraphBuilder("net");
    Shape shape = Shape.symbolic(new int[] {Shape.UNKNOWN, 2}, new String[] {"batch", ""});
    Value x = b.input("x", new TensorType(DType.FLOAT, shape));
    Value w = b.constant("w", Tensor.of(Shape.of(3, 2), 1, -2, 3, 0.5f, -1, 2));
    Value bias = b.constant("w", Tensor.of(Shape.of(3), 0.1f, 0.2f, 0.3f));
    Value y = b.add("dense", new Gemm(0.5f, 2, false, true), x, w, bias);
    b.output(b.add("p", new Softmax(1), b.add("relu", new Relu(), y)));
    return b.build();
  }

  @Test
  void whatIsWrittenIsReadBackAlike() {
    Path file = folder.resolve("net.onnx");
    Graph graph = network();
    OnnxWriter.write(graph, file);
    Graph read = OnnxLoader.load(file);
    Datum x = Tensor.of(Shape.of(2, 2), 1, 2, -3, 4);
    Tensor expected = (Tensor) Interpreter.run(graph, List.of(x)).get(0);
    Tensor actual = (Tensor) Interpreter.run(read, List.of(x)).get(0);
    assertThat(actual.floats()).isEqualTo(expected.floats());
    assertThat(read.inputs().get(0).type()).isEqualTo(graph.inputs().get(0).type());
    assertThat(read.outputs().get(0).name()).isEqualTo("p");
  }

  @Test
  void anOperatorThatCannotBeWrittenIsNamedAndNoFileIsLeft() throws IOException {
    GraphBuilder b = new GraphBuilder("net");
    Value x = b.input("x", new TensorType(DType.FLOAT, Shape.of(2)));
    b.output(b.add("odd", new Shrink(0.5f, 0), x));
    Path file = folder.resolve("net.onnx");
    assertThatThrownBy(() -> OnnxWriter.write(b.build(), file))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("'odd' (Shrink)");
    assertThat(Files.list(folder)).isEmpty();
  }
}
