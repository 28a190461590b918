package dev.lanewise.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;

/**
 * A range of an array with guards around it: a kernel that writes outside the range is found by
 * {@link #assertGuardsIntact}, and one that uses what lies outside computes NaN.
 *
 * @param array the array
 * @param at where the range begins
 * @param length floats in the range
 */
public record Buffer(float[] array, int at, int length) {
  private static final int GUARD_BITS = 0x7fc5_a5a5;
  private static final float GUARD = Float.intBitsToFloat(GUARD_BITS);

  /**
   * A copy of data at an odd offset; nothing follows it, so that reading on runs out of the array.
   */
  public static Buffer input(float[] data) {
    Buffer buffer = empty(data.length, 13, 0);
    System.arraycopy(data, 0, buffer.array, buffer.at, data.length);
    return buffer;
  }

  /** A range to write to, at an odd offset and guarded on both sides; filled with guards. */
  public static Buffer output(int length) {
    return empty(length, 11, 17);
  }

  private static Buffer empty(int length, int before, int after) {
    float[] array = new float[before + length + after];
    Arrays.fill(array, GUARD);
    return new Buffer(array, before, length);
  }

  /** Whether the element at an index of the range has never been written. */
  public boolean isUntouched(int index) {
    return Float.floatToRawIntBits(array[at + index]) == GUARD_BITS;
  }

  /** The range as an array of its own. */
  public float[] content() {
    return Arrays.copyOfRange(array, at, at + length);
  }

  /** Fails if anything outside the range was written. */
  public void assertGuardsIntact() {
    for (int i = 0; i < array.length; i++) {
      if (i < at || i >= at + length) {
        assertThat(Float.floatToRawIntBits(array[i]))
            .as("guard at index %d of a range of %d", i - at, length)
            .isEqualTo(GUARD_BITS);
      }
    }
  }

  /** Fails if the range differs from what it held in the beginning. */
  public void assertStill(float[] data) {
    assertThat(Arrays.equals(content(), data)).as("input left as it was").isTrue();
    assertGuardsIntact();
  }
}
