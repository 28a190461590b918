package dev.lanewise.loader.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lanewise.error.UnsupportedModelException;
import dev.lanewise.graph.Graph;
import dev.lanewise.graph.GraphBuilder;
import dev.lanewise.graph.Value;
import dev.lanewise.kernel.Layout;
import dev.lanewise.op.Identity;
import dev.lanewise.op.Reorder;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Storage;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LanewiseFileTest {
  @TempDir Path folder = Path.of("");

  private static void checkEqual(Graph actual, Graph expected) {
    for (boolean condition : new boolean[] {false, true}) {
      List<Datum> a = Samples.run(actual, condition);
      List<Datum> e = Samples.run(expected, condition);
      assertThat(((Tensor) a.get(0)).floats()).isEqualTo(((Tensor) e.get(0)).floats());
      assertThat(((Tensor) a.get(1)).strings()).isEqualTo(((Tensor) e.get(1)).strings());
    }
  }

  @Test
  void whatIsWrittenIsReadBackAlike() {
    Path path = folder.resolve("sample.lanewise");
    Graph graph = Samples.graph();
    LanewiseWriter.write(graph, WriteOptions.DEFAULT, path);
    Graph read = LanewiseFile.open(path).graph();
    checkEqual(read, graph);
    assertThat(read.name()).isEqualTo("sample");
    assertThat(read.inputs()).extracting(Value::type).isEqualTo(types(graph));
    assertThat(read.outputs()).extracting(Value::name).containsExactly("y", "text");
    assertThat(folder).isDirectoryContaining(f -> f.equals(path));
    assertThat(folder.toFile().list()).hasSize(1);
  }

  private static List<Type> types(Graph graph) {
    return graph.inputs().stream().map(Value::type).toList();
  }

  @Test
  void bytesBuffersAndStreamsAreReadWithoutAFile() {
    byte[] bytes = Samples.file();
    Graph graph = Samples.graph();
    checkEqual(LanewiseFile.of(bytes).graph(), graph);
    checkEqual(LanewiseFile.of(new ByteArrayInputStream(bytes)).graph(), graph);
    ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length + 3);
    direct.position(3);
    direct.put(bytes);
    direct.position(3);
    checkEqual(LanewiseFile.of(direct).graph(), graph);
  }

  @Test
  void largeTensorsStayInTheFile() {
    Map<String, Tensor> tensors = LanewiseFile.of(Samples.file()).tensors();
    Tensor w = tensors.get("w");
    assertThat(w.isLazy()).isTrue();
    assertThat(w.isStored()).isTrue();
    float[] copy = new float[w.size()];
    w.copyTo(copy, 0);
    assertThat(copy).isEqualTo(w.floats());
    assertThat(tensors.get("w_1").isLazy()).isFalse();
  }

  @Test
  void theDataBeginAlignedAndWideElementsComeFirst() {
    byte[] bytes = Samples.file();
    long header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    assertThat((8 + header) % 64).isZero();
    Safetensors read = Safetensors.read(FileBytes.of(ByteBuffer.wrap(bytes)));
    for (Safetensors.Entry entry : read.entries().values()) {
      assertThat(entry.offset() % entry.type().bytes()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(DType.class)
  void everyElementTypeIsKept(DType dtype) {
    Tensor tensor = Tensor.zeros(dtype, Shape.of(3, 5));
    if (dtype == DType.STRING) {
      tensor.strings()[7] = "text";
    } else if (dtype.storage() == Storage.BYTES) {
      tensor.bytes()[7] = (byte) (dtype.isInteger() && !dtype.isUnsigned() ? -1 : 1);
    } else if (dtype.storage() == Storage.SHORTS) {
      tensor.shorts()[7] = 0x1234;
    }
    GraphBuilder b = new GraphBuilder("g");
    b.output(b.add("y", new Identity(), b.constant("c", tensor)));
    Tensor read =
        LanewiseFile.of(Samples.bytes(b.build(), WriteOptions.DEFAULT)).tensors().get("c");
    assertThat(read.type()).isEqualTo(tensor.type());
    assertThat(read.array()).isEqualTo(tensor.array());
  }

  @Test
  void weightsMayBeStoredInHalfTheBytes() {
    Graph graph = Samples.graph();
    int whole = Samples.file().length;
    for (WeightType type : new WeightType[] {WeightType.FLOAT16, WeightType.BFLOAT16}) {
      byte[] bytes = Samples.bytes(graph, WriteOptions.DEFAULT.with(type));
      assertThat(bytes.length).isLessThan(whole - 64 * 64 * 2 + 200);
      Tensor read = LanewiseFile.of(bytes).tensors().get("w");
      assertThat(read.dtype()).isEqualTo(DType.FLOAT);
      float tolerance = type == WeightType.FLOAT16 ? 0x1p-12f : 0x1p-9f;
      float[] expected = Samples.random(64 * 64);
      for (int i = 0; i < expected.length; i++) {
        assertThat(read.floats()[i]).isCloseTo(expected[i], within(tolerance));
      }
    }
  }

  @Test
  void weightsThatOverflowStayAsTheyAre() {
    float[] values = Samples.random(1024);
    values[5] = 1e6f;
    GraphBuilder b = new GraphBuilder("g");
    Value c = b.constant("c", Tensor.of(Shape.of(32, 32), values));
    b.output(b.add("y", new Identity(), c));
    byte[] bytes = Samples.bytes(b.build(), WriteOptions.DEFAULT.with(WeightType.FLOAT16));
    assertThat(LanewiseFile.of(bytes).tensors().get("c").floats()).isEqualTo(values);
  }

  @Test
  void weightsMayBeQuantisedPerChannel() {
    Graph graph = Samples.graph();
    byte[] bytes = Samples.bytes(graph, WriteOptions.DEFAULT.with(WeightType.INT8));
    LanewiseFile file = LanewiseFile.of(bytes);
    assertThat(file.tensors().get("w").dtype()).isEqualTo(DType.INT8);
    float[] expected = ((Tensor) Samples.run(graph, true).get(0)).floats();
    float[] actual = ((Tensor) Samples.run(file.graph(), true).get(0)).floats();
    for (int i = 0; i < expected.length; i++) {
      // 64 products of numbers up to 1/2, each weight off by half a step of 0.5/127.
      assertThat(actual[i]).isCloseTo(expected[i], within(64 * 0.5f * 0.5f * 0.5f / 127));
    }
  }

  @Test
  void informationIsKept() {
    WriteOptions options =
        WriteOptions.DEFAULT.with("license", "Apache-2.0").with("architecture", "MLP \"2\"\n");
    LanewiseFile file = LanewiseFile.of(Samples.bytes(Samples.graph(), options));
    assertThat(file.info())
        .containsEntry("license", "Apache-2.0")
        .containsEntry("architecture", "MLP \"2\"\n")
        .containsEntry("producer", "lanewise")
        .hasSize(3);
    assertThatThrownBy(() -> WriteOptions.DEFAULT.with("lanewise.graph", ""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aConfigurationAndItsWeightsAreKept() {
    Path path = folder.resolve("model.safetensors");
    Tensor kernel = Tensor.of(Shape.of(2, 2), 1f, 2, 3, 4);
    LanewiseWriter.write("{}", Map.of("dense/kernel", kernel), WriteOptions.DEFAULT, path);
    LanewiseFile file = LanewiseFile.open(path);
    assertThat(file.hasGraph()).isFalse();
    assertThat(file.config()).isEqualTo("{}");
    assertThat(file.tensors().get("dense/kernel").floats()).containsExactly(1, 2, 3, 4);
    assertThatThrownBy(file::graph)
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("model.safetensors: the file holds weights, but no graph");
  }

  @Test
  void otherSafetensorsFilesCanBeOpenedForTheirTensors() {
    String header = "{\"a\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,4]}}";
    LanewiseFile file = LanewiseFile.of(Samples.file(header, 4));
    assertThat(file.tensors().get("a").shorts()).containsExactly((short) 0, (short) 0);
    assertThat(file.hasGraph()).isFalse();
    assertThat(file.config()).isNull();
  }

  @Test
  void filesOfNewerVersionsAndUnknownFeaturesAreRefusedByName() {
    assertThatThrownBy(() -> LanewiseFile.of(Samples.file(Map.of("lanewise.version", "2"), "", 0)))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("version 2");
    Map<String, String> sparse = Map.of("lanewise.requires", "[\"sparse-weights\"]");
    assertThatThrownBy(() -> LanewiseFile.of(Samples.file(sparse, "", 0)))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("'sparse-weights'");
  }

  @Test
  void whatANewerWriterAddsIsPassedOver() {
    String graph =
        "{\"opsets\":{\"\":17},\"name\":\"g\",\"new\":1,\"inputs\":[{\"name\":\"x\",\"hint\":[],"
            + "\"type\":{\"tensor\":\"FLOAT\",\"shape\":[\"n\",null,3]}}],\"nodes\":[{\"name\":\"r\","
            + "\"op\":\"Relu\",\"inputs\":[\"x\"],\"outputs\":[\"y\"],\"device\":null}],"
            + "\"outputs\":[{\"name\":\"y\",\"unit\":\"m\"}]}";
    Graph read =
        LanewiseFile.of(Samples.file(Map.of("lanewise.graph", graph, "lanewise.x", ""), "", 0))
            .graph();
    assertThat(read.outputs().get(0).type())
        .isEqualTo(
            new TensorType(
                DType.FLOAT,
                Shape.symbolic(
                    new int[] {Shape.UNKNOWN, Shape.UNKNOWN, 3}, new String[] {"n", null, ""})));
  }

  @Test
  void allUnknownOperatorsAreNamed() {
    String graph =
        "{\"opsets\":{\"\":17,\"acme\":1},\"name\":\"g\",\"inputs\":[],\"nodes\":["
            + "{\"name\":\"a\",\"op\":\"Fly\",\"inputs\":[],\"outputs\":[\"y\"]},"
            + "{\"name\":\"b\",\"op\":\"Swim\",\"domain\":\"acme\",\"inputs\":[],\"outputs\":[]}],"
            + "\"outputs\":[]}";
    LanewiseFile file = LanewiseFile.of(Samples.file(Map.of("lanewise.graph", graph), "", 0));
    assertThatThrownBy(file::graph)
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("operator Fly of domain 'ai.onnx', opset 17, in node 'a'")
        .hasMessageContaining("operator Swim of domain 'acme', opset 1, in node 'b'");
  }

  @Test
  void anOperatorThatCannotBeWrittenIsNamedAndNoFileIsLeft() {
    GraphBuilder b = new GraphBuilder("net");
    Value x = b.input("x", new TensorType(DType.FLOAT, Shape.of(2, 2)));
    b.output(b.add("odd", new Reorder(Layout.PLAIN, Layout.PLAIN), x));
    Path file = folder.resolve("net.lanewise");
    assertThatThrownBy(() -> LanewiseWriter.write(b.build(), WriteOptions.DEFAULT, file))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("'odd' (Reorder)");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void outputsOfOneTensorKeepTheirNames() {
    Tensor shared = Tensor.of(Shape.of(2), 1f, 2);
    GraphBuilder b = new GraphBuilder("net");
    b.output(b.constant("a", shared));
    b.output(b.constant("b", shared));
    Graph read = LanewiseFile.of(Samples.bytes(b.build(), WriteOptions.DEFAULT)).graph();
    assertThat(read.outputs()).extracting(Value::name).containsExactly("a", "b");
  }

  @Test
  void theBeginningTellsWhatItIs() {
    assertThat(LanewiseFile.isSafetensors(Samples.file())).isTrue();
    byte[] text = "a text that is no model".getBytes(StandardCharsets.UTF_8);
    assertThat(LanewiseFile.isSafetensors(text)).isFalse();
    assertThat(LanewiseFile.isSafetensors(new byte[3])).isFalse();
  }
}
