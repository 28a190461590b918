package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.L;
import static dev.lanewise.vector.Lanes.S;

import dev.lanewise.kernel.Epilogue;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * {@link Epilogue#requantise}: sums times factors of double precision, rounded once to integers,
 * ties to even. Products are rounded in single precision first; where such a product is too near to
 * a tie to be sure, the element is computed again in double precision.
 */
final class VectorRequantise {
  private static final int BLOCK = Tiles.BLOCK;

  /** Added to a float below 2^22 and taken off again, it rounds to an integer. */
  private static final float ROUNDER = 0x1.8p23f;

  /** Largest relative error of a product in single precision, twice over. */
  private static final float ERROR = 0x1p-22f;

  private VectorRequantise() {}

  /**
   * Pixels of one channel block, in place.
   *
   * @param factors high parts of all channels, then low parts, from factorsAt
   * @param channel first channel of the block
   * @param channels number of all channels
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
    for (int v = 0; v < BLOCK && channel + v < channels; v += L) {
      int highAt = factorsAt + channel + v;
      VectorMask<Float> present = S.indexInRange(channel + v, channels);
      FloatVector high = FloatVector.fromArray(S, factors, highAt, present);
      int lanes = Math.min(L, channels - channel - v);
      lanes(e, y, yAt + v, pixels, high, lanes, factors, highAt, channels);
    }
  }

  private static void lanes(
      Epilogue e,
      float[] y,
      int yAt,
      int pixels,
      FloatVector high,
      int lanes,
      float[] factors,
      int highAt,
      int channels) {
    float least = e.alpha();
    float most = e.beta();
    FloatVector low = FloatVector.broadcast(S, least);
    FloatVector top = FloatVector.broadcast(S, most);
    FloatVector rounder = FloatVector.broadcast(S, ROUNDER);
    FloatVector sure = FloatVector.broadcast(S, sure(e));
    for (int i = yAt; i < yAt + pixels * BLOCK; i += BLOCK) {
      FloatVector p = FloatVector.fromArray(S, y, i).mul(high);
      p = p.blend(low, p.lt(low));
      p = p.blend(top, p.compare(VectorOperators.GT, top));
      FloatVector r = p.add(rounder).sub(rounder);
      if (p.sub(r).abs().compare(VectorOperators.GT, sure).anyTrue()) {
        e.requantiseChannels(y, i, lanes, factors, highAt, channels);
      } else {
        r.intoArray(y, i);
      }
    }
  }

  /** Distance from the rounded product up to which it is surely rounded rightly. */
  private static float sure(Epilogue e) {
    float largest = Math.max(Math.abs(e.alpha()), Math.abs(e.beta())) + 1;
    return 0.5f - largest * ERROR;
  }
}
