package dev.lanewise.tensor;

import java.util.EnumMap;
import java.util.Map;

/** Floating-point formats of 8 and 4 bits, as the ONNX standard defines them. */
public final class MiniFloat {
  private static final Map<DType, MiniFloat> FORMATS = new EnumMap<>(DType.class);

  static {
    FORMATS.put(DType.FLOAT8E4M3FN, new MiniFloat(true, 4, 3, 7, 0x7e, 0x7f, -1));
    FORMATS.put(DType.FLOAT8E4M3FNUZ, new MiniFloat(true, 4, 3, 8, 0x7f, 0x80, -1));
    FORMATS.put(DType.FLOAT8E5M2, new MiniFloat(true, 5, 2, 15, 0x7b, 0x7f, 0x7c));
    FORMATS.put(DType.FLOAT8E5M2FNUZ, new MiniFloat(true, 5, 2, 16, 0x7f, 0x80, -1));
    FORMATS.put(DType.FLOAT8E8M0, new MiniFloat(false, 8, 0, 127, 0xfe, 0xff, -1));
    FORMATS.put(DType.FLOAT4E2M1, new MiniFloat(true, 2, 1, 1, 0x7, -1, -1));
  }

  private final boolean signed;
  private final int maxCode;
  private final int nanCode;
  private final int infinityCode;
  private final int signBit;
  private final double[] values;

  private MiniFloat(
      boolean signed, int exponent, int mantissa, int bias, int maxCode, int nan, int infinity) {
    this.signed = signed;
    this.maxCode = maxCode;
    this.nanCode = nan;
    this.infinityCode = infinity;
    this.signBit = signed ? 1 << (exponent + mantissa) : 0;
    this.values = new double[signed ? 2 * signBit : 256];
    int magnitudes = signed ? signBit : 256;
    for (int code = 0; code < magnitudes; code++) {
      int e = code >> mantissa;
      int m = code & (1 << mantissa) - 1;
      double value;
      if (code == infinity) {
        value = Double.POSITIVE_INFINITY;
      } else if (code > maxCode) {
        value = Double.NaN;
      } else if (e == 0 && signed) {
        value = Math.scalb((double) m, 1 - bias - mantissa);
      } else {
        value = Math.scalb((double) (m + (1 << mantissa)), e - bias - mantissa);
      }
      values[code] = value;
      if (signed) {
        values[code | signBit] = -value;
      }
    }
    if (nan >= 0) {
      values[nan] = Double.NaN;
    }
  }

  /**
   * The format of an element type.
   *
   * @throws IllegalArgumentException if it is not a floating-point type of 8 or 4 bits
   */
  public static MiniFloat of(DType dtype) {
    MiniFloat format = FORMATS.get(dtype);
    if (format == null) {
      throw new IllegalArgumentException(dtype + " is not an 8-bit or 4-bit float");
    }
    return format;
  }

  /** The value of a code. */
  public double decode(byte code) {
    return values[code & values.length - 1];
  }

  /** Largest finite value. */
  public double max() {
    return values[maxCode];
  }

  /**
   * The code nearest to a value, ties to even. NaN becomes −0 where the format has none; the
   * standard's text says 6, its test data and the implementations −0.
   *
   * @param saturate whether values beyond the range, infinities included, become the largest finite
   *     value; otherwise they become infinite, or NaN where the format has no infinity, or the
   *     largest value where it has no NaN either
   */
  public byte encode(double value, boolean saturate) {
    if (Double.isNaN(value)) {
      return (byte) (nanCode >= 0 ? nanCode : signBit);
    }
    boolean negative = signed && (value < 0 || (value == 0 && 1 / value < 0));
    double magnitude = Math.abs(value);
    int code = nearest(magnitude);
    if (code > maxCode) {
      if (saturate || (infinityCode < 0 && nanCode < 0)) {
        code = maxCode;
      } else if (infinityCode >= 0) {
        code = infinityCode;
      } else {
        return (byte) nanCode;
      }
    }
    boolean noNegativeZero = nanCode == signBit && signed;
    if (negative && !(noNegativeZero && code == 0)) {
      code |= signBit;
    }
    return (byte) code;
  }

  private int nearest(double magnitude) {
    int low = 0;
    int high = maxCode;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (values[middle] <= magnitude) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    double below = values[low];
    double above =
        low < maxCode ? values[low + 1] : 2 * below - (maxCode > 0 ? values[maxCode - 1] : 0);
    if (low == maxCode && maxCode > 0 && !signed) {
      above = 2 * below;
    }
    double middle = below + (above - below) / 2;
    if (magnitude > middle || (magnitude == middle && (low & 1) == 1)) {
      return low + 1;
    }
    return low;
  }
}
