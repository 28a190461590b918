package dev.lanewise.loader.format;

import dev.lanewise.error.UnsupportedModelException;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.MapType;
import dev.lanewise.tensor.OptionalType;
import dev.lanewise.tensor.SequenceType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Types of values as JSON: {@code {"tensor": "FLOAT", "shape": ["batch", 3, null]}} where a text
 * names an unknown dimension and null stands for one without a name; no shape where not even the
 * rank is known; {@code {"sequence": type}}, {@code {"optional": type}}, {@code {"map": type,
 * "key": "INT64"}}.
 */
final class TypeJson {
  private TypeJson() {}

  static Map<String, Object> write(Type type) {
    Map<String, Object> json = new LinkedHashMap<>();
    if (type instanceof TensorType t) {
      json.put("tensor", t.dtype().name());
      if (t.shape() != null) {
        json.put("shape", dims(t.shape()));
      }
    } else if (type instanceof SequenceType s) {
      json.put("sequence", write(s.element()));
    } else if (type instanceof OptionalType o) {
      json.put("optional", write(o.element()));
    } else if (type instanceof MapType m) {
      json.put("map", write(m.value()));
      json.put("key", m.key().name());
    }
    return json;
  }

  private static List<@Nullable Object> dims(Shape shape) {
    List<@Nullable Object> dims = new ArrayList<>();
    for (int i = 0; i < shape.rank(); i++) {
      dims.add(shape.dim(i) == Shape.UNKNOWN ? shape.symbol(i) : (Object) shape.dim(i));
    }
    return dims;
  }

  /** The element type that a text names. */
  static DType dtype(JsonValue json) {
    String name = json.text();
    for (DType dtype : DType.values()) {
      if (dtype.name().equals(name)) {
        return dtype;
      }
    }
    throw new UnsupportedModelException(
        json.place() + " is the element type '" + name + "', which Lanewise does not know");
  }

  static Type read(JsonValue json) {
    JsonValue tensor = json.find("tensor");
    if (tensor != null) {
      JsonValue shape = json.find("shape");
      return new TensorType(dtype(tensor), shape == null ? null : shape(shape));
    }
    JsonValue sequence = json.find("sequence");
    if (sequence != null) {
      return new SequenceType(read(sequence));
    }
    JsonValue optional = json.find("optional");
    if (optional != null) {
      return new OptionalType(read(optional));
    }
    JsonValue map = json.find("map");
    if (map != null) {
      return new MapType(dtype(json.get("key")), read(map));
    }
    throw json.fail("must be a type: tensor, sequence, optional or map");
  }

  private static Shape shape(JsonValue json) {
    List<JsonValue> elements = json.elements();
    int[] dims = new int[elements.size()];
    @Nullable String[] symbols = new String[dims.length];
    for (int i = 0; i < dims.length; i++) {
      JsonValue dim = elements.get(i);
      boolean known = !dim.isNull() && !dim.isText();
      dims[i] = known ? dim.size() : Shape.UNKNOWN;
      symbols[i] = dim.isText() ? dim.text() : null;
    }
    try {
      return Shape.symbolic(dims, symbols);
    } catch (IllegalArgumentException e) {
      throw json.fail(String.valueOf(e.getMessage()));
    }
  }
}
