package dev.lanewise.kernel.scalar;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Rows in arrays of their own, for {@link RowKernel}. A task borrows a set while it runs; sets are
 * kept for the next task, so that a warm run allocates nothing.
 */
final class RowBuffers {
  /** Columns of a row. */
  static final int COLUMNS = 512;

  /** Rows of {@link #b}: 144 KB, which stay in a second-level cache. */
  static final int DEPTH = 72;

  private static final int KEPT = 16;
  private static final AtomicReferenceArray<@Nullable RowBuffers> FREE =
      new AtomicReferenceArray<>(KEPT);

  /** Rows that are multiplied. */
  final float[][] b = new float[DEPTH][COLUMNS];

  /** Sums. */
  final float[][] c = new float[RowKernel.ROWS][COLUMNS];

  /** Factors of the rows of b, for each row of sums. */
  final float[] a = new float[RowKernel.ROWS * DEPTH];

  private RowBuffers() {}

  /** A set of unspecified content that nobody else uses until it is given back. */
  static RowBuffers take() {
    for (int i = 0; i < KEPT; i++) {
      RowBuffers free = FREE.getAndSet(i, null);
      if (free != null) {
        return free;
      }
    }
    return new RowBuffers();
  }

  /** Keeps this set for the next task. */
  void giveBack() {
    for (int i = 0; i < KEPT; i++) {
      if (FREE.compareAndSet(i, null, this)) {
        return;
      }
    }
  }
}
