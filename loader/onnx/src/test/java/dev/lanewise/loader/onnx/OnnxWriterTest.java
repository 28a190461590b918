package dev.lanewise.loader.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.lanewise.error.UnsupportedModelException;
import dev.lanewise.graph.Graph;
import dev.lanewise.graph.GraphBuilder;
import dev.lanewise.graph.Interpreter;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Value;
import dev.lanewise.kernel.Layout;
import dev.lanewise.loader.onnx.proto.ModelProto;
import dev.lanewise.op.Add;
import dev.lanewise.op.AutoPad;
import dev.lanewise.op.AveragePool;
import dev.lanewise.op.BatchNormalization;
import dev.lanewise.op.Concat;
import dev.lanewise.op.Conv;
import dev.lanewise.op.Flatten;
import dev.lanewise.op.Gelu;
import dev.lanewise.op.Gemm;
import dev.lanewise.op.If;
import dev.lanewise.op.MatMul;
import dev.lanewise.op.MaxPool;
import dev.lanewise.op.Relu;
import dev.lanewise.op.Reorder;
import dev.lanewise.op.Softmax;
import dev.lanewise.op.Window;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
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
    Datum x = Tensor.of(Shape.of(2, 2), 1f, 2, -3, 4);
    Tensor expected = (Tensor) Interpreter.run(graph, List.of(x)).get(0);
    Tensor actual = (Tensor) Interpreter.run(read, List.of(x)).get(0);
    assertThat(actual.floats()).isEqualTo(expected.floats());
    assertThat(read.inputs().get(0).type()).isEqualTo(graph.inputs().get(0).type());
    assertThat(read.outputs().get(0).name()).isEqualTo("p");
  }

  @Test
  void nodesGetNamesOfTheirOwn() throws InvalidProtocolBufferException {
    GraphBuilder b = new GraphBuilder("net");
    Value x = b.input("x", new TensorType(DType.FLOAT, Shape.of(2)));
    b.output(b.add("same", new Relu(), b.add("same", new Relu(), b.add("same", new Relu(), x))));
    ModelProto model = ModelProto.parseFrom(OnnxWriter.bytes(b.build()));
    assertThat(model.getGraph().getNodeList())
        .extracting(node -> node.getName())
        .doesNotHaveDuplicates()
        .hasSize(3);
  }

  @Test
  void convolutionalNetworksAreReadBackAlike() {
    Random random = new Random(3);
    GraphBuilder b = new GraphBuilder("cnn");
    Value x = b.input("x", new TensorType(DType.FLOAT, Shape.of(1, 2, 9, 9)));
    int[] none = {};
    Window same = new Window(AutoPad.SAME_UPPER, none, new int[] {2, 2}, none, none, false);
    Window pool =
        new Window(AutoPad.NOTSET, new int[] {3, 3}, none, none, new int[] {1, 0, 1, 0}, true);
    Value c = b.add("conv", new Conv(same, 2), x, weight(b, random, 4, 1, 3, 3));
    Value n =
        b.add(
            "norm",
            new BatchNormalization(1e-3f, 0.9f, false),
            c,
            weight(b, random, 4),
            weight(b, random, 4),
            weight(b, random, 4),
            b.constant("variance", Tensor.of(Shape.of(4), 1f, 2, 3, 4)));
    Value m = b.add("max", new MaxPool(pool, false), b.add("relu", new Relu(), n));
    Value a = b.add("mean", new AveragePool(pool, true), n);
    Value f = b.add("flat", new Flatten(1), b.add("join", new Concat(1), m, a));
    b.output(b.add("y", new MatMul(), f, weight(b, random, 120, 3)));
    Graph graph = b.build();
    Tensor input = Tensor.of(Shape.of(1, 2, 9, 9), values(random, 162));
    Tensor expected = (Tensor) Interpreter.run(graph, List.of(input)).get(0);
    Graph read = OnnxLoader.load(OnnxWriter.bytes(graph));
    assertThat(read.nodes()).hasSameSizeAs(graph.nodes());
    assertThat(((Tensor) Interpreter.run(read, List.of(input)).get(0)).floats())
        .isEqualTo(expected.floats());
  }

  private static Value weight(GraphBuilder b, Random random, int... dims) {
    Shape shape = Shape.of(dims);
    return b.constant("w", Tensor.of(shape, values(random, shape.size())));
  }

  private static float[] values(Random random, int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return values;
  }

  @Test
  void theOperatorSetIsTheOldestThatSuffices() throws InvalidProtocolBufferException {
    assertThat(opset(new Relu())).isEqualTo(17);
    assertThat(opset(new Gelu(false))).isEqualTo(20);
  }

  private static long opset(Op op) throws InvalidProtocolBufferException {
    GraphBuilder b = new GraphBuilder("net");
    b.output(b.add("y", op, b.input("x", new TensorType(DType.FLOAT, Shape.of(2)))));
    return ModelProto.parseFrom(OnnxWriter.bytes(b.build())).getOpsetImport(0).getVersion();
  }

  @Test
  void innerGraphsReadWhatIsAroundThemByName() {
    TensorType vector = new TensorType(DType.FLOAT, Shape.of(2));
    GraphBuilder yes = new GraphBuilder("yes");
    Value inner = yes.input("inner", vector);
    Value sum = yes.add("sum", new Add(), inner, yes.constant("c", Tensor.of(Shape.of(2), 1f, 2)));
    yes.output(sum);
    yes.output(sum);
    GraphBuilder no = new GraphBuilder("no");
    Value captured = no.input("inner", vector);
    no.output(captured);
    no.output(no.constant("c", Tensor.of(Shape.of(2), 3f, 4)));
    GraphBuilder b = new GraphBuilder("net");
    Value condition = b.input("condition", new TensorType(DType.BOOL, Shape.SCALAR));
    Value x = b.add("sum", new Relu(), b.input("x", vector));
    If op = new If(yes.build(), no.build());
    b.add("if", op, List.of(condition, x), List.of("y", "z")).forEach(b::output);
    Graph graph = b.build();
    Graph read = OnnxLoader.load(OnnxWriter.bytes(graph));
    for (byte truth = 0; truth < 2; truth++) {
      Tensor which = Tensor.of(DType.BOOL, Shape.SCALAR, new byte[] {truth});
      List<Datum> inputs = List.of(which, Tensor.of(Shape.of(2), 5f, -6));
      List<Datum> expected = Interpreter.run(graph, inputs);
      List<Datum> actual = Interpreter.run(read, inputs);
      for (int i = 0; i < 2; i++) {
        assertThat(((Tensor) actual.get(i)).floats())
            .isEqualTo(((Tensor) expected.get(i)).floats());
      }
    }
  }

  @Test
  void constantsMayBeOutputs() {
    GraphBuilder b = new GraphBuilder("net");
    b.output(b.constant("c", Tensor.of(Shape.of(2), 1f, 2f)));
    Graph read = OnnxLoader.load(OnnxWriter.bytes(b.build()));
    assertThat(((Tensor) Interpreter.run(read, List.of()).get(0)).floats()).containsExactly(1, 2);
  }

  @Test
  void anOperatorThatCannotBeWrittenIsNamedAndNoFileIsLeft() {
    GraphBuilder b = new GraphBuilder("net");
    Value x = b.input("x", new TensorType(DType.FLOAT, Shape.of(2, 2)));
    b.output(b.add("odd", new Reorder(Layout.PLAIN, Layout.PLAIN), x));
    Path file = folder.resolve("net.onnx");
    assertThatThrownBy(() -> OnnxWriter.write(b.build(), file))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("'odd' (Reorder)");
    assertThat(folder).isEmptyDirectory();
  }
}
