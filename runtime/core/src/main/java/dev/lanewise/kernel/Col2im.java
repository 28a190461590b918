package dev.lanewise.kernel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The scatter-add that ends a transposed convolution; see {@link Move#col2im}. */
final class Col2im {
  private Col2im() {}

  static void run(
      ConvShape s,
      float[] columns,
      int columnsAt,
      float @Nullable [] bias,
      int biasAt,
      float[] y,
      int yAt,
      int from,
      int to) {
    int taps = s.kernelHeight() * s.kernelWidth();
    for (int p = from; p < to; p++) {
      int plane = yAt + p * s.inPixels();
      float start = bias == null ? 0 : bias[biasAt + p % s.inChannels()];
      Arrays.fill(y, plane, plane + s.inPixels(), start);
      for (int tap = 0; tap < taps; tap++) {
        addTap(s, tap, columns, columnsAt + (p * taps + tap) * s.outPixels(), y, plane);
      }
    }
  }

  private static void addTap(
      ConvShape s, int tap, float[] columns, int columnsAt, float[] y, int plane) {
    int dy = tap / s.kernelWidth() * s.dilationHeight() - s.padTop();
    int dx = tap % s.kernelWidth() * s.dilationWidth() - s.padLeft();
    int stride = s.strideWidth();
    int first = dx >= 0 ? 0 : (-dx - 1) / stride + 1;
    int end = dx >= s.inWidth() ? 0 : Math.min(s.outWidth(), (s.inWidth() - 1 - dx) / stride + 1);
    for (int row = 0; row < s.outHeight() && first < end; row++) {
      int line = row * s.strideHeight() + dy;
      if (line >= 0 && line < s.inHeight()) {
        int at = plane + line * s.inWidth() + first * stride + dx;
        int columnAt = columnsAt + row * s.outWidth() + first;
        addLine(columns, columnAt, y, at, stride, end - first);
      }
    }
  }

  private static void addLine(float[] x, int xAt, float[] y, int yAt, int stride, int n) {
    // constant strides let C2 remove the bounds checks
    if (stride == 1) {
      for (int i = 0; i < n; i++) {
        y[yAt + i] += x[xAt + i];
      }
    } else if (stride == 2) {
      for (int i = 0; i < n; i++) {
        y[yAt + i * 2] += x[xAt + i];
      }
    } else {
      for (int i = 0; i < n; i++) {
        y[yAt + i * stride] += x[xAt + i];
      }
    }
  }
}
