package dev.lanewise.trainer.data;

import java.util.random.RandomGenerator;

/**
 * Adds normally distributed numbers.
 *
 * @param deviation their standard deviation
 */
public record GaussianNoise(double deviation) implements Augmentation {
  @Override
  public void apply(PixelGrid picture, RandomGenerator random) {
    int end = picture.offset() + picture.size();
    for (int i = picture.offset(); i < end; i++) {
      picture.array()[i] += (float) (deviation * random.nextGaussian());
    }
  }
}
