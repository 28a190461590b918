package dev.lanewise.op;

import dev.lanewise.tensor.DType;

/**
 * A Hamming window of the size that the input says.
 *
 * @param periodic whether the window continues with its first sample behind its last one
 * @param type element type of the result
 */
public record HammingWindow(boolean periodic, DType type) implements CosineWindow {
  @Override
  public double[] coefficients() {
    return new double[] {25.0 / 46, 21.0 / 46, 0};
  }
}
