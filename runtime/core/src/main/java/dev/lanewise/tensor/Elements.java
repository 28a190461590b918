package dev.lanewise.tensor;

/**
 * Bulk conversions between arrays of any element type and {@code double[]} or {@code long[]}, the
 * two forms that type-generic code computes in. Every real element type is exact as a double,
 * except 64-bit integers, for which the long form is meant.
 */
public final class Elements {
  private static final double TWO_64 = 0x1p64;

  private Elements() {}

  /** Elements as doubles; BOOL as 0 and 1. Complex numbers give two doubles each. */
  public static double[] toDoubles(DType dtype, Object array) {
    double[] y = new double[dtype.storage().length(array)];
    decode(dtype, array, 0, y, 0, y.length);
    return y;
  }

  /**
   * Converts a part of an array to doubles, as {@link #toDoubles} does.
   *
   * @param at first array element to convert
   * @param y receives the values from yAt
   * @param n number of array elements
   */
  public static void decode(DType dtype, Object array, int at, double[] y, int yAt, int n) {
    switch (dtype) {
      case DOUBLE:
      case COMPLEX128:
        System.arraycopy(array, at, y, yAt, n);
        return;
      case FLOAT:
      case COMPLEX64:
        float[] floats = (float[]) array;
        for (int i = 0; i < n; i++) {
          y[yAt + i] = floats[at + i];
        }
        return;
      case FLOAT16:
        short[] halves = (short[]) array;
        for (int i = 0; i < n; i++) {
          y[yAt + i] = Float16.toFloat(halves[at + i]);
        }
        return;
      case BFLOAT16:
        short[] brains = (short[]) array;
        for (int i = 0; i < n; i++) {
          y[yAt + i] = Float16.bfloatToFloat(brains[at + i]);
        }
        return;
      case STRING:
        throw new IllegalArgumentException("strings have no numeric value");
      default:
        break;
    }
    if (dtype.isFloating()) {
      MiniFloat format = MiniFloat.of(dtype);
      byte[] codes = (byte[]) array;
      for (int i = 0; i < n; i++) {
        y[yAt + i] = format.decode(codes[at + i]);
      }
      return;
    }
    boolean unsigned = dtype.isUnsigned() || dtype == DType.BOOL;
    switch (dtype.storage()) {
      case LONGS:
        long[] longs = (long[]) array;
        for (int i = 0; i < n; i++) {
          y[yAt + i] = unsigned ? unsignedToDouble(longs[at + i]) : longs[at + i];
        }
        return;
      case INTS:
        int[] ints = (int[]) array;
        for (int i = 0; i < n; i++) {
          y[yAt + i] = unsigned ? ints[at + i] & 0xffffffffL : ints[at + i];
        }
        return;
      case SHORTS:
        short[] shorts = (short[]) array;
        for (int i = 0; i < n; i++) {
          y[yAt + i] = unsigned ? shorts[at + i] & 0xffff : shorts[at + i];
        }
        return;
      default:
        byte[] bytes = (byte[]) array;
        for (int i = 0; i < n; i++) {
          y[yAt + i] = unsigned ? bytes[at + i] & 0xff : bytes[at + i];
        }
    }
  }

  private static double unsignedToDouble(long bits) {
    if (bits >= 0) {
      return bits;
    }
    // Halving keeps the lost bit sticky, so that the conversion rounds once.
    return (double) (bits >>> 1 | bits & 1) * 2;
  }

  /** Elements of an integer type or BOOL; UINT64 keeps its bits. */
  public static long[] toLongs(DType dtype, Object array) {
    long[] y = new long[dtype.storage().length(array)];
    decode(dtype, array, 0, y, 0, y.length);
    return y;
  }

  /**
   * Converts a part of an array to 64-bit numbers, as {@link #toLongs} does.
   *
   * @param at first array element to convert
   * @param y receives the values from yAt
   * @param n number of array elements
   */
  public static void decode(DType dtype, Object array, int at, long[] y, int yAt, int n) {
    requireInteger(dtype);
    boolean unsigned = dtype.isUnsigned() || dtype == DType.BOOL;
    switch (dtype.storage()) {
      case LONGS:
        System.arraycopy(array, at, y, yAt, n);
        return;
      case INTS:
        int[] ints = (int[]) array;
        for (int i = 0; i < n; i++) {
          y[yAt + i] = unsigned ? ints[at + i] & 0xffffffffL : ints[at + i];
        }
        return;
      case SHORTS:
        short[] shorts = (short[]) array;
        for (int i = 0; i < n; i++) {
          y[yAt + i] = unsigned ? shorts[at + i] & 0xffff : shorts[at + i];
        }
        return;
      default:
        byte[] bytes = (byte[]) array;
        for (int i = 0; i < n; i++) {
          y[yAt + i] = unsigned ? bytes[at + i] & 0xff : bytes[at + i];
        }
    }
  }

