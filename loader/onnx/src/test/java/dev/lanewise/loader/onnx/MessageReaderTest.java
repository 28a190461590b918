package dev.lanewise.loader.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import dev.lanewise.error.ModelFormatException;
import dev.lanewise.loader.onnx.proto.AttributeProto;
import dev.lanewise.loader.onnx.proto.NodeProto;
import dev.lanewise.loader.onnx.proto.SparseTensorProto;
import dev.lanewise.loader.onnx.proto.TensorProto;
import dev.lanewise.loader.onnx.proto.TypeProto;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is read agrees with what protobuf's generated classes write and read. */
class MessageReaderTest {
  private interface Content {
    void writeTo(CodedOutputStream out) throws IOException;
  }

  private static byte[] bytes(Content content) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      content.writeTo(out);
      out.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Message read(byte[] file, MessageType type) {
    return MessageReader.read(ByteBuffer.wrap(file), type, LoadLimits.DEFAULT);
  }

  private static ByteBuffer direct(byte[] file) {
    return ByteBuffer.allocateDirect(file.length).put(file).flip();
  }

  private static ByteBuffer inside(byte[] file) {
    return ByteBuffer.allocate(file.length + 5).position(3).put(file).flip().position(3).slice();
  }

  static List<Function<byte[], ByteBuffer>> buffers() {
    return List.of(
        ByteBuffer::wrap,
        MessageReaderTest::inside,
        MessageReaderTest::direct,
        file -> direct(file).asReadOnlyBuffer(),
        file -> ByteBuffer.wrap(file).asReadOnlyBuffer());
  }

  /** A tensor of more bytes than a stream of protobuf has in its own buffer. */
  @ParameterizedTest
  @MethodSource("buffers")
  void anyBufferIsReadAndItsDataStaysThere(Function<byte[], ByteBuffer> buffer) {
    byte[] raw = new byte[100_000];
    raw[0] = 1;
    raw[raw.length - 1] = 2;
    TensorProto proto =
        TensorProto.newBuilder().addDims(7).setRawData(ByteString.copyFrom(raw)).build();
    SparseTensorProto sparse =
        SparseTensorProto.newBuilder()
            .setValues(proto)
            .setIndices(proto.toBuilder().setName("i"))
            .addDims(-1)
            .build();
    ByteBuffer file = buffer.apply(sparse.toByteArray());
    Message message = MessageReader.read(file, OnnxSchema.SPARSE_TENSOR, LoadLimits.DEFAULT);
    assertThat(message.numbers(OnnxSchema.SPARSE_DIMS)).containsExactly(-1);
    Message indices = message.message(OnnxSchema.SPARSE_INDICES);
    assertThat(indices.text(OnnxSchema.TENSOR_NAME)).isEqualTo("i");
    ByteBuffer data = indices.data(OnnxSchema.TENSOR_RAW_DATA).pieces().get(0);
    assertThat(data).isEqualTo(ByteBuffer.wrap(raw));
    assertThat(data.isDirect()).isEqualTo(file.isDirect());
    if (!file.isReadOnly()) {
      int dims = 11;
      file.put(file.limit() - dims - 1, (byte) 9);
      assertThat(data).as("a part of the file").isNotEqualTo(ByteBuffer.wrap(raw));
    }
  }

  @ParameterizedTest
  @MethodSource("buffers")
  void anyBufferMayEndAnywhere(Function<byte[], ByteBuffer> buffer) {
    byte[] file =
        NodeProto.newBuilder()
            .setName("node")
            .addAttribute(AttributeProto.newBuilder().setName("a").setI(1000).addFloats(1))
            .build()
            .toByteArray();
    byte[] sparse =
        SparseTensorProto.newBuilder()
            .setValues(
                TensorProto.newBuilder()
                    .addFloatData(1)
                    .setRawData(ByteString.copyFrom(file))
                    .addDoubleData(3))
            .build()
            .toByteArray();
    for (int length = 1; length < sparse.length; length++) {
      ByteBuffer part = buffer.apply(Arrays.copyOf(sparse, length));
      assertThatThrownBy(
              () -> MessageReader.read(part, OnnxSchema.SPARSE_TENSOR, LoadLimits.DEFAULT))
          .as("%s bytes", length)
          .isInstanceOf(ModelFormatException.class)
          .hasMessageContaining("not a valid protobuf message: at byte ");
    }
  }

