package dev.lanewise.loader.format;

import dev.lanewise.error.ModelFormatException;
import dev.lanewise.error.UnsupportedModelException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A safetensors file: 8 bytes with the little-endian length of the header, the header, a JSON
 * object with a member per tensor, and the data of the tensors, which follow one another without
 * gaps.
 *
 * @param metadata texts by name
 * @param entries tensors by name
 */
record Safetensors(Map<String, String> metadata, Map<String, Entry> entries) {
  /** Bytes before the header. */
  static final int LENGTH_BYTES = 8;

  /** The limit that other readers of such files have, too. */
  static final int MAX_HEADER_BYTES = 100_000_000;

  static final String METADATA = "__metadata__";

  private static final int MAX_RANK = 64;

  /**
   * A tensor in the file.
   *
   * @param shape dimensions, whose product is the number of elements
   * @param offset first byte in the file
   * @param length number of bytes
   */
  record Entry(StoredType type, long[] shape, long offset, long length) {}

  /**
   * Reads the header.
   *
   * @throws ModelFormatException if it is malformed or does not fit the file
   * @throws UnsupportedModelException if a tensor has an unknown element type
   */
  static Safetensors read(FileBytes file) {
    if (file.size() < LENGTH_BYTES + 2) {
      throw new ModelFormatException(
          "the file has " + file.size() + " bytes, too few for a safetensors file");
    }
    long length = file.part(0, LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN).getLong();
    long rest = file.size() - LENGTH_BYTES;
    if (length < 2 || length > rest || length > MAX_HEADER_BYTES) {
      throw new ModelFormatException(
          "the header is said to have "
              + Long.toUnsignedString(length)
              + " bytes, but the file has "
              + rest
              + " after the length and the limit is "
              + MAX_HEADER_BYTES);
    }
    JsonValue header = JsonReader.read(text(file.part(LENGTH_BYTES, (int) length)), "the header");
    Map<String, String> metadata = new LinkedHashMap<>();
    Map<String, Entry> entries = new LinkedHashMap<>();
    long start = LENGTH_BYTES + length;
    for (Map.Entry<String, JsonValue> member : header.members().entrySet()) {
      if (member.getKey().equals(METADATA)) {
        member.getValue().members().forEach((name, value) -> metadata.put(name, value.text()));
      } else {
        entries.put(member.getKey(), entry(member.getValue(), start, file.size()));
      }
    }
    checkGaps(entries, start, file.size());
    return new Safetensors(
        Collections.unmodifiableMap(metadata), Collections.unmodifiableMap(entries));
  }

  private static String text(ByteBuffer bytes) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(bytes)
          .toString();
    } catch (CharacterCodingException e) {
      throw new ModelFormatException("the header is not UTF-8 text", e);
    }
  }

  private static Entry entry(JsonValue tensor, long start, long end) {
    String name = tensor.get("dtype").text();
    StoredType type = StoredType.named(name);
    if (type == null) {
      throw new UnsupportedModelException(
          tensor.place() + " has the element type '" + name + "', which Lanewise does not know");
    }
    long[] shape = tensor.get("shape").integers();
    if (shape.length > MAX_RANK) {
      throw tensor.fail("has " + shape.length + " dimensions; the limit is " + MAX_RANK);
    }
    long[] offsets = tensor.get("data_offsets").integers();
    if (offsets.length != 2
        || offsets[0] < 0
        || offsets[0] > offsets[1]
        || offsets[1] > end - start) {
      throw tensor.fail(
          "has data_offsets that are no part of the " + (end - start) + " bytes of data");
    }
    long length = offsets[1] - offsets[0];
    if (bytes(shape, type, tensor) != length) {
      throw tensor.fail("has " + length + " bytes of data, which do not fit its type and shape");
    }
    return new Entry(type, shape, start + offsets[0], length);
  }

  private static long bytes(long[] shape, StoredType type, JsonValue tensor) {
    long bytes = type.bytes();
    boolean empty = false;
    for (long dim : shape) {
      if (dim < 0) {
        throw tensor.fail("has a negative dimension");
      }
      empty |= dim == 0;
    }
    for (long dim : shape) {
      if (!empty && bytes > Long.MAX_VALUE / dim) {
        throw tensor.fail("has more elements than any file can hold");
      }
      bytes *= dim;
    }
    return bytes;
  }

  private static void checkGaps(Map<String, Entry> entries, long start, long end) {
    List<Map.Entry<String, Entry>> order = new ArrayList<>(entries.entrySet());
    order.sort(
        Comparator.<Map.Entry<String, Entry>>comparingLong(e -> e.getValue().offset())
            .thenComparingLong(e -> e.getValue().length()));
    long at = start;
    for (Map.Entry<String, Entry> tensor : order) {
      Entry entry = tensor.getValue();
      if (entry.offset() != at) {
        throw new ModelFormatException(
            "the data of tensor '"
                + tensor.getKey()
                + "' "
                + (entry.offset() < at ? "overlap" : "leave a gap to")
                + " those of the tensor before");
      }
      at += entry.length();
    }
    if (at != end) {
      throw new ModelFormatException(
          "the file has " + (end - at) + " bytes after the data of its last tensor");
    }
  }
}
