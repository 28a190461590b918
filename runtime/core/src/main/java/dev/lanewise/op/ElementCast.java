package dev.lanewise.op;

import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.MiniFloat;
import dev.lanewise.tensor.Storage;

/**
 * Conversion of numbers from one element type to another, as the standard's Cast has it.
 *
 * <p>Floats are truncated towards 0 when they become integers; what does not fit is cut to the
 * lower bits. Integers become floats with one rounding. Whatever is not 0 is true.
 *
 * @param from type of the numbers; not STRING or complex
 * @param to type of the results; not STRING or complex
 * @param saturate whether numbers too large for an 8-bit float become its largest one, instead of
 *     infinity or NaN
 * @param rounding how numbers become powers of two (FLOAT8E8M0)
 */
record ElementCast(DType from, DType to, boolean saturate, Rounding rounding) {
  /** How a number becomes a power of two. */
  enum Rounding {
    /** The next one away from 0. */
    UP,
    /** The next one towards 0. */
    DOWN,
    /** The nearest one; halves go up. */
    NEAREST
  }

  /** Whether every number is a FLOAT, without rounding. */
  private boolean isDirect() {
    return to == DType.FLOAT
        && (from == DType.BOOL || from.isInteger())
        && (from.storage() == Storage.BYTES || from.storage() == Storage.SHORTS)
        && from.bits() >= 8;
  }

  /** Array in which numbers are between the two types. */
  Storage wide() {
    return from.isFloating() || to.isFloating() ? Storage.DOUBLES : Storage.LONGS;
  }

  /**
   * Converts n numbers.
   *
   * @param v an array of the storage {@link #wide} that may be overwritten in n places from vAt
   */
  void convert(Object x, int xAt, Object v, int vAt, Object y, int yAt, int n) {
    if (isDirect()) {
      IntegerElements.toFloats(from, x, xAt, 0, (float[]) y, yAt, n);
      return;
    }
    if (v instanceof double[] doubles) {
      decode(x, xAt, doubles, vAt, n);
      encode(doubles, vAt, y, yAt, n);
      return;
    }
    long[] longs = (long[]) v;
    Elements.decode(from, x, xAt, longs, vAt, n);
    if (to == DType.BOOL) {
      for (int i = vAt; i < vAt + n; i++) {
        longs[i] = longs[i] == 0 ? 0 : 1;
      }
    }
    Elements.encode(to, longs, vAt, y, yAt, n);
  }

  private void decode(Object x, int xAt, double[] v, int vAt, int n) {
    if (from.storage() != Storage.LONGS || to == DType.DOUBLE) {
      Elements.decode(from, x, xAt, v, vAt, n);
      return;
    }
    long[] longs = (long[]) x;
    for (int i = 0; i < n; i++) {
      v[vAt + i] = sticky(longs[xAt + i]);
    }
  }

  /**
   * A double that rounds to narrower floats as the integer does: of a large one the low bits are
   * merged into one.
   */
  private double sticky(long x) {
    if (from == DType.UINT64 && x < 0) {
      return 2 * (double) (x >>> 1 & ~0xfff | ((x & 0x1fff) == 0 ? 0 : 0x1000));
    }
    if (Math.abs(x) < 1L << 53) {
      return x;
    }
    return (x & 0xfff) == 0 ? x : (double) (x & ~0xfff | 0x1000);
  }

  private void encode(double[] v, int vAt, Object y, int yAt, int n) {
    if (to == DType.FLOAT8E8M0) {
      byte[] codes = (byte[]) y;
      for (int i = 0; i < n; i++) {
        codes[yAt + i] = powerOfTwo(v[vAt + i]);
      }
    } else if (to.isFloating() && to.bits() < 16) {
      MiniFloat format = MiniFloat.of(to);
      byte[] codes = (byte[]) y;
      for (int i = 0; i < n; i++) {
        codes[yAt + i] = format.encode(v[vAt + i], saturate);
      }
    } else if (to.isFloating()) {
      Elements.encode(to, v, vAt, y, yAt, n);
    } else {
      truncate(v, vAt, y, yAt, n);
    }
  }

  private void truncate(double[] v, int vAt, Object y, int yAt, int n) {
    switch (to.storage()) {
      case BYTES -> {
        byte[] bytes = (byte[]) y;
        int drop = 64 - to.bits();
        boolean unsigned = to.isUnsigned();
        for (int i = 0; i < n; i++) {
          double d = v[vAt + i];
          long bits = (long) d << drop;
          if (to == DType.BOOL) {
            bytes[yAt + i] = (byte) (d == 0 ? 0 : 1);
          } else {
            bytes[yAt + i] = (byte) (unsigned ? bits >>> drop : bits >> drop);
          }
        }
      }
      case SHORTS -> {
        short[] shorts = (short[]) y;
        for (int i = 0; i < n; i++) {
          shorts[yAt + i] = (short) (long) v[vAt + i];
        }
      }
      case INTS -> {
        int[] ints = (int[]) y;
        for (int i = 0; i < n; i++) {
          ints[yAt + i] = (int) (long) v[vAt + i];
        }
      }
      default -> {
        long[] longs = (long[]) y;
        boolean unsigned = to == DType.UINT64;
        for (int i = 0; i < n; i++) {
          double d = v[vAt + i];
          longs[yAt + i] = unsigned && d > 0 ? Elements.doubleToUnsigned(d) : (long) d;
        }
      }
    }
  }

  /** The FLOAT8E8M0 code of a number's magnitude; code c stands for 2 to the power of c − 127. */
  private byte powerOfTwo(double x) {
    double magnitude = Math.abs(x);
    if (Double.isNaN(x)) {
      return (byte) 0xff;
    }
    if (magnitude < 0x1p-127) {
      return (byte) (saturate ? 0 : 0xff);
    }
    int exponent = Math.getExponent(magnitude);
    double fraction = Math.scalb(magnitude, -exponent);
    boolean up =
        switch (rounding) {
          case UP -> fraction > 1;
          case DOWN -> false;
          case NEAREST -> fraction >= 1.5;
        };
    int code = exponent + 127 + (up ? 1 : 0);
    return (byte) (code < 0xff ? code : saturate ? 0xfe : 0xff);
  }
}
