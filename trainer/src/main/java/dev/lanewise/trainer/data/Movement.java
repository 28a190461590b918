package dev.lanewise.trainer.data;

import java.util.random.RandomGenerator;

/**
 * A random change that moves the pixels of a picture. {@link Augmented} joins movements that follow
 * one another, so that neighbouring pixels are mixed only once.
 */
public interface Movement extends Augmentation {
  /** Where the pixels of a picture of so many rows and columns come from, this time. */
  Affine draw(int height, int width, RandomGenerator random);

  @Override
  default void apply(PixelGrid picture, RandomGenerator random) {
    picture.warp(draw(picture.height(), picture.width(), random));
  }
}
