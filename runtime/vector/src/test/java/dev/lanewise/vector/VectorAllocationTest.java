package dev.lanewise.vector;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.lanewise.kernel.UnaryFunction;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Kernels that hold long functions make no vector objects once they are compiled, whatever else has
 * run before them.
 */
class VectorAllocationTest {
  private static final int OUTER = 3;
  private static final int RUNS = 500;

  /** For a compiler that has much else to do. */
  private static final long PATIENCE_NANOS = 30_000_000_000L;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final float[] x = numbers();
  private final float[] y = new float[4096];

  private static float[] numbers() {
    float[] x = new float[4096];
    for (int i = 0; i < x.length; i++) {
      x[i] = 0.1f * (i % 23) - 0.7f;
    }
    return x;
  }

  private static void assertAllocatesNothing(Runnable kernel) {
    long least = Long.MAX_VALUE;
    long start = System.nanoTime();
    while (least > 0 && System.nanoTime() - start < PATIENCE_NANOS) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int run = 0; run < RUNS; run++) {
        kernel.run();
      }
      least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least).as("bytes in %d calls", RUNS).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void elementwise(UnaryFunction f) {
    VectorElementwise kernels = new VectorElementwise();
    assertAllocatesNothing(() -> kernels.unary(f, 1, 2, x, 0, y, 0, 37));
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 10, 16, 131})
  void softmaxOfRows(int n) {
    VectorSoftmax kernels = new VectorSoftmax();
    assertAllocatesNothing(() -> kernels.softmax(x, 0, y, 0, OUTER, n, 1));
    assertAllocatesNothing(() -> kernels.logSoftmax(x, 0, y, 0, OUTER, n, 1));
  }

  @Test
  void softmaxOfColumns() {
    VectorSoftmax kernels = new VectorSoftmax();
    assertAllocatesNothing(() -> kernels.softmax(x, 0, y, 0, OUTER, 21, 19));
    assertAllocatesNothing(() -> kernels.logSoftmax(x, 0, y, 0, OUTER, 21, 19));
  }
}
