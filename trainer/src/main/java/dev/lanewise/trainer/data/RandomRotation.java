package dev.lanewise.trainer.data;

import java.util.random.RandomGenerator;

/**
 * Turns a picture around its middle; zeros come in.
 *
 * @param turns largest share of a full turn, either way
 */
public record RandomRotation(double turns) implements Movement {
  @Override
  public Affine draw(int rows, int columns, RandomGenerator random) {
    double angle = 2 * Math.PI * turns * (2 * random.nextDouble() - 1);
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    return new Affine(cos, sin, 0, -sin, cos, 0);
  }
}
