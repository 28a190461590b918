package dev.lanewise.loader.onnx;

import static dev.lanewise.loader.onnx.Protos.attribute;
import static dev.lanewise.loader.onnx.Protos.call;
import static dev.lanewise.loader.onnx.Protos.floats;
import static dev.lanewise.loader.onnx.Protos.function;
import static dev.lanewise.loader.onnx.Protos.graph;
import static dev.lanewise.loader.onnx.Protos.model;
import static dev.lanewise.loader.onnx.Protos.node;
import static dev.lanewise.loader.onnx.Protos.reference;
import static dev.lanewise.loader.onnx.Protos.value;
import static dev.lanewise.loader.onnx.Protos.xToY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import dev.lanewise.error.ModelFormatException;
import dev.lanewise.error.UnsupportedModelException;
import dev.lanewise.loader.onnx.proto.AttributeProto;
import dev.lanewise.loader.onnx.proto.AttributeProto.AttributeType;
import dev.lanewise.loader.onnx.proto.GraphProto;
import dev.lanewise.loader.onnx.proto.ModelProto;
import dev.lanewise.loader.onnx.proto.NodeProto;
import dev.lanewise.loader.onnx.proto.SparseTensorProto;
import dev.lanewise.loader.onnx.proto.TensorProto;
import dev.lanewise.loader.onnx.proto.TypeProto;
import dev.lanewise.loader.onnx.proto.ValueInfoProto;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are damaged or made to do harm are refused, quickly and with the right exception. */
class HostileFileTest {
  private static final Duration QUICK = Duration.ofSeconds(20);

  /** A small model with every kind of message. */
  private static byte[] sample() {
    SparseTensorProto.Builder sparse =
        SparseTensorProto.newBuilder()
            .setValues(Protos.tensor("s", Tensor.of(Shape.of(1), 9f)))
            .setIndices(Protos.tensor("", Tensor.of(Shape.of(1), 1L)))
            .addDims(2);
    GraphProto.Builder graph =
        graph(
                node("a = Add(x, w)").setName("sum"),
                call("b = F(a)", attribute("alpha", 0.5f)),
                node("c = Concat(b, s, i)", attribute("axis", 0)),
                node("d = Cast(c)", attribute("to", 1)),
                node("e = Constant()", attribute("value_string", "text")),
                node("y = Slice(d, k, k)"))
            .addInput(value("x", floats(2)))
            .addOutput(value("y", floats(2)))
            .addInitializer(Protos.tensor("w", Tensor.of(Shape.of(2), 1f, 2f)))
            .addInitializer(
                TensorProto.newBuilder()
                    .setName("i")
                    .setDataType(TensorProto.DataType.FLOAT_VALUE)
                    .addDims(1)
                    .addFloatData(3))
            .addInitializer(
                TensorProto.newBuilder()
                    .setName("k")
                    .setDataType(TensorProto.DataType.INT64_VALUE)
                    .addDims(1)
                    .addInt64Data(1))
            .addSparseInitializer(sparse);
    return model(
            graph,
            function(
                    "F",
                    "p",
                    "q",
                    node("q = LeakyRelu(p)", reference("alpha", AttributeType.FLOAT, "alpha")))
                .addAttribute("alpha"))
        .build()
        .toByteArray();
  }

  private static void assertLoadsOrIsRefused(byte[] file) {
    try {
      OnnxLoader.load(file);
    } catch (ModelFormatException | UnsupportedModelException e) {
      assertThat(e).hasMessageNotContaining("\n");
    } catch (RuntimeException | Error e) {
      Assertions.fail("load failed with " + e + " for " + HexFormat.of().formatHex(file), e);
    }
  }

  private static void assertMalformed(byte[] file, String message) {
    Assertions.assertTimeoutPreemptively(
        QUICK,
        () ->
            assertThatThrownBy(() -> OnnxLoader.load(file))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining(message));
  }

  @Test
  void theSampleIsRight() {
    assertThat(OnnxLoader.load(sample()).nodes()).hasSize(5);
  }

  @Test
  void emptyFilesAreRefused() {
    assertMalformed(new byte[0], "the file is empty");
  }

  @Test
  void filesMayEndAnywhere() {
    byte[] sample = sample();
    for (int length = 0; length < sample.length; length++) {
      assertLoadsOrIsRefused(Arrays.copyOf(sample, length));
    }
    assertMalformed(Arrays.copyOf(sample, sample.length - 1), "truncated or damaged");
  }

  @Test
  void anyBitMayBeWrong() {
    byte[] sample = sample();
    for (int bit = 0; bit < sample.length * 8; bit++) {
      sample[bit / 8] ^= (byte) (1 << bit % 8);
      assertLoadsOrIsRefused(sample);
      sample[bit / 8] ^= (byte) (1 << bit % 8);
    }
  }

