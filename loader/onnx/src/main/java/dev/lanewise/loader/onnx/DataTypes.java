package dev.lanewise.loader.onnx;

import dev.lanewise.error.ModelFormatException;
import dev.lanewise.error.UnsupportedModelException;
import dev.lanewise.loader.onnx.proto.TensorProto.DataType;
import dev.lanewise.loader.onnx.proto.TensorShapeProto;
import dev.lanewise.loader.onnx.proto.TensorShapeProto.Dimension;
import dev.lanewise.loader.onnx.proto.TypeProto;
import dev.lanewise.loader.operators.ElementTypes;
import dev.lanewise.tensor.MapType;
import dev.lanewise.tensor.OptionalType;
import dev.lanewise.tensor.SequenceType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import org.jspecify.annotations.Nullable;

/** Element types and types of values, from and to the form that files have. */
final class DataTypes {
  private DataTypes() {}

  /** The type that a file declares, null if it declares none. */
  static @Nullable Type typeOrNull(TypeProto proto, String where) {
    return switch (proto.getValueCase()) {
      case TENSOR_TYPE -> {
        TypeProto.Tensor t = proto.getTensorType();
        // Some writers give a type of which nothing is known to values inside subgraphs.
        yield t.getElemType() == DataType.UNDEFINED_VALUE
            ? null
            : new TensorType(
                ElementTypes.dtype(t.getElemType(), where),
                t.hasShape() ? shape(t.getShape(), where) : null);
      }
      case SEQUENCE_TYPE -> new SequenceType(type(proto.getSequenceType().getElemType(), where));
      case OPTIONAL_TYPE -> new OptionalType(type(proto.getOptionalType().getElemType(), where));
      case MAP_TYPE ->
          new MapType(
              ElementTypes.dtype(proto.getMapType().getKeyType(), where),
              type(proto.getMapType().getValueType(), where));
      case SPARSE_TENSOR_TYPE -> throw new UnsupportedModelException(where + " is a sparse tensor");
      case OPAQUE_TYPE -> throw new UnsupportedModelException(where + " has an opaque type");
      case VALUE_NOT_SET -> null;
    };
  }

  /** The type that a file must declare. */
  static Type type(TypeProto proto, String where) {
    Type type = typeOrNull(proto, where);
    if (type == null) {
      throw new ModelFormatException(where + " has no type");
    }
    return type;
  }

  /**
   * A declared shape. Exporters write 0, −1 or nothing for a dimension that they do not know, so
   * none of these counts as known.
   */
  private static Shape shape(TensorShapeProto proto, String where) {
    int rank = proto.getDimCount();
    int[] dims = new int[rank];
    @Nullable String[] symbols = new String[rank];
    for (int i = 0; i < rank; i++) {
      Dimension dim = proto.getDim(i);
      long value = dim.getDimValue();
      if (value > Integer.MAX_VALUE) {
        throw new ModelFormatException(
            where + " has dimension " + value + "; the largest possible one is 2147483647");
      }
      dims[i] = value > 0 ? (int) value : Shape.UNKNOWN;
      symbols[i] = dim.getDimParam().isEmpty() ? null : dim.getDimParam();
    }
    try {
      return Shape.symbolic(dims, symbols);
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(where + ": " + e.getMessage(), e);
    }
  }

  /** The form of a type in a file. */
  static TypeProto proto(Type type) {
    TypeProto.Builder proto = TypeProto.newBuilder();
    if (type instanceof TensorType t) {
      TypeProto.Tensor.Builder tensor =
          TypeProto.Tensor.newBuilder().setElemType(ElementTypes.number(t.dtype()));
      if (t.shape() != null) {
        tensor.setShape(proto(t.shape()));
      }
      proto.setTensorType(tensor);
    } else if (type instanceof SequenceType s) {
      proto.setSequenceType(TypeProto.Sequence.newBuilder().setElemType(proto(s.element())));
    } else if (type instanceof OptionalType o) {
      proto.setOptionalType(TypeProto.Optional.newBuilder().setElemType(proto(o.element())));
    } else if (type instanceof MapType m) {
      proto.setMapType(
          TypeProto.Map.newBuilder()
              .setKeyType(ElementTypes.number(m.key()))
              .setValueType(proto(m.value())));
    }
    return proto.build();
  }

  private static TensorShapeProto proto(Shape shape) {
    TensorShapeProto.Builder proto = TensorShapeProto.newBuilder();
    for (int i = 0; i < shape.rank(); i++) {
      Dimension.Builder dim = Dimension.newBuilder();
      String symbol = shape.symbol(i);
      if (shape.dim(i) != Shape.UNKNOWN) {
        dim.setDimValue(shape.dim(i));
      } else if (symbol != null) {
        dim.setDimParam(symbol);
      }
      proto.addDim(dim);
    }
    return proto.build();
  }
}
