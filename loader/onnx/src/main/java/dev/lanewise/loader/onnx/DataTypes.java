package dev.lanewise.loader.onnx;

import dev.lanewise.error.ModelFormatException;
import dev.lanewise.error.UnsupportedModelException;
import dev.lanewise.loader.operators.ElementTypes;
import dev.lanewise.tensor.MapType;
import dev.lanewise.tensor.OptionalType;
import dev.lanewise.tensor.SequenceType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Element types and types of values, from and to the form that files have. */
final class DataTypes {
  private DataTypes() {}

  /** The type that a file declares, null if it declares none. */
  static @Nullable Type typeOrNull(Message proto, String where) {
    int kind = proto.chosen();
    if (kind == 0) {
      return null;
    }
    Message t = proto.message(kind);
    return switch (kind) {
      case OnnxSchema.TYPE_TENSOR -> tensorOrNull(t, where);
      case OnnxSchema.TYPE_SEQUENCE -> new SequenceType(element(t, where));
      case OnnxSchema.TYPE_OPTIONAL -> new OptionalType(element(t, where));
      case OnnxSchema.TYPE_MAP ->
          new MapType(
              ElementTypes.dtype((int) t.number(OnnxSchema.MAP_TYPE_KEY), where),
              type(t.message(OnnxSchema.MAP_TYPE_VALUE), where));
      case OnnxSchema.TYPE_SPARSE_TENSOR ->
          throw new UnsupportedModelException(where + " is a sparse tensor");
      default -> throw new UnsupportedModelException(where + " has an opaque type");
    };
  }

  private static @Nullable Type tensorOrNull(Message proto, String where) {
    int number = (int) proto.number(OnnxSchema.TENSOR_TYPE_ELEM_TYPE);
    // Some writers give a type of which nothing is known to values inside subgraphs.
    if (number == 0) {
      return null;
    }
    boolean shaped = proto.has(OnnxSchema.TENSOR_TYPE_SHAPE);
    return new TensorType(
        ElementTypes.dtype(number, where),
        shaped ? shape(proto.message(OnnxSchema.TENSOR_TYPE_SHAPE), where) : null);
  }

  private static Type element(Message collection, String where) {
    return type(collection.message(OnnxSchema.ELEMENT_TYPE), where);
  }

  /** The type that a file must declare. */
  static Type type(Message proto, String where) {
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
  private static Shape shape(Message proto, String where) {
    List<Message> given = proto.messages(OnnxSchema.SHAPE_DIM);
    int rank = given.size();
    int[] dims = new int[rank];
    @Nullable String[] symbols = new String[rank];
    for (int i = 0; i < rank; i++) {
      boolean isNumber = given.get(i).chosen() == OnnxSchema.DIM_VALUE;
      long value = isNumber ? given.get(i).number(OnnxSchema.DIM_VALUE) : 0;
      String symbol = isNumber ? "" : given.get(i).text(OnnxSchema.DIM_PARAM);
      if (value > Integer.MAX_VALUE) {
        throw new ModelFormatException(
            where + " has dimension " + value + "; the largest possible one is 2147483647");
      }
      dims[i] = value > 0 ? (int) value : Shape.UNKNOWN;
      symbols[i] = symbol.isEmpty() ? null : symbol;
    }
    try {
      return Shape.symbolic(dims, symbols);
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(where + ": " + e.getMessage(), e);
    }
  }

  /** The form of a type in a file. */
  static MessageWriter proto(Type type) {
    MessageWriter proto = new MessageWriter();
    if (type instanceof TensorType t) {
      MessageWriter tensor = new MessageWriter();
      tensor.number(OnnxSchema.TENSOR_TYPE_ELEM_TYPE, ElementTypes.number(t.dtype()));
      if (t.shape() != null) {
        tensor.message(OnnxSchema.TENSOR_TYPE_SHAPE, proto(t.shape()));
      }
      proto.message(OnnxSchema.TYPE_TENSOR, tensor);
    } else if (type instanceof SequenceType s) {
      proto.message(OnnxSchema.TYPE_SEQUENCE, element(s.element()));
    } else if (type instanceof OptionalType o) {
      proto.message(OnnxSchema.TYPE_OPTIONAL, element(o.element()));
    } else if (type instanceof MapType m) {
      proto.message(
          OnnxSchema.TYPE_MAP,
          new MessageWriter()
              .number(OnnxSchema.MAP_TYPE_KEY, ElementTypes.number(m.key()))
              .message(OnnxSchema.MAP_TYPE_VALUE, proto(m.value())));
    }
    return proto;
  }

  private static MessageWriter element(Type element) {
    return new MessageWriter().message(OnnxSchema.ELEMENT_TYPE, proto(element));
  }

  private static MessageWriter proto(Shape shape) {
    MessageWriter proto = new MessageWriter();
    for (int i = 0; i < shape.rank(); i++) {
      MessageWriter dim = new MessageWriter();
      String symbol = shape.symbol(i);
      if (shape.dim(i) != Shape.UNKNOWN) {
        dim.number(OnnxSchema.DIM_VALUE, shape.dim(i));
      } else if (symbol != null) {
        dim.text(OnnxSchema.DIM_PARAM, symbol);
      }
      proto.message(OnnxSchema.SHAPE_DIM, dim);
    }
    return proto;
  }
}
