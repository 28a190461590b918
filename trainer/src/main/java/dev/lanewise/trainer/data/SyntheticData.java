package dev.lanewise.trainer.data;

import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.trainer.Dataset;
import dev.lanewise.trainer.TensorDataset;
import java.util.List;
import java.util.SplittableRandom;

/** Data sets that a seed makes. */
public final class SyntheticData {
  private SyntheticData() {}

  /** Exclusive or: the four pairs of 0 and 1, labels FLOAT {@code [1]}. */
  public static Dataset xor() {
    return Dataset.of(
        Tensor.of(Shape.of(4, 2), 0f, 0f, 0f, 1f, 1f, 0f, 1f, 1f),
        Tensor.of(Shape.of(4, 1), 0f, 1f, 1f, 0f));
  }

  /**
   * Two half circles that reach into each other: one around (0, 0), upwards, with label 0, and one
   * around (1, ½), downwards, with label 1. Both labels are equally frequent and take turns; labels
   * are FLOAT {@code [1]}.
   *
   * @param noise standard deviation of what is added to each coordinate
   */
  public static Dataset twoMoons(int count, double noise, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] x = new float[2 * count];
    float[] labels = new float[count];
    for (int i = 0; i < count; i++) {
      double angle = random.nextDouble() * Math.PI;
      boolean lower = i % 2 == 1;
      double a = lower ? 1 - Math.cos(angle) : Math.cos(angle);
      double b = lower ? 0.5 - Math.sin(angle) : Math.sin(angle);
      x[2 * i] = (float) (a + noise * random.nextGaussian());
      x[2 * i + 1] = (float) (b + noise * random.nextGaussian());
      labels[i] = lower ? 1 : 0;
    }
    return Dataset.of(Tensor.of(Shape.of(count, 2), x), Tensor.of(Shape.of(count, 1), labels));
  }

  /**
   * Normally distributed clouds around random centres, one per class; classes take turns. Labels
   * are INT64, a number.
   *
   * @param spread standard deviation of a cloud; centres lie in a cube of edge 10
   */
  public static Dataset blobs(int count, int features, int classes, double spread, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] centres = random.doubles((long) classes * features, -5, 5).toArray();
    float[] x = new float[count * features];
    long[] labels = new long[count];
    for (int i = 0; i < count; i++) {
      int label = i % classes;
      for (int f = 0; f < features; f++) {
        double centre = centres[label * features + f];
        x[i * features + f] = (float) (centre + spread * random.nextGaussian());
      }
      labels[i] = label;
    }
    return Dataset.of(Tensor.of(Shape.of(count, features), x), Tensor.of(Shape.of(count), labels));
  }

  /**
   * Sequences of random tokens that end with a pointer to one of their places; the token at that
   * place is wanted. Samples are INT64 {@code [places + 1]}, tokens from 0 and pointers from {@code
   * tokens}, and, as a second input, INT64 {@code [places + 1]} numbers 0, 1, 2, …; labels are
   * INT64, a token.
   *
   * @param places how many tokens stand before the pointer
   * @param tokens how many there are
   */
  public static Dataset pointers(int count, int places, int tokens, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int length = places + 1;
    long[] x = new long[count * length];
    long[] numbers = new long[count * length];
    long[] labels = new long[count];
    for (int i = 0; i < count; i++) {
      int first = i * length;
      for (int t = 0; t < length; t++) {
        x[first + t] = random.nextInt(tokens);
        numbers[first + t] = t;
      }
      int pointer = random.nextInt(places);
      x[first + places] = tokens + pointer;
      labels[i] = x[first + pointer];
    }
    Shape shape = Shape.of(count, length);
    return new TensorDataset(
        List.of(Tensor.of(shape, x), Tensor.of(shape, numbers)),
        Tensor.of(Shape.of(count), labels));
  }
}
