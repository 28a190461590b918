package dev.lanewise.loader.onnx;

import static dev.lanewise.loader.onnx.Protos.attribute;
import static dev.lanewise.loader.onnx.Protos.floats;
import static dev.lanewise.loader.onnx.Protos.graph;
import static dev.lanewise.loader.onnx.Protos.model;
import static dev.lanewise.loader.onnx.Protos.node;
import static dev.lanewise.loader.onnx.Protos.opset;
import static dev.lanewise.loader.onnx.Protos.value;
import static dev.lanewise.loader.onnx.Protos.xToY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.error.ModelFormatException;
import dev.lanewise.error.UnsupportedModelException;
import dev.lanewise.graph.Graph;
import dev.lanewise.graph.Interpreter;
import dev.lanewise.graph.Value;
import dev.lanewise.loader.onnx.proto.GraphProto;
import dev.lanewise.loader.onnx.proto.ModelProto;
import dev.lanewise.loader.onnx.proto.SparseTensorProto;
import dev.lanewise.loader.onnx.proto.TensorProto;
import dev.lanewise.loader.onnx.proto.TensorShapeProto;
import dev.lanewise.loader.onnx.proto.TypeProto;
import dev.lanewise.loader.operators.ElementTypes;
import dev.lanewise.loader.operators.OperatorTable;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxLoaderTest {
  private static Graph load(ModelProto.Builder model) {
    return OnnxLoader.load(model.build().toByteArray());
  }

  private static Graph load(GraphProto.Builder graph) {
    return load(model(graph));
  }

  private static float[] run(Graph graph, float... x) {
    return ((Tensor) Interpreter.run(graph, List.of(Tensor.of(Shape.of(x.length), x))).get(0))
        .floats();
  }

  private static void assertMalformed(GraphProto.Builder graph, String message) {
    assertThatThrownBy(() -> load(graph))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining(message);
  }

  private static TensorProto weight(String name, float... values) {
    return Protos.tensor(name, Tensor.of(Shape.of(values.length), values));
  }

  @Test
  void nodesBecomeAGraph() {
    Graph g =
        load(xToY(node("a = Relu(x)"), node("y = Add(a, w)")).addInitializer(weight("w", 1, 2)));
    assertThat(g.inputs()).extracting(Value::name).containsExactly("x");
    assertThat(g.outputs()).extracting(Value::name).containsExactly("y");
    assertThat(g.outputs().get(0).type()).isEqualTo(floats(2));
    assertThat(run(g, -5, 5)).containsExactly(1, 7);
  }

  @Test
  void modelsComeFromFilesAndStreams(@TempDir Path folder) throws IOException {
    byte[] bytes = model(xToY(node("y = Relu(x)"))).build().toByteArray();
    Path file = Files.write(folder.resolve("m.onnx"), bytes);
    assertThat(run(OnnxLoader.load(file), -1, 1)).containsExactly(0, 1);
    assertThat(run(OnnxLoader.load(new ByteArrayInputStream(bytes)), -1, 1)).containsExactly(0, 1);
    assertThatThrownBy(() -> OnnxLoader.load(folder.resolve("absent.onnx")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("no such file");
    assertThatThrownBy(() -> OnnxLoader.load(folder))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("not a file");
  }

  @Test
  void initializersAreNoInputs() {
    GraphProto.Builder graph =
        graph(node("y = Add(x, w)"))
            .addInput(value("w", floats(2)))
            .addInput(value("x", floats(2)))
            .addOutput(value("y", floats(2)))
            .addInitializer(weight("w", 1, 2));
    assertThat(load(model(graph).setIrVersion(3)).inputs())
        .extracting(Value::name)
        .containsExactly("x");
  }

  @Test
  void sparseInitializersAreConstants() {
    SparseTensorProto.Builder sparse =
        SparseTensorProto.newBuilder()
            .setValues(weight("w", 9))
            .setIndices(Protos.tensor("", Tensor.of(Shape.of(1), 1L)))
            .addDims(2);
    assertThat(run(load(xToY(node("y = Add(x, w)")).addSparseInitializer(sparse)), 1, 1))
        .containsExactly(1, 10);
  }

  @Test
  void dimensionsMayBeUnknown() {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    shape.addDimBuilder().setDimParam("N");
    shape.addDimBuilder().setDimValue(0);
    shape.addDimBuilder().setDimValue(-1);
    shape.addDimBuilder();
    shape.addDimBuilder().setDimValue(7);
    TypeProto.Builder type = TypeProto.newBuilder();
    type.getTensorTypeBuilder().setElemType(ElementTypes.number(DType.FLOAT)).setShape(shape);
    GraphProto.Builder graph = graph(node("y = Relu(x)"), node("z = Relu(u)"));
    graph.addInputBuilder().setName("x").setType(type);
    type.getTensorTypeBuilder().clearShape();
    graph.addInputBuilder().setName("u").setType(type);
    graph.addOutputBuilder().setName("y");
    graph.addOutputBuilder().setName("z");
    assertThat(load(graph).outputs())
        .extracting(v -> v.type().toString())
        .containsExactly("float[N, ?, ?, ?, 7]", "float[...]");
  }

  @Test
  void declaredOutputTypesAreOnlyHints() {
    GraphProto.Builder graph =
        graph(node("y = Relu(x)"))
            .addInput(value("x", floats(2)))
            .addOutput(value("y", floats(7, 7)));
    assertThat(load(graph).outputs().get(0).type()).isEqualTo(floats(2));
  }

  @Test
  void outputsKeepTheirNames() {
    GraphProto.Builder graph =
        xToY(node("y = Relu(x)"))
            .addInitializer(weight("w", 3))
            .addOutput(value("x", floats(2)))
            .addOutput(value("w", floats(1)));
    assertThat(load(graph).outputs()).extracting(Value::name).containsExactly("y", "x", "w");
    GraphProto.Builder constant =
        xToY(node("y = Constant()", attribute("value_float", 2f)), node("z = Identity(x)"));
    assertThat(load(constant).outputs()).extracting(Value::name).containsExactly("y");
  }

  @Test
  void valuesAreDefinedOnceAndBeforeTheyAreRead() {
    assertMalformed(
        xToY(node("y = Add(x, a)"), node("a = Relu(x)")),
        "node 'y' (Add): reads value 'a', which nothing before it defines");
    assertMalformed(xToY(node("a = Add(x, b)"), node("b = Relu(a)")), "reads value 'b'");
    assertMalformed(xToY(node("y = Relu(y)")), "reads value 'y'");
    assertMalformed(
        xToY(node("y = Relu(x)"), node("y = Relu(x)")), "value 'y', which is defined already");
    assertMalformed(xToY(node("x = Relu(x)")), "value 'x', which is defined already");
    assertMalformed(
        xToY(node("y = Relu(x)")).addInitializer(weight("w", 1)).addInitializer(weight("w", 2)),
        "value 'w' is defined twice");
    assertMalformed(
        xToY(node("y = Relu(x)")).addInput(value("x", floats(2))), "'x' is defined twice");
    assertMalformed(
        xToY(node("y = Relu(x)")).addOutput(value("y", floats(2))), "'y' is listed twice");
    assertMalformed(xToY(node("a = Relu(x)")), "output 'y' is computed by no node");
    assertMalformed(xToY(node("y = Relu(x)")).addInput(value("", floats(2))), "has no name");
    assertMalformed(
        xToY(node("y = Relu(x)")).addInput(value("v", floats(2)).clearType()),
        "input 'v' has no type");
  }

  @Test
  void inputsAndAttributesMustFitTheOperator() {
    assertMalformed(xToY(node("y = Add(x)")), "node 'y' (Add): needs two inputs, has 1");
    assertMalformed(xToY(node("y, z = Relu(x)")), "has 1 outputs, but 2 are used");
    assertMalformed(
        xToY(node("y = LeakyRelu(x)", attribute("alpha", "steep"))),
        "node 'y' (LeakyRelu): attribute 'alpha' must be a FLOAT, but is a STRING");
    assertMalformed(
        xToY(node("y = LeakyRelu(x)", attribute("alpha", 1f), attribute("alpha", 2f))),
        "attribute 'alpha' is given twice");
    assertMalformed(xToY(node("y = Cast(x)")), "node 'y' (Cast): attribute 'to' is missing");
    assertMalformed(
        xToY(
            node(
                "y = LeakyRelu(x)",
                Protos.reference(
                    "alpha",
                    dev.lanewise.loader.onnx.proto.AttributeProto.AttributeType.FLOAT,
                    "a"))),
        "outside of a function");
  }

  @Test
  void typeOfAnAttributeMayBeLeftToItsValue() {
    assertThat(run(load(xToY(node("y = LeakyRelu(x)", attribute("alpha", 2f).clearType()))), -1, 1))
        .containsExactly(-2, 1);
  }

  @Test
  void everythingUnsupportedIsNamedAtOnce() {
    ModelProto.Builder model =
        model(
            xToY(
                node("a = Nonsense(x)").setName("first"),
                node("b = Nonsense(a)").setName("second"),
                node("c = Other(b)").setName("third").setDomain("com.acme"),
                node("y = If(c)", attribute("then_branch", graph(node("q = Inner(c)")))),
                Protos.call("z = F(x)")),
            Protos.function("F", "x", "y", node("y = InFunction(x)")));
    model.addOpsetImport(opset("com.acme", 3));
    assertThatThrownBy(() -> load(model))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining(
            "operator Nonsense of domain 'ai.onnx', opset 17, in node 'first', node 'second'")
        .hasMessageContaining("operator Other of domain 'com.acme', opset 3, in node 'third'")
        .hasMessageContaining("operator Inner of domain 'ai.onnx', opset 17, in node 'y/q'")
        .hasMessageContaining("operator InFunction of domain 'ai.onnx', opset 17");
  }

  @Test
  void unknownElementTypesAreUnsupported() {
    TensorProto.Builder weight = TensorProto.newBuilder().setName("w").setDataType(77);
    assertThatThrownBy(() -> load(xToY(node("y = Relu(x)")).addInitializer(weight)))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("initializer 'w' has element type number 77");
  }

  @Test
  void operatorSetsAreKnownUpToAVersion() {
    ModelProto.Builder newer = model(xToY(node("y = Relu(x)")));
    newer.getOpsetImportBuilder(0).setVersion(OperatorTable.NEWEST_ONNX + 1);
    assertThatThrownBy(() -> load(newer))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining(
            "operator Relu of domain 'ai.onnx', opset 28 (supported: opset 1 to 27)");
    ModelProto.Builder older = model(xToY(node("y = Mish(x)")));
    older.clearOpsetImport();
    assertThatThrownBy(() -> load(older))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("opset 1 (supported: opset 18 to 27)");
  }

  @Test
  void importsWithoutNodesAreHarmless() {
    ModelProto.Builder model = model(xToY(node("y = Relu(x)")));
    model.addOpsetImport(opset("com.acme", 3)).addOpsetImport(opset("ai.onnx.ml", 99));
    assertThat(run(load(model), -1, 1)).containsExactly(0, 1);
  }

  @Test
  void domainsMayBeSpelledOut() {
    ModelProto.Builder model = model(xToY(node("y = Relu(x)").setDomain("ai.onnx")));
    model.clearOpsetImport().addOpsetImport(opset("ai.onnx", 13));
    assertThat(run(load(model), -1, 1)).containsExactly(0, 1);
  }

  @Test
  void modelsSayWhichFormatTheyHave() {
    GraphProto.Builder graph = xToY(node("y = Relu(x)"));
    assertThatThrownBy(() -> load(model(graph).clearIrVersion()))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("not an ONNX model");
    assertThatThrownBy(() -> load(model(graph).clearGraph()))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("not an ONNX model");
    assertThatThrownBy(() -> load(model(graph).setIrVersion(99)))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("(IR) version 99");
    ModelProto.Builder zero = model(graph).clearOpsetImport().addOpsetImport(opset("", 0));
    assertThatThrownBy(() -> load(zero))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("version 0");
  }

  /** A file that is read at once, in several pieces, and one that is mapped. */
  @ParameterizedTest
  @ValueSource(ints = {2000, 100_000, 5_000_000})
  void largeWeightsStayInTheFile(int elements, @TempDir Path folder) throws IOException {
    float[] numbers = new float[elements];
    for (int i = 0; i < elements; i++) {
      numbers[i] = i;
    }
    GraphProto.Builder graph =
        graph(node("y = Add(x, w)"))
            .addInput(value("x", floats(elements)))
            .addOutput(value("y", floats(elements)))
            .addInitializer(Protos.tensor("w", Tensor.of(Shape.of(elements), numbers)));
    Path file = Files.write(folder.resolve("m.onnx"), model(graph).build().toByteArray());
    Value weight = Objects.requireNonNull(OnnxLoader.load(file).nodes().get(0).input(1));
    Tensor constant = Objects.requireNonNull(weight.constant());
    assertThat(constant.isLazy()).isTrue();
    assertThat(constant.floats()).isEqualTo(numbers);
  }
}
