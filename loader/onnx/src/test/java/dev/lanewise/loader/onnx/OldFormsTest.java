package dev.lanewise.loader.onnx;

import static dev.lanewise.loader.onnx.Protos.attribute;
import static dev.lanewise.loader.onnx.Protos.floats;
import static dev.lanewise.loader.onnx.Protos.graph;
import static dev.lanewise.loader.onnx.Protos.node;
import static dev.lanewise.loader.onnx.Protos.opset;
import static dev.lanewise.loader.onnx.Protos.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.graph.Graph;
import dev.lanewise.graph.Interpreter;
import dev.lanewise.loader.onnx.proto.AttributeProto;
import dev.lanewise.loader.onnx.proto.AttributeProto.AttributeType;
import dev.lanewise.loader.onnx.proto.GraphProto;
import dev.lanewise.loader.onnx.proto.ModelProto;
import dev.lanewise.loader.onnx.proto.NodeProto;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Forms that operators on data and control flow had in older operator sets. */
class OldFormsTest {
  private static AttributeProto.Builder list(String name, long... values) {
    AttributeProto.Builder a =
        AttributeProto.newBuilder().setName(name).setType(AttributeType.INTS);
    for (long v : values) {
      a.addInts(v);
    }
    return a;
  }

  private static Graph load(int opset, GraphProto.Builder graph) {
    ModelProto.Builder model =
        ModelProto.newBuilder().setIrVersion(3).addOpsetImport(opset("", opset)).setGraph(graph);
    return OnnxLoader.load(model.build().toByteArray());
  }

  private static Tensor tensor(float[] values, int... dims) {
    return Tensor.of(Shape.of(dims), values);
  }

  /** Output y of one node that reads x, float[2, 3] with elements 1 to 6. */
  private static Tensor run(int opset, NodeProto.Builder node) {
    Graph g =
        load(opset, graph(node).addInput(value("x", floats(2, 3))).addOutput(value("y", floats())));
    Tensor x = tensor(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
    return (Tensor) Interpreter.run(g, List.of(x)).get(0);
  }

  private static void check(Tensor y, Shape shape, float... values) {
    assertThat(y.shape()).isEqualTo(shape);
    assertThat(y.floats()).containsExactly(values);
  }

  @Test
  void listsWereAttributes() {
    check(
        run(1, node("y = Slice(x)", list("starts", 1), list("ends", 1000), list("axes", 1))),
        Shape.of(2, 2),
        2,
        3,
        5,
        6);
    check(
        run(9, node("y = Slice(x)", list("starts", -1), list("ends", 2))), Shape.of(1, 3), 4, 5, 6);
    check(
        run(1, node("y = Reshape(x)", list("shape", 0, -1, 1))),
        Shape.of(2, 3, 1),
        1,
        2,
        3,
        4,
        5,
        6);
    check(
        run(11, node("y = Unsqueeze(x)", list("axes", -1, 0))),
        Shape.of(1, 2, 3, 1),
        1,
        2,
        3,
        4,
        5,
        6);
    check(
        run(2, node("a, y = Split(x)", list("split", 1, 2), attribute("axis", 1L))),
        Shape.of(2, 2),
        2,
        3,
        5,
        6);
    check(
        run(2, node("y = Pad(x)", list("pads", 0, -2, 1, 1), attribute("value", 9f))),
        Shape.of(3, 2),
        3,
        9,
        6,
        9,
        9,
        9);
    check(
        run(1, node("y = Pad(x)", list("paddings", 0, 0, 0, 1), attribute("mode", "edge"))),
        Shape.of(2, 4),
        1,
        2,
        3,
        3,
        4,
        5,
        6,
        6);
  }

  @Test
  void axesWereOptional() {
    check(run(11, node("y = Squeeze(x)")), Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
    check(run(1, node("y = Concat(x, x)")), Shape.of(2, 6), 1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6);
  }

  @Test
  void scanHadBatchesOfSequencesWithLengths() {
    GraphProto.Builder body =
        graph(node("sum_out = Add(sum_in, next)"), node("scan_out = Identity(sum_out)"))
            .addInput(value("sum_in", floats(1)))
            .addInput(value("next", floats(1)))
            .addOutput(value("sum_out", floats(1)))
            .addOutput(value("scan_out", floats(1)));
    GraphProto.Builder g =
        graph(
                node(
                    "y, z = Scan(lengths, initial, x)",
                    attribute("num_scan_inputs", 1L),
                    list("directions", 1),
                    attribute("body", body)))
            .addInput(value("lengths", new TensorType(DType.INT64, Shape.of(2))))
            .addInput(value("initial", floats(2, 1)))
            .addInput(value("x", floats(2, 3, 1)))
            .addOutput(value("y", floats(2, 1)))
            .addOutput(value("z", floats(2, 3, 1)));
    List<Datum> y =
        Interpreter.run(
            load(8, g),
            List.of(
                Tensor.of(Shape.of(2), 2L, 3L),
                tensor(new float[] {100, 200}, 2, 1),
                tensor(new float[] {1, 2, 3, 4, 5, 6}, 2, 3, 1)));
    check((Tensor) y.get(0), Shape.of(2, 1), 103, 215);
    check((Tensor) y.get(1), Shape.of(2, 3, 1), 102, 103, 0, 206, 211, 215);
  }

  @Test
  void branchesAndBodiesReadWhatIsAroundThem() {
    GraphProto.Builder inner =
        graph(node("r = Add(x, carried)")).addOutput(value("r", floats(2, 3)));
    GraphProto.Builder other = graph(node("r2 = Neg(x)")).addOutput(value("r2", floats(2, 3)));
    TensorType truth = new TensorType(DType.BOOL, Shape.SCALAR);
    GraphProto.Builder body =
        graph(
                node("goes_on = Identity(condition)"),
                node(
                    "next = If(flag)",
                    attribute("then_branch", inner),
                    attribute("else_branch", other)))
            .addInput(value("round", new TensorType(DType.INT64, Shape.SCALAR)))
            .addInput(value("condition", truth))
            .addInput(value("carried", floats(2, 3)))
            .addOutput(value("goes_on", truth))
            .addOutput(value("next", floats(2, 3)));
    GraphProto.Builder g =
        graph(node("y = Loop(rounds, , x)", attribute("body", body)))
            .addInput(value("x", floats(2, 3)))
            .addInput(value("flag", truth))
            .addInput(value("rounds", new TensorType(DType.INT64, Shape.SCALAR)))
            .addOutput(value("y", floats(2, 3)));
    Tensor x = tensor(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
    for (byte flag = 0; flag < 2; flag++) {
      Tensor condition = Tensor.of(DType.BOOL, Shape.SCALAR, new byte[] {flag});
      List<Datum> y = Interpreter.run(load(11, g), List.of(x, condition, Tensor.scalar(3L)));
      int factor = flag == 1 ? 4 : -1;
      check(
          (Tensor) y.get(0),
          Shape.of(2, 3),
          factor,
          2 * factor,
          3 * factor,
          4 * factor,
          5 * factor,
          6 * factor);
    }
  }
}
