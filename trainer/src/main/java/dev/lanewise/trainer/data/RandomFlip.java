package dev.lanewise.trainer.data;

import java.util.random.RandomGenerator;

/**
 * Mirrors every second picture, by chance.
 *
 * @param horizontal whether left and right may change places
 * @param vertical whether top and bottom may change places
 */
public record RandomFlip(boolean horizontal, boolean vertical) implements Augmentation {
  @Override
  public void apply(PixelGrid picture, RandomGenerator random) {
    boolean sideways = random.nextBoolean() && horizontal;
    boolean over = random.nextBoolean() && vertical;
    if (sideways || over) {
      picture.warp(over ? -1 : 1, 0, 0, 0, sideways ? -1 : 1, 0);
    }
  }
}
