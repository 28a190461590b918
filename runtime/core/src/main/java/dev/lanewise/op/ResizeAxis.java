package dev.lanewise.op;

import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Resampling along one axis: output element o is the sum over t below {@code taps} of {@code
 * weight[o·taps + t]} times input element {@code index[o·taps + t]}.
 *
 * @param in input length
 * @param out output length
 * @param taps input elements that go into an output element
 * @param index input elements; one with weight 0 is a repetition of another one
 * @param weight their weights
 * @param outside whether an output element lies outside of the input, null if none does
 */
record ResizeAxis(
    int in, int out, int taps, int[] index, float[] weight, boolean @Nullable [] outside) {

  /**
   * Resampling as an operator's attributes want it.
   *
   * @param scale output length to input length, before the output length was rounded
   * @param start begin of the region of interest
   * @param end end of the region of interest
   */
  static ResizeAxis of(Resize op, int in, int out, float scale, float start, float end) {
    float[] x = new float[out];
    boolean[] outside = new boolean[out];
    boolean any = false;
    for (int o = 0; o < out; o++) {
      x[o] = op.coordinates().original(o, in, out, scale, start, end);
      if (op.coordinates() == CoordinateMode.TF_CROP_AND_RESIZE) {
        outside[o] = !(x[o] >= 0 && x[o] <= in - 1);
        any |= outside[o];
      }
    }
    return switch (op.mode()) {
      case NEAREST -> nearest(op.nearest(), in, x, scale, any ? outside : null);
      case LINEAR, CUBIC -> interpolated(op, in, x, scale, any ? outside : null);
    };
  }

  private static ResizeAxis nearest(
      NearestMode mode, int in, float[] x, float scale, boolean @Nullable [] outside) {
    int[] index = new int[x.length];
    float[] weight = new float[x.length];
    Arrays.fill(weight, 1);
    for (int o = 0; o < x.length; o++) {
      index[o] = Math.max(0, Math.min(in - 1, mode.index(x[o], scale)));
    }
    return new ResizeAxis(in, x.length, 1, index, weight, outside);
  }

  private static ResizeAxis interpolated(
      Resize op, int in, float[] x, float scale, boolean @Nullable [] outside) {
    // With antialiasing the filter of a smaller output is as much wider.
    double stretch = op.antialias() ? Math.min(scale, 1) : 1;
    int reach = op.mode() == ResizeMode.LINEAR ? 1 : 2;
    int first = (int) Math.floor(-reach / stretch) + 1;
    int taps = 2 - 2 * first;
    int[] index = new int[Math.multiplyExact(x.length, taps)];
    float[] weight = new float[index.length];
    double[] w = new double[taps];
    for (int o = 0; o < x.length; o++) {
      // The left neighbour lies strictly below x, so that the distance is in (0, 1].
      int left = (int) Math.ceil(x[o]) - 1;
      double distance = (double) x[o] - left;
      double sum = 0;
      for (int t = 0; t < taps; t++) {
        int i = left + first + t;
        boolean counts = !op.excludeOutside() || (i >= 0 && i < in);
        w[t] = counts ? filter(op, stretch * (first + t - distance)) : 0;
        sum += w[t];
        index[o * taps + t] = Math.max(0, Math.min(in - 1, i));
      }
      boolean normalise = (op.antialias() || op.excludeOutside()) && sum != 0;
      int used = Math.max(0, Math.min(in - 1, distance == 1 ? left + 1 : left));
      for (int t = 0; t < taps; t++) {
        weight[o * taps + t] = (float) (normalise ? w[t] / sum : w[t]);
        if (weight[o * taps + t] == 0) {
          index[o * taps + t] = used;
        }
      }
    }
    return new ResizeAxis(in, x.length, taps, index, weight, outside);
  }

  /** The filter at a distance: a triangle, or Keys' cubic convolution (1981). */
  private static double filter(Resize op, double distance) {
    double d = Math.abs(distance);
    if (op.mode() == ResizeMode.LINEAR) {
      return Math.max(0, 1 - d);
    }
    double a = op.cubicCoefficient();
    if (d <= 1) {
      return ((a + 2) * d - (a + 3)) * d * d + 1;
    }
    return d < 2 ? ((a * d - 5 * a) * d + 8 * a) * d - 4 * a : 0;
  }

  /** Whether the output is the input. */
  boolean isIdentity() {
    if (in != out || outside != null) {
      return false;
    }
    for (int o = 0; o < index.length; o++) {
      if (index[o] != o / taps && weight[o] != 0) {
        return false;
      }
    }
    return true;
  }

  /** The weights as DOUBLE {@code [out, in]}; zeros for what lies outside of the input. */
  Tensor matrix() {
    double[] matrix = new double[Math.multiplyExact(out, in)];
    for (int o = 0; o < out; o++) {
      for (int t = o * taps; t < (o + 1) * taps && (outside == null || !outside[o]); t++) {
        matrix[o * in + index[t]] += weight[t];
      }
    }
    return Tensor.of(DType.DOUBLE, Shape.of(out, in), matrix);
  }

  /** Resamples {@code x[outer][in][inner]} to {@code y[outer][out][inner]}. */
  double[] apply(double[] x, int outer, int inner, double extrapolation) {
    double[] y = new double[Math.multiplyExact(Math.multiplyExact(outer, out), inner)];
    for (int row = 0; row < outer * out; row++) {
      int o = row % out;
      int base = row / out * in;
      int yAt = row * inner;
      if (outside != null && outside[o]) {
        Arrays.fill(y, yAt, yAt + inner, extrapolation);
        continue;
      }
      for (int t = o * taps; t < (o + 1) * taps; t++) {
        int xAt = (base + index[t]) * inner;
        double w = weight[t];
        for (int i = 0; i < inner; i++) {
          y[yAt + i] += w * x[xAt + i];
        }
      }
    }
    return y;
  }

  /** The same on floats, for rows {@code from} to {@code to} of {@code outer · out}. */
  void apply(
      float[] x,
      int xStart,
      float[] y,
      int yStart,
      int inner,
      float extrapolation,
      int from,
      int to) {
    for (int row = from; row < to; row++) {
      int o = row % out;
      int base = xStart + row / out * in * inner;
      int yAt = yStart + row * inner;
      if (outside != null && outside[o]) {
        Arrays.fill(y, yAt, yAt + inner, extrapolation);
        continue;
      }
      float first = weight[o * taps];
      int firstAt = base + index[o * taps] * inner;
      for (int i = 0; i < inner; i++) {
        y[yAt + i] = first * x[firstAt + i];
      }
      for (int t = o * taps + 1; t < (o + 1) * taps; t++) {
        int xAt = base + index[t] * inner;
        float w = weight[t];
        for (int i = 0; i < inner; i++) {
          y[yAt + i] += w * x[xAt + i];
        }
      }
    }
  }
}