  @Test
  void numbersMayBePackedOrNot() throws IOException {
    byte[] file =
        bytes(
            out -> {
              out.writeInt64(OnnxSchema.ATTRIBUTE_INTS, -1);
              out.writeFloat(OnnxSchema.ATTRIBUTE_FLOATS, 0.5f);
              out.writeByteArray(OnnxSchema.ATTRIBUTE_INTS, new byte[] {1, (byte) 0x80, 2});
              out.writeByteArray(OnnxSchema.ATTRIBUTE_FLOATS, new byte[] {0, 0, -128, -65});
              out.writeInt64(OnnxSchema.ATTRIBUTE_INTS, Long.MIN_VALUE);
              out.writeByteArray(OnnxSchema.ATTRIBUTE_INTS, new byte[0]);
            });
    Message message = read(file, OnnxSchema.ATTRIBUTE);
    AttributeProto proto = AttributeProto.parseFrom(file);
    assertThat(message.numbers(OnnxSchema.ATTRIBUTE_INTS))
        .containsExactly(-1, 1, 256, Long.MIN_VALUE)
        .containsExactly(proto.getIntsList().stream().mapToLong(Long::longValue).toArray());
    assertThat(message.reals(OnnxSchema.ATTRIBUTE_FLOATS)).containsExactly(0.5f, -1);
    assertThat(proto.getFloatsList()).containsExactly(0.5f, -1f);
  }

  @Test
  void partsOfAMessageAreMergedAsProtobufDoes() throws IOException {
    byte[] file =
        bytes(
            out -> {
              for (String name : new String[] {"first", "last"}) {
                out.writeString(OnnxSchema.ATTRIBUTE_NAME, name);
                TensorProto.Builder part = TensorProto.newBuilder().addDims(name.length());
                part.setRawData(ByteString.copyFromUtf8(name));
                if (name.equals("first")) {
                  part.setName("tensor");
                }
                out.writeMessage(OnnxSchema.ATTRIBUTE_T, part.build());
                out.writeMessage(OnnxSchema.ATTRIBUTE_TENSORS, part.build());
                out.writeInt64(OnnxSchema.ATTRIBUTE_I, name.length());
              }
            });
    Message message = read(file, OnnxSchema.ATTRIBUTE);
    AttributeProto proto = AttributeProto.parseFrom(file);
    assertThat(message.text(OnnxSchema.ATTRIBUTE_NAME))
        .isEqualTo("last")
        .isEqualTo(proto.getName());
    assertThat(message.number(OnnxSchema.ATTRIBUTE_I)).isEqualTo(4).isEqualTo(proto.getI());
    assertThat(message.messages(OnnxSchema.ATTRIBUTE_TENSORS)).hasSize(proto.getTensorsCount());
    Message tensor = message.message(OnnxSchema.ATTRIBUTE_T);
    assertThat(tensor.text(OnnxSchema.TENSOR_NAME)).isEqualTo(proto.getT().getName());
    assertThat(tensor.numbers(OnnxSchema.TENSOR_DIMS)).containsExactly(5, 4);
    assertThat(proto.getT().getDimsList()).containsExactly(5L, 4L);
    assertThat(tensor.data(OnnxSchema.TENSOR_RAW_DATA).pieces())
        .containsExactly(ByteBuffer.wrap(new byte[] {'l', 'a', 's', 't'}))
        .containsExactly(proto.getT().getRawData().asReadOnlyByteBuffer());
  }

  @Test
  void theLastOfSeveralChoicesIsTheOneThatCounts() throws IOException {
    TypeProto.Builder tensor = TypeProto.newBuilder();
    tensor.getTensorTypeBuilder().setElemType(1);
    TypeProto.Builder sequence = TypeProto.newBuilder();
    sequence.getSequenceTypeBuilder().setElemType(tensor);
    byte[] file =
        bytes(
            out -> {
              sequence.build().writeTo(out);
              tensor.build().writeTo(out);
              sequence.build().writeTo(out);
            });
    Message message = read(file, OnnxSchema.TYPE);
    assertThat(message.chosen())
        .isEqualTo(OnnxSchema.TYPE_SEQUENCE)
        .isEqualTo(TypeProto.parseFrom(file).getValueCase().getNumber());
    assertThat(message.has(OnnxSchema.TYPE_TENSOR)).isFalse();
  }

  @ParameterizedTest
  @MethodSource("buffers")
  void numbersHaveTenBytesAtMost(Function<byte[], ByteBuffer> buffer) {
    byte[] file = new byte[20];
    Arrays.fill(file, (byte) -1);
    for (int field :
        new int[] {OnnxSchema.ATTRIBUTE_I, OnnxSchema.ATTRIBUTE_TYPE, OnnxSchema.ATTRIBUTE_S}) {
      byte[] tag = bytes(out -> out.writeTag(field, field == OnnxSchema.ATTRIBUTE_S ? 2 : 0));
      System.arraycopy(tag, 0, file, 0, tag.length);
      assertThatThrownBy(
              () ->
                  MessageReader.read(buffer.apply(file), OnnxSchema.ATTRIBUTE, LoadLimits.DEFAULT))
          .isInstanceOf(ModelFormatException.class)
          .hasMessageContaining("not a valid protobuf message: at byte ");
    }
  }

