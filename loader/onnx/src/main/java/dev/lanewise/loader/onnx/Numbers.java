package dev.lanewise.loader.onnx;

import java.util.Arrays;

/** A growing row of numbers; real ones are kept as the bits of a float. */
final class Numbers {
  private long[] values = new long[1];
  private int size;

  /** Adds a number. */
  void add(long value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
    }
    values[size++] = value;
  }

  /** The last number, 0 if there is none. */
  long last() {
    return size == 0 ? 0 : values[size - 1];
  }

  /** Whole numbers. */
  long[] toLongs() {
    return Arrays.copyOf(values, size);
  }

  /** Real numbers. */
  float[] toFloats() {
    float[] floats = new float[size];
    for (int i = 0; i < size; i++) {
      floats[i] = Float.intBitsToFloat((int) values[i]);
    }
    return floats;
  }
}
