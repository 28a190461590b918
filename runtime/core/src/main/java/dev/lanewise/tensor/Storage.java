package dev.lanewise.tensor;

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
    switch (this) {
      case FLOATS:
        return new float[length];
      case DOUBLES:
        return new double[length];
      case BYTES:
        return new byte[length];
      case SHORTS:
        return new short[length];
      case INTS:
        return new int[length];
      case LONGS:
        return new long[length];
      default:
        String[] strings = new String[length];
        java.util.Arrays.fill(strings, "");
        return strings;
    }
  }

  /** Number of elements of an array of this kind. */
  public int length(Object array) {
    return java.lang.reflect.Array.getLength(array);
  }

  /** Whether an object is an array of this kind. */
  public boolean isInstance(Object array) {
    switch (this) {
      case FLOATS:
        return array instanceof float[];
      case DOUBLES:
        return array instanceof double[];
      case BYTES:
        return array instanceof byte[];
      case SHORTS:
        return array instanceof short[];
      case INTS:
        return array instanceof int[];
      case LONGS:
        return array instanceof long[];
      default:
        return array instanceof String[];
    }
  }
}
