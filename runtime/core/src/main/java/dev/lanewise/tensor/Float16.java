package dev.lanewise.tensor;

/** Conversions between binary32 and the two 16-bit formats; all rounding is to nearest even. */
public final class Float16 {
  private Float16() {}

  /** The value of binary16 bits. */
  public static float toFloat(short bits) {
    int sign = (bits & 0x8000) << 16;
    int magnitude = bits & 0x7fff;
    if (magnitude >= 0x7c00) {
      return Float.intBitsToFloat(sign | 0x7f800000 | (magnitude & 0x3ff) << 13);
    }
    if (magnitude < 0x400) {
      float subnormal = magnitude * 0x1p-24f;
      return sign == 0 ? subnormal : -subnormal;
    }
    return Float.intBitsToFloat(sign | (magnitude << 13) + 0x38000000);
  }

  /** The binary16 bits nearest to a value; values too large become infinite. */
  public static short fromFloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = bits >>> 16 & 0x8000;
    int magnitude = bits & 0x7fffffff;
    if (magnitude >= 0x47800000) {
      return (short) (sign | (magnitude > 0x7f800000 ? 0x7e00 : 0x7c00));
    }
    if (magnitude < 0x38800000) {
      // Adding 0.5 leaves the multiple of 2^-24, rounded to even, in the low mantissa bits.
      int rounded = Float.floatToRawIntBits(Float.intBitsToFloat(magnitude) + 0.5f) - 0x3f000000;
      return (short) (sign | rounded);
    }
    int even = magnitude + 0xfff + (magnitude >>> 13 & 1);
    return (short) (sign | even - 0x38000000 >>> 13);
  }

  /** The binary16 bits nearest to a value, rounded once. */
  public static short fromDouble(double value) {
    return fromFloat(roundToOdd(value));
  }

  /** The value of bfloat16 bits. */
  public static float bfloatToFloat(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }

  /** The bfloat16 bits nearest to a value. */
  public static short bfloatFromFloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    if ((bits & 0x7fffffff) > 0x7f800000) {
      return (short) (bits >>> 16 | 0x40);
    }
    return (short) (bits + 0x7fff + (bits >>> 16 & 1) >>> 16);
  }

  /** The bfloat16 bits nearest to a value, rounded once. */
  public static short bfloatFromDouble(double value) {
    return bfloatFromFloat(roundToOdd(value));
  }

  /**
   * The float next to a value whose last bit says that it is not exact, so that rounding it further
   * gives what rounding the value at once would give (Boldo and Melquiond, 2008).
   */
  private static float roundToOdd(double value) {
    float f = (float) value;
    if (f == value || Float.isNaN(f) || Float.isInfinite(f)) {
      return f;
    }
    int bits = Float.floatToRawIntBits(f);
    if ((bits & 1) == 0) {
      bits += Math.abs((double) f) < Math.abs(value) ? 1 : -1;
    }
    return Float.intBitsToFloat(bits);
  }
}
