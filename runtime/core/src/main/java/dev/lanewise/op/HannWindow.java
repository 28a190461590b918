package dev.lanewise.op;

import dev.lanewise.tensor.DType;

/**
 * A Hann window of the size that the input says.
 *
 * @param periodic whether the window continues with its first sample behind its last one
 * @param type element type of the result
 */
public record HannWindow(boolean periodic, DType type) implements CosineWindow {
  @Override
  public double[] coefficients() {
    return new double[] {0.5, 0.5, 0};
  }
}
