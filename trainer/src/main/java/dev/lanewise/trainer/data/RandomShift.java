package dev.lanewise.trainer.data;

import java.util.random.RandomGenerator;

/**
 * Moves a picture; zeros come in. Neighbouring pixels are mixed where it moves by less than one.
 *
 * @param height largest share of the height by which it moves up or down
 * @param width largest share of the width by which it moves left or right
 */
public record RandomShift(double height, double width) implements Augmentation {
  @Override
  public void apply(PixelGrid picture, RandomGenerator random) {
    double dy = height * picture.height() * (2 * random.nextDouble() - 1);
    double dx = width * picture.width() * (2 * random.nextDouble() - 1);
    picture.warp(1, 0, dy, 0, 1, dx);
  }
}
