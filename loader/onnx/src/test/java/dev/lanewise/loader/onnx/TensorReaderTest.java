package dev.lanewise.loader.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import dev.lanewise.error.ModelFormatException;
import dev.lanewise.error.UnsupportedModelException;
import dev.lanewise.loader.onnx.proto.SparseTensorProto;
import dev.lanewise.loader.onnx.proto.TensorProto;
import dev.lanewise.loader.onnx.proto.TensorProto.DataType;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TensorReaderTest {
  private static Tensor read(byte[] file) {
    Message message =
        MessageReader.read(ByteBuffer.wrap(file), OnnxSchema.TENSOR, LoadLimits.DEFAULT);
    return new TensorReader(new ExternalFiles(null), LoadLimits.DEFAULT)
        .read(message, "tensor 't'");
  }

  private static Tensor read(TensorProto.Builder proto) {
    return read(proto.build().toByteArray());
  }

  private static TensorProto.Builder tensor(DataType type, long... dims) {
    TensorProto.Builder proto = TensorProto.newBuilder().setDataType(type.getNumber());
    Arrays.stream(dims).forEach(proto::addDims);
    return proto;
  }

  private static Tensor random(DType dtype, Shape shape) {
    Random random = new Random(dtype.bits());
    int n = shape.size() * dtype.arity();
    if (dtype == DType.STRING) {
      String[] strings =
          IntStream.range(0, n).mapToObj(i -> "é" + random.nextInt()).toArray(String[]::new);
      return Tensor.of(dtype, shape, strings);
    } else if (dtype.isInteger() || dtype == DType.BOOL) {
      long[] longs =
          random
              .longs(
                  n,
                  dtype == DType.BOOL ? 0 : Long.MIN_VALUE,
                  dtype == DType.BOOL ? 2 : Long.MAX_VALUE)
              .toArray();
      return Tensor.of(dtype, shape, dev.lanewise.tensor.Elements.fromLongs(dtype, longs));
    }
    double[] doubles = random.doubles(n, -8, 8).toArray();
    return Tensor.of(dtype, shape, dev.lanewise.tensor.Elements.fromDoubles(dtype, doubles));
  }

  @ParameterizedTest
  @EnumSource(DType.class)
  void writtenTensorsAreReadBack(DType dtype) {
    for (Shape shape :
        new Shape[] {Shape.SCALAR, Shape.of(0), Shape.of(3), Shape.of(5, 7), Shape.of(9, 1001)}) {
      Tensor t = random(dtype, shape);
      Tensor back = read(TensorWriter.write("t", t).toByteArray());
      assertThat(back.type()).isEqualTo(t.type());
      assertThat(back.array()).isEqualTo(t.array());
    }
  }

  @Test
  void onlyLargeTensorsStayInTheFile() {
    assertThat(
            read(TensorWriter.write("t", Tensor.zeros(DType.FLOAT, Shape.of(1023))).toByteArray()))
        .matches(t -> !t.isLazy());
    assertThat(
            read(TensorWriter.write("t", Tensor.zeros(DType.FLOAT, Shape.of(1024))).toByteArray()))
        .matches(Tensor::isLazy);
  }

  @Test
  void typedFieldsHoldTheNumbersOfTheirTypes() {
    assertThat(read(tensor(DataType.FLOAT, 2).addFloatData(1.5f).addFloatData(-2)).floats())
        .containsExactly(1.5f, -2);
    assertThat(read(tensor(DataType.COMPLEX64, 1).addFloatData(1).addFloatData(2)).floats())
        .containsExactly(1, 2);
    assertThat(read(tensor(DataType.DOUBLE, 1).addDoubleData(0.1)).doubles()).containsExactly(0.1);
    assertThat(read(tensor(DataType.COMPLEX128, 1).addDoubleData(3).addDoubleData(4)).doubles())
        .containsExactly(3, 4);
    assertThat(read(tensor(DataType.INT64, 2).addInt64Data(-5).addInt64Data(1L << 62)).longs())
        .containsExactly(-5, 1L << 62);
    assertThat(read(tensor(DataType.UINT64, 1).addUint64Data(-1)).longs()).containsExactly(-1);
    assertThat(read(tensor(DataType.UINT32, 1).addUint64Data(0xfffffffeL)).ints())
        .containsExactly(-2);
    assertThat(read(tensor(DataType.INT32, 2).addInt32Data(-7).addInt32Data(7)).ints())
        .containsExactly(-7, 7);
    assertThat(read(tensor(DataType.INT16, 1).addInt32Data(-300)).shorts())
        .containsExactly((short) -300);
    assertThat(read(tensor(DataType.UINT16, 1).addInt32Data(65535)).shorts())
        .containsExactly((short) -1);
    assertThat(read(tensor(DataType.FLOAT16, 1).addInt32Data(0x3c00)).toDoubles())
        .containsExactly(1);
    assertThat(read(tensor(DataType.BFLOAT16, 1).addInt32Data(0xc000)).toDoubles())
        .containsExactly(-2);
    assertThat(read(tensor(DataType.INT8, 1).addInt32Data(-128)).bytes())
        .containsExactly((byte) -128);
    assertThat(read(tensor(DataType.UINT8, 1).addInt32Data(255)).toLongs()).containsExactly(255);
    assertThat(read(tensor(DataType.BOOL, 2).addInt32Data(1).addInt32Data(0)).toLongs())
        .containsExactly(1, 0);
    assertThat(read(tensor(DataType.FLOAT8E5M2, 1).addInt32Data(0x40)).toDoubles())
        .containsExactly(2);
    assertThat(
            read(tensor(DataType.STRING, 1).addStringData(ByteString.copyFromUtf8("ä"))).strings())
        .containsExactly("ä");
  }

  @Test
  void narrowTypesShareBytes() {
    assertThat(read(tensor(DataType.INT4, 3).addInt32Data(0xf7).addInt32Data(0x08)).toLongs())
        .containsExactly(7, -1, -8);
    assertThat(read(tensor(DataType.UINT4, 2).addInt32Data(0xf7)).toLongs()).containsExactly(7, 15);
    assertThat(read(tensor(DataType.INT2, 5).addInt32Data(0b11100100).addInt32Data(1)).toLongs())
        .containsExactly(0, 1, -2, -1, 1);
    assertThat(read(tensor(DataType.UINT2, 4).addInt32Data(0b11100100)).toLongs())
        .containsExactly(0, 1, 2, 3);
    assertThat(read(tensor(DataType.FLOAT4E2M1, 2).addInt32Data(0x2a)).toDoubles())
        .containsExactly(-1, 1);
  }

  @Test
  void numbersMayComeOneByOneOrInSeveralPieces() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.writeInt64(TensorProto.DIMS_FIELD_NUMBER, 4);
    out.writeFloat(TensorProto.FLOAT_DATA_FIELD_NUMBER, 1);
    out.writeFloat(TensorProto.FLOAT_DATA_FIELD_NUMBER, 2);
    out.writeInt32(TensorProto.DATA_TYPE_FIELD_NUMBER, DataType.FLOAT_VALUE);
    out.writeByteArray(
        TensorProto.FLOAT_DATA_FIELD_NUMBER, new byte[] {0, 0, 64, 64, 0, 0, (byte) 128, 64});
    out.flush();
    assertThat(read(bytes.toByteArray()).floats()).containsExactly(1, 2, 3, 4);

    bytes.reset();
    out.writeInt32(TensorProto.DATA_TYPE_FIELD_NUMBER, DataType.INT64_VALUE);
    out.writeInt64(TensorProto.DIMS_FIELD_NUMBER, 3);
    for (long v : new long[] {-1, 300, 0}) {
      out.writeInt64(TensorProto.INT64_DATA_FIELD_NUMBER, v);
    }
    out.flush();
    assertThat(read(bytes.toByteArray()).longs()).containsExactly(-1, 300, 0);
  }

  @Test
  void unknownFieldsAreSkipped() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.writeString(500, "new");
    out.writeInt32(501, 7);
    out.writeFixed64(502, 7);
    out.writeByteArray(1000, new byte[] {8, 9, 16, 0, 24, 100});
    tensor(DataType.FLOAT).addFloatData(3).build().writeTo(out);
    out.flush();
    assertThat(read(bytes.toByteArray()).floats()).containsExactly(3);
  }

  @Test
  void dataMustFitTypeAndShape() {
    assertThatThrownBy(() -> read(tensor(DataType.FLOAT, 1_000_000, 2000).addFloatData(1)))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage(
            "tensor 't' of type FLOAT[1000000, 2000] needs 8000000000 bytes of data, but has 4");
    assertThatThrownBy(() -> read(tensor(DataType.INT32, 3).addInt32Data(1)))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("needs 3 numbers of data, but has 1");
    assertThatThrownBy(() -> read(tensor(DataType.FLOAT, 1).addInt32Data(1)))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("data in the field of another type");
    assertThatThrownBy(() -> read(tensor(DataType.STRING, 1 << 30)))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("needs 1073741824 strings, but has 0");
    assertThatThrownBy(
            () -> read(tensor(DataType.FLOAT, 1).setRawData(ByteString.copyFrom(new byte[5]))))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("in the middle of an element");
    assertThatThrownBy(() -> read(tensor(DataType.FLOAT, -1)))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("dimension 0 is -1");
    assertThatThrownBy(() -> read(tensor(DataType.FLOAT, 1L << 20, 1L << 20, 1L << 30)))
        .isInstanceOf(ModelFormatException.class);
  }

  @Test
  void typesMustBeKnown() {
    assertThatThrownBy(() -> read(tensor(DataType.UNDEFINED, 1)))
        .isInstanceOf(ModelFormatException.class);
    assertThatThrownBy(() -> read(TensorProto.newBuilder().setDataType(99)))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("element type number 99");
  }

  private static Tensor sparse(Tensor values, Tensor indices, long... dims) {
    SparseTensorProto.Builder proto =
        SparseTensorProto.newBuilder()
            .setValues(Protos.tensor("v", values))
            .setIndices(Protos.tensor("i", indices));
    Arrays.stream(dims).forEach(proto::addDims);
    ByteBuffer file = ByteBuffer.wrap(proto.build().toByteArray());
    return new TensorReader(new ExternalFiles(null), LoadLimits.DEFAULT)
        .readSparse(
            MessageReader.read(file, OnnxSchema.SPARSE_TENSOR, LoadLimits.DEFAULT), "tensor 's'");
  }

  @Test
  void sparseTensorsBecomeDense() {
    Tensor values = Tensor.of(Shape.of(2), 5f, 6f);
    assertThat(sparse(values, Tensor.of(Shape.of(2), 1L, 5L), 2, 3).floats())
        .containsExactly(0, 5, 0, 0, 0, 6);
    assertThat(sparse(values, Tensor.of(Shape.of(2, 2), 0L, 1L, 1L, 0L), 2, 3).floats())
        .containsExactly(0, 5, 0, 6, 0, 0);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 6, Long.MAX_VALUE})
  void sparseIndicesMustBeInside(long index) {
    assertThatThrownBy(
            () -> sparse(Tensor.of(Shape.of(1), 5f), Tensor.of(Shape.of(1), index), 2, 3))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("sparse index " + index);
  }

  @Test
  void sparseTensorsClaimLittle() {
    assertThatThrownBy(
            () -> sparse(Tensor.of(Shape.of(1), 5f), Tensor.of(Shape.of(1), 0L), 40000, 40000))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("the limit is 67108864");
  }
}
