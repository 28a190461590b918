package dev.lanewise.op;

import dev.lanewise.kernel.Packing;

/**
 * A kernel's form of a weight times a factor. Packed forms depend linearly on the weight, so the
 * factor is applied to what was packed.
 */
record ScaledPacking(Packing packing, float factor) implements Packing {
  /** The packing itself if the factor is 1. */
  static Packing of(Packing packing, float factor) {
    return factor == 1 ? packing : new ScaledPacking(packing, factor);
  }

  @Override
  public int length() {
    return packing.length();
  }

  @Override
  public void pack(float[] weight, int weightAt, float[] packed, int packedAt) {
    packing.pack(weight, weightAt, packed, packedAt);
    int end = packedAt + length();
    for (int i = packedAt; i < end; i++) {
      packed[i] *= factor;
    }
  }
}
