package dev.lanewise.kernel;

/**
 * A weight as it is stored.
 *
 * @param length floats of the weight
 */
record RawPacking(int length) implements Packing {
  @Override
  public boolean isRaw() {
    return true;
  }

  @Override
  public void pack(float[] weight, int weightAt, float[] packed, int packedAt) {
    System.arraycopy(weight, weightAt, packed, packedAt, length);
  }
}
