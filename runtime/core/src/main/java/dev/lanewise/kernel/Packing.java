package dev.lanewise.kernel;

/**
 * A kernel's own form of a weight. Implementations are records, so that equal packings of the same
 * weight are made once and shared by every plan that wants them.
 */
public interface Packing {
  /** Floats of the packed form. */
  int length();

  /**
   * Writes the packed form of a weight in its standard (file) layout.
   *
   * @param weight the weight, from {@code weightAt}
   * @param packed receives {@link #length()} floats from {@code packedAt}
   */
  void pack(float[] weight, int weightAt, float[] packed, int packedAt);

  /**
   * Whether the packed form is the weight as it is stored, so that a caller may use the weight
   * itself instead of a packed copy.
   */
  default boolean isRaw() {
    return false;
  }

  /** The packing of a kernel that reads a weight of the given length as it is stored. */
  static Packing raw(int length) {
    return new RawPacking(length);
  }
}
