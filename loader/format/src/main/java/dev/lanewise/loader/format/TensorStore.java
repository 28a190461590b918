package dev.lanewise.loader.format;

import dev.lanewise.error.ModelFormatException;
import dev.lanewise.error.UnsupportedModelException;
import dev.lanewise.loader.operators.ElementData;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Float16;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tensors of a file. What is small is read at once, the rest stays in the file until somebody
 * asks for its array; the checksum is tested when the elements are read for the first time.
 */
final class TensorStore {
  /** Bytes of data from which on a tensor stays in the file. */
  static final int LAZY_BYTES = 4096;

  private final FileBytes file;
  private final Safetensors header;
  private final Map<String, JsonValue> descriptions;
  private final Map<String, Tensor> tensors = new HashMap<>();

  /**
   * The tensors of a file.
   *
   * @param descriptions what the header of a safetensors file cannot say of a tensor, by its name;
   *     there need not be one for each
   */
  TensorStore(FileBytes file, Safetensors header, Map<String, JsonValue> descriptions) {
    this.file = file;
    this.header = header;
    this.descriptions = descriptions;
    for (Map.Entry<String, JsonValue> description : descriptions.entrySet()) {
      if (!header.entries().containsKey(description.getKey())) {
        throw description.getValue().fail("describes a tensor that is not there");
      }
    }
  }

  /** Names of all tensors. */
  List<String> names() {
    return new ArrayList<>(header.entries().keySet());
  }

  /** Whether there is a tensor with a name. */
  boolean has(String name) {
    return header.entries().containsKey(name);
  }

  /**
   * A tensor, the same one each time.
   *
   * @throws ModelFormatException if there is none, or if its data are damaged
   */
  synchronized Tensor get(String name) {
    Tensor known = tensors.get(name);
    if (known == null) {
      known = read(name);
      tensors.put(name, known);
    }
    return known;
  }

  private Tensor read(String name) {
    Safetensors.Entry entry = header.entries().get(name);
    if (entry == null) {
      throw new ModelFormatException("there is no tensor '" + name + "'");
    }
    JsonValue description = descriptions.get(name);
    DType dtype = dtype(entry, description);
    Shape shape = shape(entry, description);
    String where = "tensor '" + name + "'";
    if (entry.length() > Integer.MAX_VALUE
        || (long) shape.size() * dtype.arity() > Integer.MAX_VALUE - 8) {
      throw new UnsupportedModelException(where + " is larger than a Java array can be");
    }
    ByteBuffer bytes = file.part(entry.offset(), (int) entry.length());
    JsonValue crc = description == null ? null : description.find("crc32");
    Content content = new Content(where, bytes, crc == null ? null : crc.text());
    Tensor tensor = tensor(entry, dtype, shape, content);
    return entry.length() < LAZY_BYTES ? Tensor.of(dtype, shape, tensor.array()) : tensor;
  }

  private static DType dtype(Safetensors.Entry entry, @Nullable JsonValue description) {
    JsonValue type = description == null ? null : description.find("type");
    return type == null ? entry.type().dtype() : TypeJson.dtype(type);
  }

  private static Shape shape(Safetensors.Entry entry, @Nullable JsonValue description) {
    JsonValue shape = description == null ? null : description.find("shape");
    long[] dims = shape == null ? entry.shape() : shape.integers();
    try {
      return Shape.of(dims);
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(
          (shape == null ? "a tensor" : shape.place()) + ": " + e.getMessage(), e);
    }
  }

  private static Tensor tensor(Safetensors.Entry entry, DType dtype, Shape shape, Content content) {
    int elements = shape.size();
    if (dtype == DType.STRING) {
      return Tensor.lazy(dtype, shape, () -> strings(content, elements));
    }
    DType stored = entry.type().dtype();
    boolean widened = dtype == DType.FLOAT && (stored == DType.FLOAT16 || stored == DType.BFLOAT16);
    if (!widened && stored != dtype && entry.type() != StoredType.U8) {
      throw new ModelFormatException(
          content.where + " of type " + dtype + " cannot be stored as " + entry.type());
    }
    ElementData data =
        new ElementData(widened ? stored : dtype, elements, false, List.of(content.bytes));
    data.check(content.where);
    Tensor raw = data.tensor(shape);
    if (widened) {
      return Tensor.stored(
          shape,
          (to, at) -> {
            content.check();
            widen(raw.shorts(), stored, to, at);
          });
    }
    return raw.isStored()
        ? Tensor.stored(
            shape,
            (to, at) -> {
              content.check();
              raw.copyTo(to, at);
            })
        : Tensor.lazy(
            dtype,
            shape,
            () -> {
              content.check();
              return raw.array();
            });
  }

  private static void widen(short[] halves, DType stored, float[] to, int at) {
    for (int i = 0; i < halves.length; i++) {
      to[at + i] =
          stored == DType.FLOAT16 ? Float16.toFloat(halves[i]) : Float16.bfloatToFloat(halves[i]);
    }
  }

  /** Strings, each as its length in bytes (32 bits, little-endian) and its UTF-8 bytes. */
  private static String[] strings(Content content, int elements) {
    content.check();
    ByteBuffer from = content.bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    if (elements > from.remaining() / Integer.BYTES) {
      throw new ModelFormatException(content.where + " has too few bytes for its strings");
    }
    String[] strings = new String[elements];
    for (int i = 0; i < elements; i++) {
      int length = from.remaining() < Integer.BYTES ? -1 : from.getInt();
      if (length < 0 || length > from.remaining()) {
        throw new ModelFormatException(
            content.where + " ends in the middle of string " + i + " of " + elements);
      }
      byte[] bytes = new byte[length];
      from.get(bytes);
      strings[i] = new String(bytes, StandardCharsets.UTF_8);
    }
    if (from.hasRemaining()) {
      throw new ModelFormatException(
          content.where + " has " + from.remaining() + " bytes after its strings");
    }
    return strings;
  }

  /** The bytes of a tensor and their checksum. */
  private static final class Content {
    private final String where;
    private final ByteBuffer bytes;
    private final @Nullable String crc32;
    private volatile boolean checked;

    Content(String where, ByteBuffer bytes, @Nullable String crc32) {
      this.where = where;
      this.bytes = bytes;
      this.crc32 = crc32;
    }

    void check() {
      if (checked || crc32 == null) {
        return;
      }
      String found = Checksum.of(bytes.duplicate());
      if (!found.equals(crc32)) {
        throw new ModelFormatException(
            where
                + " is damaged: its data have the checksum "
                + found
                + ", but should have "
                + crc32);
      }
      checked = true;
    }
  }
}
