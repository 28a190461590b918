package dev.lanewise.trainer.data;

import java.util.random.RandomGenerator;

/**
 * Makes a picture larger or smaller around its middle; zeros come in.
 *
 * @param factor by how much, such as 0.1 for what is from 0.9 to 1.1 times as high and wide to fill
 *     the picture
 */
public record RandomZoom(double factor) implements Movement {
  /** Checks the range. */
  public RandomZoom {
    if (!(factor >= 0 && factor < 1)) {
      throw new IllegalArgumentException("factor must be in [0, 1), but is " + factor);
    }
  }

  @Override
  public Affine draw(int rows, int columns, RandomGenerator random) {
    double scale = 1 + factor * (2 * random.nextDouble() - 1);
    return Affine.scale(scale, scale);
  }
}
