package dev.lanewise.kernel;

/** Conversions between binary32 and binary16; rounding is to nearest, ties to even. */
public interface HalfFloats {
  /** The values of n numbers in binary16. */
  void toFloats(short[] x, int xAt, float[] y, int yAt, int n);

  /** The numbers in binary16 nearest to n values; values too large become infinite. */
  void fromFloats(float[] x, int xAt, short[] y, int yAt, int n);
}
