package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.L;
import static dev.lanewise.vector.Lanes.S;

import dev.lanewise.kernel.Epilogue;
import jdk.incubator.vector.FloatVector;

/**
 * {@link Epilogue#requantise}. A fused multiply-add rounds the product to an integer, ties to even,
 * by adding a number whose neighbours are 1 apart; what it gives is limited as the integer that its
 * bits are, as positive floats are ordered like their bits and negative ones are negative integers.
 */
final class VectorRequantise {
  private static final int BLOCK = Tiles.BLOCK;

  /** The middle of the floats that are 1 apart. */
  private static final float ROUNDER = 0x1.8p23f;

  private VectorRequantise() {}

  private static int bits(float result) {
    return Float.floatToRawIntBits(result + ROUNDER);
  }

  private static FloatVector limited(FloatVector shifted, int least, int most) {
    return shifted.reinterpretAsInts().max(least).min(most).reinterpretAsFloats().sub(ROUNDER);
  }

  /**
   * Pixels of one channel block, in place.
   *
   * @param factors one per channel, from factorsAt
   * @param channel first channel of the block
   * @param channels number of all channels; what is computed for further ones has no meaning
   */
  static void block(
      Epilogue e,
      float[] y,
      int yAt,
      int pixels,
      float[] factors,
      int factorsAt,
      int channel,
      int channels) {
    int least = bits(e.alpha());
    int most = bits(e.beta());
    for (int v = 0; v < BLOCK && channel + v < channels; v += L) {
      FloatVector factor =
          FloatVector.fromArray(
              S, factors, factorsAt + channel + v, S.indexInRange(channel + v, channels));
      every(y, yAt + v, pixels, BLOCK, factor, least, most);
    }
  }

  private static void every(
      float[] y, int yAt, int n, int step, FloatVector factor, int least, int most) {
    for (int i = 0; i < n; i++) {
      int at = yAt + i * step;
      FloatVector x = FloatVector.fromArray(S, y, at);
      limited(x.fma(factor, FloatVector.broadcast(S, ROUNDER)), least, most).intoArray(y, at);
    }
  }

  /** Neighbouring elements that have one factor, in place. */
  static void plane(Epilogue e, float[] y, int yAt, int n, float factor) {
    int vectors = n / L;
    every(y, yAt, vectors, L, FloatVector.broadcast(S, factor), bits(e.alpha()), bits(e.beta()));
    for (int i = yAt + vectors * L; i < yAt + n; i++) {
      y[i] = e.requantised(y[i], factor);
    }
  }

  /** Neighbouring elements that have one factor each, in place. */
  static void row(Epilogue e, float[] y, int yAt, int n, float[] factors, int factorsAt) {
    int least = bits(e.alpha());
    int most = bits(e.beta());
    int body = S.loopBound(n);
    for (int i = 0; i < body; i += L) {
      FloatVector x = FloatVector.fromArray(S, y, yAt + i);
      FloatVector factor = FloatVector.fromArray(S, factors, factorsAt + i);
      limited(x.fma(factor, FloatVector.broadcast(S, ROUNDER)), least, most).intoArray(y, yAt + i);
    }
    for (int i = body; i < n; i++) {
      y[yAt + i] = e.requantised(y[yAt + i], factors[factorsAt + i]);
    }
  }
}
