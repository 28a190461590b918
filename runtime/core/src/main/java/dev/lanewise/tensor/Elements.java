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
    int n = dtype.storage().length(array);
    double[] y = new double[n];
    switch (dtype) {
      case DOUBLE:
      case COMPLEX128:
        System.arraycopy(array, 0, y, 0, n);
        return y;
      case FLOAT:
      case COMPLEX64:
        float[] floats = (float[]) array;
        for (int i = 0; i < n; i++) {
          y[i] = floats[i];
        }
        return y;
      case FLOAT16:
        short[] halves = (short[]) array;
        for (int i = 0; i < n; i++) {
          y[i] = Float16.toFloat(halves[i]);
        }
        return y;
      case BFLOAT16:
        short[] brains = (short[]) array;
        for (int i = 0; i < n; i++) {
          y[i] = Float16.bfloatToFloat(brains[i]);
        }
        return y;
      case UINT64:
        long[] unsigned = (long[]) array;
        for (int i = 0; i < n; i++) {
          y[i] = unsignedToDouble(unsigned[i]);
        }
        return y;
      case STRING:
        throw new IllegalArgumentException("strings have no numeric value");
      default:
        break;
    }
    if (dtype.isFloating()) {
      MiniFloat format = MiniFloat.of(dtype);
      byte[] codes = (byte[]) array;
      for (int i = 0; i < n; i++) {
        y[i] = format.decode(codes[i]);
      }
      return y;
    }
    long[] longs = toLongs(dtype, array);
    for (int i = 0; i < n; i++) {
      y[i] = longs[i];
    }
    return y;
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
    int n = dtype.storage().length(array);
    long[] y = new long[n];
    if (!dtype.isInteger() && dtype != DType.BOOL) {
      throw new IllegalArgumentException(dtype + " is not an integer type");
    }
    boolean unsigned = dtype.isUnsigned() || dtype == DType.BOOL;
    switch (dtype.storage()) {
      case LONGS:
        System.arraycopy(array, 0, y, 0, n);
        return y;
      case INTS:
        int[] ints = (int[]) array;
        for (int i = 0; i < n; i++) {
          y[i] = unsigned ? ints[i] & 0xffffffffL : ints[i];
        }
        return y;
      case SHORTS:
        short[] shorts = (short[]) array;
        for (int i = 0; i < n; i++) {
          y[i] = unsigned ? shorts[i] & 0xffff : shorts[i];
        }
        return y;
      default:
        byte[] bytes = (byte[]) array;
        for (int i = 0; i < n; i++) {
          y[i] = unsigned ? bytes[i] & 0xff : bytes[i];
        }
        return y;
    }
  }

  /**
   * An array of a floating or complex type from doubles, each rounded once to nearest even; 8-bit
   * and 4-bit floats saturate.
   *
   * @throws IllegalArgumentException if the type is not floating or complex
   */
  public static Object fromDoubles(DType dtype, double[] values) {
    int n = values.length;
    switch (dtype) {
      case DOUBLE:
      case COMPLEX128:
        return values;
      case FLOAT:
      case COMPLEX64:
        float[] floats = new float[n];
        for (int i = 0; i < n; i++) {
          floats[i] = (float) values[i];
        }
        return floats;
      case FLOAT16:
        short[] halves = new short[n];
        for (int i = 0; i < n; i++) {
          halves[i] = Float16.fromDouble(values[i]);
        }
        return halves;
      case BFLOAT16:
        short[] brains = new short[n];
        for (int i = 0; i < n; i++) {
          brains[i] = Float16.bfloatFromDouble(values[i]);
        }
        return brains;
      default:
        MiniFloat format = MiniFloat.of(dtype);
        byte[] codes = new byte[n];
        for (int i = 0; i < n; i++) {
          codes[i] = format.encode(values[i], true);
        }
        return codes;
    }
  }

  /** An array of an integer type or BOOL from 64-bit numbers; bits that do not fit are dropped. */
  public static Object fromLongs(DType dtype, long[] values) {
    int n = values.length;
    if (!dtype.isInteger() && dtype != DType.BOOL) {
      throw new IllegalArgumentException(dtype + " is not an integer type");
    }
    switch (dtype.storage()) {
      case LONGS:
        return values;
      case INTS:
        int[] ints = new int[n];
        for (int i = 0; i < n; i++) {
          ints[i] = (int) values[i];
        }
        return ints;
      case SHORTS:
        short[] shorts = new short[n];
        for (int i = 0; i < n; i++) {
          shorts[i] = (short) values[i];
        }
        return shorts;
      default:
        byte[] bytes = new byte[n];
        int drop = 64 - dtype.bits();
        for (int i = 0; i < n; i++) {
          bytes[i] =
              dtype.isUnsigned() || dtype == DType.BOOL
                  ? (byte) (values[i] << drop >>> drop)
                  : (byte) (values[i] << drop >> drop);
        }
        return bytes;
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
