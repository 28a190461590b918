package dev.lanewise.vector;

import dev.lanewise.kernel.HalfFloats;

/** Loops that the compiler turns into the CPU's conversions of vectors. */
final class VectorHalfFloats implements HalfFloats {
  @Override
  public void toFloats(short[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = Float.float16ToFloat(x[xAt + i]);
    }
  }

  @Override
  public void fromFloats(float[] x, int xAt, short[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = Float.floatToFloat16(x[xAt + i]);
    }
  }
}