  @Test
  void namesMustBeTextAndOtherBytesNeedNot() {
    byte[] wrong = {'a', (byte) 0xc3, '('};
    byte[] value = bytes(out -> out.writeByteArray(OnnxSchema.ATTRIBUTE_S, wrong));
    assertThat(read(value, OnnxSchema.ATTRIBUTE).text(OnnxSchema.ATTRIBUTE_S))
        .isEqualTo("a\ufffd(");
    byte[] name = bytes(out -> out.writeByteArray(OnnxSchema.ATTRIBUTE_NAME, wrong));
    assertThatThrownBy(() -> read(name, OnnxSchema.ATTRIBUTE))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage("not a valid protobuf message: at byte 5 it has a name that is not in UTF-8");
    byte[] odd = bytes(out -> out.writeString(OnnxSchema.ATTRIBUTE_NAME, "a\ufffdé"));
    assertThat(read(odd, OnnxSchema.ATTRIBUTE).text(OnnxSchema.ATTRIBUTE_NAME))
        .isEqualTo("a\ufffdé");
  }

  @Test
  void wrongWireTypesAreRefused() {
    byte[] file = bytes(out -> out.writeFixed64(OnnxSchema.ATTRIBUTE_I, 1));
    assertThatThrownBy(() -> read(file, OnnxSchema.ATTRIBUTE))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage(
            "not a valid protobuf message: at byte 1 it has wire type 1 in field 3 of the attribute");
  }

  @Test
  void unknownGroupsAreSkippedUpToALimit() {
    byte[] file =
        bytes(
            out -> {
              out.writeTag(400, WireFormat.WIRETYPE_START_GROUP);
              out.writeInt64(OnnxSchema.ATTRIBUTE_I, 5);
              out.writeTag(400, WireFormat.WIRETYPE_END_GROUP);
              out.writeFloat(OnnxSchema.ATTRIBUTE_F, 2);
            });
    Message message = read(file, OnnxSchema.ATTRIBUTE);
    assertThat(message.has(OnnxSchema.ATTRIBUTE_I)).isFalse();
    assertThat(message.real(OnnxSchema.ATTRIBUTE_F)).isEqualTo(2);
    byte[] deep =
        bytes(
            out -> {
              for (int i = 0; i < 1_000_000; i++) {
                out.writeTag(400, WireFormat.WIRETYPE_START_GROUP);
              }
            });
    byte[] ended = bytes(out -> out.writeTag(400, WireFormat.WIRETYPE_END_GROUP));
    byte[] unknown = bytes(out -> out.writeTag(400, 7));
    for (byte[] wrong : List.of(deep, ended, unknown)) {
      assertThatThrownBy(() -> read(wrong, OnnxSchema.ATTRIBUTE))
          .isInstanceOf(ModelFormatException.class)
          .hasMessageContaining("not a valid protobuf message: at byte ");
    }
  }

  @Test
  void lengthsOfMoreThanFourBytesAreNotCut() {
    byte[] file =
        bytes(
            out -> {
              out.writeTag(OnnxSchema.ATTRIBUTE_S, WireFormat.WIRETYPE_LENGTH_DELIMITED);
              out.writeUInt64NoTag((1L << 32) + 1);
              out.writeRawByte('x');
            });
    assertThatThrownBy(() -> read(file, OnnxSchema.ATTRIBUTE))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("truncated or damaged");
  }

  @Test
  void structureIsLimited() {
    LoadLimits limits = new LoadLimits(1, 1, 1, 1, 100, 1000, 50);
    byte[] numbers = bytes(out -> out.writeByteArray(OnnxSchema.ATTRIBUTE_INTS, new byte[1001]));
    byte[] text = bytes(out -> out.writeByteArray(OnnxSchema.ATTRIBUTE_S, new byte[51]));
    byte[] texts =
        bytes(
            out -> {
              for (int i = 0; i < 101; i++) {
                out.writeString(OnnxSchema.ATTRIBUTE_STRINGS, "");
              }
            });
    byte[] pieces =
        bytes(
            out -> {
              out.writeTag(OnnxSchema.ATTRIBUTE_T, WireFormat.WIRETYPE_LENGTH_DELIMITED);
              out.writeUInt32NoTag(202);
              for (int i = 0; i < 101; i++) {
                out.writeByteArray(OnnxSchema.TENSOR_FLOAT_DATA, new byte[0]);
              }
            });
    for (byte[] file : List.of(numbers, text, texts, pieces)) {
      assertThatThrownBy(
              () -> MessageReader.read(ByteBuffer.wrap(file), OnnxSchema.ATTRIBUTE, limits))
          .isInstanceOf(ModelFormatException.class)
          .hasMessageContaining("limit");
    }
  }
}
