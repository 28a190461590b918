package dev.lanewise.trainer.data;

import java.util.random.RandomGenerator;

/**
 * Moves a picture; zeros come in. Neighbouring pixels are mixed where it moves by less than one.
 *
 * @param height largest share of the height by which it moves up or down
 * @param width largest share of the width by which it moves left or right
 */
public record RandomShift(double height, double width) implements Movement {
  @Override
  public Affine draw(int rows, int columns, RandomGenerator random) {
    double dy = height * rows * (2 * random.nextDouble() - 1);
    double dx = width * columns * (2 * random.nextDouble() - 1);
    return Affine.shift(dy, dx);
  }
}
