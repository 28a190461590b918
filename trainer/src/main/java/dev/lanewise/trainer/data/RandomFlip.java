package dev.lanewise.trainer.data;

import java.util.random.RandomGenerator;

/**
 * Mirrors every second picture, by chance.
 *
 * @param horizontal whether left and right may change places
 * @param vertical whether top and bottom may change places
 */
public record RandomFlip(boolean horizontal, boolean vertical) implements Movement {
  @Override
  public Affine draw(int rows, int columns, RandomGenerator random) {
    boolean sideways = random.nextBoolean() && horizontal;
    boolean over = random.nextBoolean() && vertical;
    return Affine.scale(over ? -1 : 1, sideways ? -1 : 1);
  }
}
