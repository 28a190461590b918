package dev.lanewise.testkit.cases;

import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Random;

/** Reproducible tensors of any real type. */
public final class RandomTensors {
  private final Random random;

  /** A source that repeats itself for the same seed. */
  public RandomTensors(long seed) {
    this.random = new Random(seed);
  }

  /** Numbers from {@code low} to {@code high}; integers for integer types, 0 or 1 for BOOL. */
  public Tensor tensor(DType dtype, Shape shape, double low, double high) {
    int n = shape.size();
    if (dtype.isFloating()) {
      double[] v = new double[n];
      for (int i = 0; i < n; i++) {
        v[i] = low + random.nextDouble() * (high - low);
      }
      return Tensor.of(dtype, shape, Elements.fromDoubles(dtype, v));
    }
    long[] v = new long[n];
    for (int i = 0; i < n; i++) {
      v[i] =
          dtype == DType.BOOL
              ? random.nextInt(2)
              : (long) low + random.nextInt((int) (high - low) + 1);
    }
    return Tensor.of(dtype, shape, Elements.fromLongs(dtype, v));
  }

  /** FLOAT numbers from −2 to 2. */
  public Tensor floats(int... dims) {
    return tensor(DType.FLOAT, Shape.of(dims), -2, 2);
  }

  /** The random numbers themselves. */
  public Random random() {
    return random;
  }
}
