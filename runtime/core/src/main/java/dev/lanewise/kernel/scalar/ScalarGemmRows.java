package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.GemmKernel;
import dev.lanewise.kernel.GemmShape;
import dev.lanewise.kernel.Operands;
import dev.lanewise.kernel.Packing;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A matrix product of several rows. */
final class ScalarGemmRows extends RowProduct implements GemmKernel {
  private static final int TOGETHER = 4;

  private final GemmShape shape;
  private final RowEpilogue epilogue;

  ScalarGemmRows(GemmShape shape, RowEpilogue epilogue, int threads) {
    super(shape.batch(), shape.m(), shape.n(), shape.k(), threads);
    this.shape = shape;
    this.epilogue = epilogue;
  }

  @Override
  public String describe() {
    return "scalar gemm by rows";
  }

  @Override
  public @Nullable Packing packing() {
    return null;
  }

  @Override
  void copyB(float[][] b, int product, int k, int count, int j, int n, Operands o) {
    int at = o.wAt + Math.toIntExact(product * shape.batchW());
    int ld = shape.ldw();
    if (!shape.transW()) {
      for (int i = 0; i < count; i++) {
        System.arraycopy(o.w, at + (k + i) * ld + j, b[i], 0, n);
      }
      return;
    }
    int i = 0;
    for (; i + TOGETHER <= count; i += TOGETHER) {
      transpose(o.w, at + j * ld + k + i, ld, b[i], b[i + 1], b[i + 2], b[i + 3], n);
    }
    for (; i < count; i++) {
      SpacedCopy.gather(o.w, at + j * ld + k + i, ld, b[i], 0, n);
    }
  }

  private static void transpose(
      float[] w, int at, int ld, float[] b0, float[] b1, float[] b2, float[] b3, int n) {
    for (int j = 0; j < n; j++) {
      int i = at + j * ld;
      b0[j] = w[i];
      b1[j] = w[i + 1];
      b2[j] = w[i + 2];
      b3[j] = w[i + 3];
    }
  }

  @Override
  void copyA(float[] a, int at, int product, int row, int k, int count, Operands o) {
    int x = o.xAt + Math.toIntExact(product * shape.batchX());
    int ld = shape.ldx();
    if (shape.transX()) {
      SpacedCopy.gather(o.x, x + k * ld + row, ld, a, at, count);
    } else {
      System.arraycopy(o.x, x + row * ld + k, a, at, count);
    }
  }

  @Override
  void begin(float[] c, int product, int row, int j, int n, Operands o) {
    if (o.bias == null) {
      Arrays.fill(c, 0, n, 0);
    } else {
      System.arraycopy(o.bias, o.biasAt + j, c, 0, n);
    }
  }

  @Override
  void finish(float[] c, int product, int row, int j, int n, Operands o) {
    epilogue.apply(c, 0, n, o, rowOfY(product, row) + j, j);
  }

  @Override
  int rowOfY(int product, int row) {
    return Math.toIntExact(product * shape.batchY()) + row * shape.ldy();
  }
}
