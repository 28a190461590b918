package dev.lanewise.loader.onnx;

import dev.lanewise.error.ModelFormatException;
import dev.lanewise.loader.operators.ElementData;
import dev.lanewise.loader.operators.ElementTypes;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Tensors from the messages of one file. All lengths are checked here; the elements of a large
 * tensor stay in the file until somebody asks for its array.
 */
final class TensorReader {
  /** Bytes of data from which on a tensor stays in the file. */
  static final int LAZY_BYTES = 4096;

  private static final int[] TYPED_FIELDS = {
    OnnxSchema.TENSOR_FLOAT_DATA,
    OnnxSchema.TENSOR_INT32_DATA,
    OnnxSchema.TENSOR_INT64_DATA,
    OnnxSchema.TENSOR_DOUBLE_DATA,
    OnnxSchema.TENSOR_UINT64_DATA
  };

  private final ExternalFiles external;
  private final LoadLimits limits;

  /** A reader for tensors that {@link MessageReader} found in a file. */
  TensorReader(ExternalFiles external, LoadLimits limits) {
    this.external = external;
    this.limits = limits;
  }

  /**
   * The tensor of a message.
   *
   * @param where what it is, for messages
   * @throws ModelFormatException if its data does not fit its type and shape
   */
  Tensor read(Message proto, String where) {
    DType dtype = ElementTypes.dtype((int) proto.number(OnnxSchema.TENSOR_DATA_TYPE), where);
    Shape shape = shape(proto.numbers(OnnxSchema.TENSOR_DIMS), where);
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

  private static Shape shape(long[] dims, String where) {
    try {
      return Shape.of(dims);
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(where + ": " + e.getMessage(), e);
    }
  }

  private static String[] strings(Message proto, int elements, String where) {
    List<String> strings = proto.texts(OnnxSchema.TENSOR_STRING_DATA);
    if (strings.size() != elements) {
      throw new ModelFormatException(
          where + " needs " + elements + " strings, but has " + strings.size());
    }
    return strings.toArray(new String[0]);
  }

  private ElementData data(Message proto, DType dtype, int elements, String where) {
    if (proto.number(OnnxSchema.TENSOR_DATA_LOCATION) == OnnxSchema.EXTERNAL) {
      ByteBuffer bytes = external.data(proto, ElementData.bytes(dtype, elements), where);
      return new ElementData(dtype, elements, false, List.of(bytes));
    }
    int typedField = typedField(dtype);
    for (int field : TYPED_FIELDS) {
      if (field != typedField && !proto.data(field).isEmpty()) {
        throw new ModelFormatException(
            where + " of type " + dtype + " has data in the field of another type");
      }
    }
    Data raw = proto.data(OnnxSchema.TENSOR_RAW_DATA);
    if (!raw.isEmpty()) {
      return new ElementData(dtype, elements, false, raw.pieces());
    }
    boolean varints =
        typedField != OnnxSchema.TENSOR_FLOAT_DATA && typedField != OnnxSchema.TENSOR_DOUBLE_DATA;
    return new ElementData(dtype, elements, varints, proto.data(typedField).pieces());
  }

  private static int typedField(DType dtype) {
    return switch (dtype) {
      case FLOAT, COMPLEX64 -> OnnxSchema.TENSOR_FLOAT_DATA;
      case DOUBLE, COMPLEX128 -> OnnxSchema.TENSOR_DOUBLE_DATA;
      case INT64 -> OnnxSchema.TENSOR_INT64_DATA;
      case UINT32, UINT64 -> OnnxSchema.TENSOR_UINT64_DATA;
      default -> OnnxSchema.TENSOR_INT32_DATA;
    };
  }

  /** The dense form of a sparse tensor, whose other elements are zero. */
  Tensor readSparse(Message proto, String where) {
    Tensor values = read(proto.message(OnnxSchema.SPARSE_VALUES), where);
    Tensor indices = read(proto.message(OnnxSchema.SPARSE_INDICES), where + ", its indices,");
    Shape shape = shape(proto.numbers(OnnxSchema.SPARSE_DIMS), where);
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
