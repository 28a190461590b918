package dev.lanewise.op;

import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.List;
import java.util.Random;

/**
 * Where operators with random results get their numbers: {@link Random}, seeded with the bits of
 * the seed if there is one, so that every run gives the same numbers; else differently in each run.
 *
 * @param isSeeded whether there is a seed
 * @param seed the seed
 */
public record RandomSource(boolean isSeeded, float seed) {
  /** A source that gives other numbers each time. */
  public static final RandomSource UNSEEDED = new RandomSource(false, 0);

  /** A source that gives the same numbers each time. */
  public static RandomSource seeded(float seed) {
    return new RandomSource(true, seed);
  }

  Random start() {
    return isSeeded ? new Random(Float.floatToIntBits(seed)) : new Random();
  }

  /** Normally distributed numbers. */
  List<Datum> normal(DType dtype, Shape shape, double mean, double scale) {
    Random random = start();
    double[] v = new double[shape.size()];
    for (int i = 0; i < v.length; i++) {
      v[i] = mean + scale * random.nextGaussian();
    }
    return List.of(Tensor.of(dtype, shape, Elements.fromDoubles(dtype, v)));
  }

  /**
   * Uniformly distributed numbers from {@code low} to {@code high} (exclusive, before rounding).
   */
  List<Datum> uniform(DType dtype, Shape shape, double low, double high) {
    Random random = start();
    double[] v = new double[shape.size()];
    for (int i = 0; i < v.length; i++) {
      v[i] = low + (high - low) * random.nextDouble();
    }
    return List.of(Tensor.of(dtype, shape, Elements.fromDoubles(dtype, v)));
  }
}
