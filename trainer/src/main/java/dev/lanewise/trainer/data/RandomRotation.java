package dev.lanewise.trainer.data;

import java.util.random.RandomGenerator;

/**
 * Turns a picture around its middle; zeros come in.
 *
 * @param turns largest share of a full turn, either way
 */
public record RandomRotation(double turns) implements Augmentation {
  @Override
  public void apply(PixelGrid picture, RandomGenerator random) {
    double angle = 2 * Math.PI * turns * (2 * random.nextDouble() - 1);
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    picture.warp(cos, sin, 0, -sin, cos, 0);
  }
}
