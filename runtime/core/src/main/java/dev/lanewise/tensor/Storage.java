package dev.lanewise.tensor;

import java.lang.reflect.Array;
import java.util.Arrays;

/** The kinds of Java array that hold elements. */
public enum Storage {
  /** {@code float[]}. */
  FLOATS(4),
  /** {@code double[]}. */
  DOUBLES(8),
  /** {@code byte[]}. */
  BYTES(1),
  /** {@code short[]}. */
  SHORTS(2),
  /** {@code int[]}. */
  INTS(4),
  /** {@code long[]}. */
  LONGS(8),
  /** {@code String[]}. */
  STRINGS(8);

  private final int bytes;

  Storage(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes one array element takes (a reference counts as 8). */
  public int bytes() {
    return bytes;
  }

  /** A new array of this kind. */
  public Object allocate(int length) {
    return switch (this) {
      case FLOATS -> new float[length];
      case DOUBLES -> new double[length];
      case BYTES -> new byte[length];
      case SHORTS -> new short[length];
      case INTS -> new int[length];
      case LONGS -> new long[length];
      case STRINGS -> {
        String[] strings = new String[length];
        Arrays.fill(strings, "");
        yield strings;
      }
    };
  }

  /** Number of elements of an array of this kind. */
  public int length(Object array) {
    return Array.getLength(array);
  }

  /** Whether an object is an array of this kind. */
  public boolean isInstance(Object array) {
    return switch (this) {
      case FLOATS -> array instanceof float[];
      case DOUBLES -> array instanceof double[];
      case BYTES -> array instanceof byte[];
      case SHORTS -> array instanceof short[];
      case INTS -> array instanceof int[];
      case LONGS -> array instanceof long[];
      case STRINGS -> array instanceof String[];
    };
  }
}
