package dev.lanewise.trainer;

import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Random;

/** Well separated clouds of points in the plane, one per class. */
final class Blobs {
  private Blobs() {}

  static Dataset of(int count, long seed) {
    Random random = new Random(seed);
    float[] x = new float[2 * count];
    long[] classes = new long[count];
    for (int i = 0; i < count; i++) {
      classes[i] = i % 3;
      x[2 * i] = (float) (0.3 * random.nextGaussian() + (classes[i] == 1 ? 4 : 0));
      x[2 * i + 1] = (float) (0.3 * random.nextGaussian() + (classes[i] == 2 ? 4 : 0));
    }
    return Dataset.of(Tensor.of(Shape.of(count, 2), x), Tensor.of(Shape.of(count), classes));
  }
}
