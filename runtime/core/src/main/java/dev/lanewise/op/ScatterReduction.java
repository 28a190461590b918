package dev.lanewise.op;

import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Tensor;

/** What becomes of an element that an update is scattered to. */
public enum ScatterReduction {
  /** The update. */
  NONE,
  /** The sum of both; of truth values, whether one is true. */
  ADD,
  /** The product of both; of truth values, whether both are true. */
  MUL,
  /** The larger one. */
  MAX,
  /** The smaller one. */
  MIN;

  /**
   * Reference evaluation: a copy of data with runs of updates combined into it.
   *
   * @param offsets array element of the data at which each run begins
   * @param run array elements of a run
   */
  Tensor scatter(Tensor data, int[] offsets, int run, Tensor updates) {
    DType dtype = data.dtype();
    if (this == NONE) {
      Tensor y = data.copy();
      Indexed.scatter(
          dtype.storage(), updates.array(), 0, offsets, 0, offsets.length, run, y.array(), 0);
      return y;
    }
    if (dtype.isFloating()) {
      double[] values = data.toDoubles();
      combine(values, offsets, run, updates.toDoubles());
      return Tensor.of(dtype, data.shape(), Elements.fromDoubles(dtype, values));
    }
    if (!dtype.isInteger() && dtype != DType.BOOL) {
      throw new IllegalArgumentException(Types.notDefinedFor(dtype));
    }
    long[] values = data.array() instanceof long[] ? data.copy().longs() : data.toLongs();
    longs(dtype).combine(values, offsets, run, updates.toLongs(), dtype == DType.UINT64);
    return Tensor.of(dtype, data.shape(), Elements.fromLongs(dtype, values));
  }

  private ScatterReduction longs(DType dtype) {
    if (dtype != DType.BOOL) {
      return this;
    }
    return switch (this) {
      case ADD -> MAX;
      case MUL -> MIN;
      default -> this;
    };
  }

  private void combine(double[] y, int[] offsets, int run, double[] updates) {
    for (int k = 0; k < updates.length; k++) {
      int at = offsets[k / run] + k % run;
      double a = y[at];
      double b = updates[k];
      y[at] =
          switch (this) {
            case ADD -> a + b;
            case MUL -> a * b;
            case MAX -> Math.max(a, b);
            case MIN -> Math.min(a, b);
            case NONE -> b;
          };
    }
  }

  private void combine(long[] y, int[] offsets, int run, long[] updates, boolean unsigned) {
    long flip = unsigned ? Long.MIN_VALUE : 0;
    for (int k = 0; k < updates.length; k++) {
      int at = offsets[k / run] + k % run;
      long a = y[at];
      long b = updates[k];
      y[at] =
          switch (this) {
            case ADD -> a + b;
            case MUL -> a * b;
            case MAX -> (a ^ flip) >= (b ^ flip) ? a : b;
            case MIN -> (a ^ flip) <= (b ^ flip) ? a : b;
            case NONE -> b;
          };
    }
  }

  /**
   * {@code y[yAt + offsets[first + k] + r]} combined with {@code x[xAt + k·run + r]} for k below n
   * and r below run, in this order.
   */
  void scatter(float[] x, int xAt, int[] offsets, int first, int n, int run, float[] y, int yAt) {
    for (int k = 0; k < n; k++) {
      int i = xAt + k * run;
      int j = yAt + offsets[first + k];
      switch (this) {
        case NONE -> System.arraycopy(x, i, y, j, run);
        case ADD -> {
          for (int r = 0; r < run; r++) {
            y[j + r] += x[i + r];
          }
        }
        case MUL -> {
          for (int r = 0; r < run; r++) {
            y[j + r] *= x[i + r];
          }
        }
        case MAX -> {
          for (int r = 0; r < run; r++) {
            y[j + r] = Math.max(y[j + r], x[i + r]);
          }
        }
        case MIN -> {
          for (int r = 0; r < run; r++) {
            y[j + r] = Math.min(y[j + r], x[i + r]);
          }
        }
      }
    }
  }
}