  @Test
  void bytesMayBeChangedAtRandom() {
    byte[] sample = sample();
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      byte[] file = sample.clone();
      int changes = 1 + random.nextInt(4);
      for (int c = 0; c < changes; c++) {
        file = mutated(file, random);
      }
      assertLoadsOrIsRefused(file);
    }
  }

  /** One byte replaced, or some bytes moved, repeated or dropped. */
  private static byte[] mutated(byte[] file, Random random) {
    if (file.length < 16) {
      return file;
    }
    int at = random.nextInt(file.length - 8);
    int length = 1 + random.nextInt(8);
    ByteString all = ByteString.copyFrom(file);
    ByteString part = all.substring(at, at + length);
    return switch (random.nextInt(4)) {
      case 0 -> {
        byte[] bytes = file.clone();
        byte[] tempting = {0, 1, 127, -128, -1, (byte) random.nextInt()};
        bytes[at] = tempting[random.nextInt(tempting.length)];
        yield bytes;
      }
      case 1 -> all.substring(0, at).concat(all.substring(at + length)).toByteArray();
      case 2 -> all.substring(0, at).concat(part).concat(all.substring(at)).toByteArray();
      default -> {
        byte[] bytes = file.clone();
        part.copyTo(bytes, random.nextInt(file.length - length));
        yield bytes;
      }
    };
  }

  @Test
  void noiseIsRefused() {
    Random random = new Random(11);
    for (int i = 0; i < 2000; i++) {
      byte[] noise = new byte[1 + random.nextInt(200)];
      random.nextBytes(noise);
      assertLoadsOrIsRefused(noise);
    }
    assertMalformed("this is no model".getBytes(java.nio.charset.StandardCharsets.UTF_8), "not a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00",
        "0c",
        "3a",
        "3aff",
        "3affffffff0f",
        "3affffffffffffffffff01",
        "08ffffffffffffffffffff"
      })
  void trailingGarbageIsRefused(String garbage) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(sample());
    file.write(HexFormat.of().parseHex(garbage));
    assertMalformed(file.toByteArray(), "not a valid protobuf message");
  }

  @Test
  void lengthsAreChecked() {
    TensorProto.Builder huge =
        TensorProto.newBuilder()
            .setName("w")
            .setDataType(TensorProto.DataType.FLOAT_VALUE)
            .addDims(1L << 30)
            .addDims(1)
            .setRawData(ByteString.copyFrom(new byte[4]));
    assertMalformed(
        model(xToY(node("y = Add(x, w)")).addInitializer(huge)).build().toByteArray(),
        "initializer 'w' of type FLOAT[1073741824, 1] needs 4294967296 bytes of data, but has 4");
  }

  /** A message inside of others that each have just one field, from the innermost out. */
  private static ByteString nested(ByteString innermost, int times, int... fields) {
    ByteString message = innermost;
    for (int i = 0; i < times; i++) {
      for (int field : fields) {
        message = field(field, message);
      }
    }
    return message;
  }

  private static ByteString field(int number, ByteString content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      out.writeBytes(number, content);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ByteString.copyFrom(bytes.toByteArray());
  }

  @Test
  void nestingIsLimited() {
    ByteString graph =
        nested(
            ByteString.EMPTY,
            2000,
            AttributeProto.G_FIELD_NUMBER,
            NodeProto.ATTRIBUTE_FIELD_NUMBER,
            GraphProto.NODE_FIELD_NUMBER);
    assertMalformed(
        field(ModelProto.GRAPH_FIELD_NUMBER, graph).toByteArray(), "nested deeper than the limit");
  }

  @Test
  void typesAreLimitedInDepth() {
    ByteString type =
        nested(
            ByteString.EMPTY,
            2000,
            TypeProto.Sequence.ELEM_TYPE_FIELD_NUMBER,
            TypeProto.SEQUENCE_TYPE_FIELD_NUMBER);
    ByteString input = field(ValueInfoProto.TYPE_FIELD_NUMBER, type);
    ByteString graph = field(GraphProto.INPUT_FIELD_NUMBER, input);
    assertMalformed(
        field(ModelProto.GRAPH_FIELD_NUMBER, graph).toByteArray(), "nested deeper than the limit");
  }

  @Test
  void callsAreLimitedInDepth() {
    ModelProto.Builder model = model(xToY(call("y = F0(x)")));
    for (int i = 0; i < 5000; i++) {
      model.addFunctions(function("F" + i, "a", "b", call("b = F" + (i + 1) + "(a)")));
    }
    assertMalformed(model.build().toByteArray(), "deeper than 64 levels");
  }

  @Test
  void partsAreLimitedInNumber() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    byte[] nodes = new byte[10_000_000];
    for (int i = 0; i < nodes.length; i += 2) {
      nodes[i] = GraphProto.NODE_FIELD_NUMBER << 3 | 2;
    }
    out.writeInt64(ModelProto.IR_VERSION_FIELD_NUMBER, 9);
    out.writeByteArray(ModelProto.GRAPH_FIELD_NUMBER, nodes);
    out.flush();
    assertMalformed(bytes.toByteArray(), "more than 4000000 parts");
  }

  @Test
  void ownLimitsHold() {
    LoadLimits few = new LoadLimits(1, 1, 2, 1, 1000, 100_000, 100);
    NodeProto.Builder[] nodes = {node("a = Neg(x)"), node("b = Neg(a)"), node("y = Neg(b)")};
    assertThatThrownBy(
            () ->
                OnnxLoader.load(
                    java.nio.ByteBuffer.wrap(model(xToY(nodes)).build().toByteArray()), few))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("more than 2 nodes");
  }
}