  private static void requireInteger(DType dtype) {
    if (!dtype.isInteger() && dtype != DType.BOOL) {
      throw new IllegalArgumentException(dtype + " is not an integer type");
    }
  }

  /**
   * An array of a floating or complex type from doubles, each rounded once to nearest even; 8-bit
   * and 4-bit floats saturate. For DOUBLE and COMPLEX128 the given array itself.
   *
   * @throws IllegalArgumentException if the type is not floating or complex
   */
  public static Object fromDoubles(DType dtype, double[] values) {
    if (dtype.storage() == Storage.DOUBLES) {
      return values;
    }
    Object array = dtype.storage().allocate(values.length);
    encode(dtype, values, 0, array, 0, values.length);
    return array;
  }

  /**
   * Stores doubles into a part of an array, rounded as {@link #fromDoubles} does.
   *
   * @param x the values, from xAt
   * @param array receives them, from element {@code at}
   * @param n number of array elements
   * @throws IllegalArgumentException if the type is not floating or complex
   */
  public static void encode(DType dtype, double[] x, int xAt, Object array, int at, int n) {
    switch (dtype) {
      case DOUBLE:
      case COMPLEX128:
        System.arraycopy(x, xAt, array, at, n);
        return;
      case FLOAT:
      case COMPLEX64:
        float[] floats = (float[]) array;
        for (int i = 0; i < n; i++) {
          floats[at + i] = (float) x[xAt + i];
        }
        return;
      case FLOAT16:
        short[] halves = (short[]) array;
        for (int i = 0; i < n; i++) {
          halves[at + i] = Float16.fromDouble(x[xAt + i]);
        }
        return;
      case BFLOAT16:
        short[] brains = (short[]) array;
        for (int i = 0; i < n; i++) {
          brains[at + i] = Float16.bfloatFromDouble(x[xAt + i]);
        }
        return;
      default:
        MiniFloat format = MiniFloat.of(dtype);
        byte[] codes = (byte[]) array;
        for (int i = 0; i < n; i++) {
          codes[at + i] = format.encode(x[xAt + i], true);
        }
    }
  }

  /**
   * An array of an integer type or BOOL from 64-bit numbers; bits that do not fit are dropped. For
   * 64-bit types the given array itself.
   */
  public static Object fromLongs(DType dtype, long[] values) {
    requireInteger(dtype);
    if (dtype.storage() == Storage.LONGS) {
      return values;
    }
    Object array = dtype.storage().allocate(values.length);
    encode(dtype, values, 0, array, 0, values.length);
    return array;
  }

  /**
   * Stores 64-bit numbers into a part of an array of an integer type or BOOL; bits that do not fit
   * are dropped.
   *
   * @param x the values, from xAt
   * @param array receives them, from element {@code at}
   * @param n number of array elements
   */
  public static void encode(DType dtype, long[] x, int xAt, Object array, int at, int n) {
    requireInteger(dtype);
    switch (dtype.storage()) {
      case LONGS:
        System.arraycopy(x, xAt, array, at, n);
        return;
      case INTS:
        int[] ints = (int[]) array;
        for (int i = 0; i < n; i++) {
          ints[at + i] = (int) x[xAt + i];
        }
        return;
      case SHORTS:
        short[] shorts = (short[]) array;
        for (int i = 0; i < n; i++) {
          shorts[at + i] = (short) x[xAt + i];
        }
        return;
      default:
        byte[] bytes = (byte[]) array;
        int drop = 64 - dtype.bits();
        boolean unsigned = dtype.isUnsigned() || dtype == DType.BOOL;
        for (int i = 0; i < n; i++) {
          long bits = x[xAt + i] << drop;
          bytes[at + i] = (byte) (unsigned ? bits >>> drop : bits >> drop);
        }
    }
  }

  /** The unsigned 64-bit number nearest to a double, saturated at both ends; NaN gives 0. */
  public static long doubleToUnsigned(double value) {
    if (!(value > 0)) {
      return 0;
    }
    if (value >= TWO_64) {
      return -1;
    }
    return value < 0x1p63 ? (long) value : (long) (value - 0x1p63) ^ Long.MIN_VALUE;
  }
}
