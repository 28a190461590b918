package dev.lanewise.trainer.data;

import java.util.random.RandomGenerator;

/** A random change to a picture. A record per kind; thread-safe. */
public interface Augmentation {
  /**
   * Changes a picture in place.
   *
   * @param random decides how; equal numbers make equal changes
   */
  void apply(PixelGrid picture, RandomGenerator random);
}
