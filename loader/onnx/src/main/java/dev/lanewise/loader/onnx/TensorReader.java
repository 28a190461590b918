package dev.lanewise.loader.onnx;

import com.google.protobuf.ByteString;
import dev.lanewise.error.ModelFormatException;
import dev.lanewise.loader.onnx.proto.SparseTensorProto;
import dev.lanewise.loader.onnx.proto.TensorProto;
import dev.lanewise.loader.onnx.proto.TensorProto.Chunk;
import dev.lanewise.loader.onnx.proto.TensorProto.DataLocation;
import dev.lanewise.loader.operators.ElementData;
import dev.lanewise.loader.operators.ElementTypes;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Tensors from the messages of one file. All lengths are checked here; the elements of a large
 * tensor stay in the file until somebody asks for its array.
 */
final class TensorReader {
  /** Bytes of data from which on a tensor stays in the file. */
  static final int LAZY_BYTES = 4096;

  private final ByteBuffer file;
  private final ExternalFiles external;
  private final LoadLimits limits;

  /**
   * A reader for tensors that {@link ProtobufReader} found in a file.
   *
   * @param file the bytes that chunks refer to
   */
  TensorReader(ByteBuffer file, ExternalFiles external, LoadLimits limits) {
    this.file = file;
    this.external = external;
    this.limits = limits;
  }

  /**
   * The tensor of a message.
   *
   * @param where what it is, for messages
   * @throws ModelFormatException if its data does not fit its type and shape
   */
  Tensor read(TensorProto proto, String where) {
    DType dtype = ElementTypes.dtype(proto.getDataType(), where);
    Shape shape = shape(proto.getDimsList(), where);
    if (shape.size() > limits.elements()) {
      throw new ModelFormatException(
          where + " has " + shape.size() + " elements; the limit is " + limits.elements());
    }
    if ((long) shape.size() * dtype.arity() > Integer.MAX_VALUE - 8) {
      throw new ModelFormatException(where + " has more elements than an array can hold");
    }
    if (dtype == DType.STRING) {
      return Tensor.of(dtype, shape, strings(proto, shape.size(), where));
    }
    ElementData data = data(proto, dtype, shape.size(), where);
    data.check(where + " of type " + dtype + shape);
    return ElementData.bytes(dtype, shape.size()) < LAZY_BYTES
        ? Tensor.of(dtype, shape, data.toArray())
        : data.tensor(shape);
  }

  private static Shape shape(List<Long> dims, String where) {
    try {
      return Shape.of(dims.stream().mapToLong(Long::longValue).toArray());
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(where + ": " + e.getMessage(), e);
    }
  }

  private static String[] strings(TensorProto proto, int elements, String where) {
    if (proto.getStringDataCount() != elements) {
      throw new ModelFormatException(
          where + " needs " + elements + " strings, but has " + proto.getStringDataCount());
    }
    return proto.getStringDataList().stream().map(ByteString::toStringUtf8).toArray(String[]::new);
  }

  private ElementData data(TensorProto proto, DType dtype, int elements, String where) {
    if (proto.getDataLocation() == DataLocation.EXTERNAL) {
      ByteBuffer bytes = external.data(proto, ElementData.bytes(dtype, elements), where);
      return new ElementData(dtype, elements, false, List.of(bytes));
    }
    int typedField = typedField(dtype);
    ByteBuffer raw = ByteBuffer.allocate(0);
    List<ByteBuffer> typed = new ArrayList<>();
    for (Chunk chunk : proto.getChunkList()) {
      ByteBuffer bytes =
          chunk.hasContent()
              ? chunk.getContent().asReadOnlyByteBuffer().slice()
              : file.slice((int) chunk.getOffset(), (int) chunk.getLength());
      if (chunk.getField() == TensorProto.RAW_DATA_FIELD_NUMBER) {
        raw = bytes;
      } else if (chunk.getField() == typedField) {
        typed.add(bytes);
      } else if (bytes.hasRemaining()) {
        throw new ModelFormatException(
            where + " of type " + dtype + " has data in the field of another type");
      }
    }
    if (raw.hasRemaining()) {
      return new ElementData(dtype, elements, false, List.of(raw));
    }
    boolean varints =
        typedField != TensorProto.FLOAT_DATA_FIELD_NUMBER
            && typedField != TensorProto.DOUBLE_DATA_FIELD_NUMBER;
    return new ElementData(dtype, elements, varints, List.copyOf(typed));
  }

  private static int typedField(DType dtype) {
    return switch (dtype) {
      case FLOAT, COMPLEX64 -> TensorProto.FLOAT_DATA_FIELD_NUMBER;
      case DOUBLE, COMPLEX128 -> TensorProto.DOUBLE_DATA_FIELD_NUMBER;
      case INT64 -> TensorProto.INT64_DATA_FIELD_NUMBER;
      case UINT32, UINT64 -> TensorProto.UINT64_DATA_FIELD_NUMBER;
      default -> TensorProto.INT32_DATA_FIELD_NUMBER;
    };
  }

  /** The dense form of a sparse tensor, whose other elements are zero. */
  Tensor read(SparseTensorProto proto, String where) {
    Tensor values = read(proto.getValues(), where);
    Tensor indices = read(proto.getIndices(), where + ", its indices,");
    Shape shape = shape(proto.getDimsList(), where);
    if (shape.size() > limits.sparseElements()) {
      throw new ModelFormatException(
          where
              + " is sparse and has "
              + shape.size()
              + " elements; the limit is "
              + limits.sparseElements());
    }
    int count = values.size();
    int rank = shape.rank();
    boolean linear = indices.shape().rank() == 1 && indices.size() == count;
    boolean tuples =
        indices.shape().rank() == 2
            && indices.shape().dim(0) == count
            && indices.shape().dim(1) == rank;
    if (values.shape().rank() != 1 || indices.dtype() != DType.INT64 || !(linear || tuples)) {
      throw new ModelFormatException(
          where
              + " has values "
              + values
              + " and indices "
              + indices
              + "; sparse tensors have values [N] and indices int64[N] or int64[N, rank]");
    }
    Tensor dense = Tensor.zeros(values.dtype(), shape);
    long[] index = indices.longs();
    int arity = values.dtype().arity();
    for (int i = 0; i < count; i++) {
      long at = 0;
      if (linear) {
        at = inRange(index[i], shape.size(), where);
      } else {
        for (int d = 0; d < rank; d++) {
          at = at * shape.dim(d) + inRange(index[i * rank + d], shape.dim(d), where);
        }
      }
      System.arraycopy(values.array(), i * arity, dense.array(), (int) at * arity, arity);
    }
    return dense;
  }

  private static long inRange(long index, int size, String where) {
    if (index < 0 || index >= size) {
      throw new ModelFormatException(
          where + " has a sparse index " + index + " outside of 0 to " + (size - 1));
    }
    return index;
  }
}
