package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.GemmKernel;
import dev.lanewise.kernel.GemmShape;
import dev.lanewise.kernel.Operands;
import dev.lanewise.kernel.Packing;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Dot products of few rows with the rows of a matrix that is stored as N×K. */
final class ScalarDots implements GemmKernel {
  private static final int TOGETHER = 4;
  private static final int COLUMN_STEP = 16;
  private static final long MIN_TASK = 1 << 15;

  private final GemmShape shape;
  private final RowEpilogue epilogue;
  private final int tile;
  private final int tiles;

  ScalarDots(GemmShape shape, RowEpilogue epilogue, int threads) {
    this.shape = shape;
    this.epilogue = epilogue;
    int n = shape.n();
    long cuts = Math.max(1, Math.min(threads, (long) n * shape.k() / MIN_TASK));
    int columns = (int) ((n - 1) / cuts + 1);
    this.tile = ((columns - 1) / COLUMN_STEP + 1) * COLUMN_STEP;
    this.tiles = (n - 1) / tile + 1;
  }

  @Override
  public String describe() {
    return "scalar dot products";
  }

  @Override
  public @Nullable Packing packing() {
    return null;
  }

  @Override
  public int phases() {
    return 1;
  }

  @Override
  public int tasks(int phase) {
    return shape.batch() * tiles;
  }

  @Override
  public int scratch() {
    return 0;
  }

  @Override
  public void run(int phase, int task, int worker, Operands o) {
    int product = task / tiles;
    int j = task % tiles * tile;
    int n = Math.min(tile, shape.n() - j);
    int x = o.xAt + Math.toIntExact(product * shape.batchX());
    int w = o.wAt + Math.toIntExact(product * shape.batchW());
    for (int row = 0; row < shape.m(); row++) {
      int row0 = Math.toIntExact(product * shape.batchY()) + row * shape.ldy() + j;
      int y = o.yAt + row0;
      if (o.bias == null) {
        Arrays.fill(o.y, y, y + n, 0);
      } else {
        System.arraycopy(o.bias, o.biasAt + j, o.y, y, n);
      }
      dots(o.x, x + row * shape.ldx(), o.w, w + j * shape.ldw(), o.y, y, n);
      epilogue.apply(o.y, y, n, o, row0, j);
    }
  }

  /** {@code y[j] += Σ_k x[k] · w[j·ldw + k]}, four j at a time. */
  private void dots(float[] x, int xAt, float[] w, int wAt, float[] y, int yAt, int n) {
    int k = shape.k();
    int ld = shape.ldw();
    int j = 0;
    for (; j + TOGETHER <= n; j += TOGETHER) {
      int at = wAt + j * ld;
      fourDots(x, xAt, w, at, at + ld, at + 2 * ld, at + 3 * ld, k, y, yAt + j);
    }
    for (; j < n; j++) {
      y[yAt + j] += dot(x, xAt, w, wAt + j * ld, k);
    }
  }

  private static void fourDots(
      float[] x, int xAt, float[] w, int w0, int w1, int w2, int w3, int k, float[] y, int yAt) {
    float even0 = 0;
    float even1 = 0;
    float even2 = 0;
    float even3 = 0;
    float odd0 = 0;
    float odd1 = 0;
    float odd2 = 0;
    float odd3 = 0;
    int i = 0;
    for (; i < k - 1; i += 2) {
      float a = x[xAt + i];
      float b = x[xAt + i + 1];
      even0 += a * w[w0 + i];
      even1 += a * w[w1 + i];
      even2 += a * w[w2 + i];
      even3 += a * w[w3 + i];
      odd0 += b * w[w0 + i + 1];
      odd1 += b * w[w1 + i + 1];
      odd2 += b * w[w2 + i + 1];
      odd3 += b * w[w3 + i + 1];
    }
    if (i < k) {
      float a = x[xAt + i];
      even0 += a * w[w0 + i];
      even1 += a * w[w1 + i];
      even2 += a * w[w2 + i];
      even3 += a * w[w3 + i];
    }
    y[yAt] += even0 + odd0;
    y[yAt + 1] += even1 + odd1;
    y[yAt + 2] += even2 + odd2;
    y[yAt + 3] += even3 + odd3;
  }

  private static float dot(float[] x, int xAt, float[] w, int wAt, int k) {
    float even = 0;
    float odd = 0;
    int i = 0;
    for (; i < k - 1; i += 2) {
      even += x[xAt + i] * w[wAt + i];
      odd += x[xAt + i + 1] * w[wAt + i + 1];
    }
    if (i < k) {
      even += x[xAt + i] * w[wAt + i];
    }
    return even + odd;
  }
}
