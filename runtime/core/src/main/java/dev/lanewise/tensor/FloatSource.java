package dev.lanewise.tensor;

/** Where the elements of a FLOAT tensor are until they are needed, such as a mapped file. */
@FunctionalInterface
public interface FloatSource {
  /**
   * Writes all elements to an array, the same each time; called by any thread.
   *
   * @param at where in the array the first element goes
   */
  void copy(float[] to, int at);
}
