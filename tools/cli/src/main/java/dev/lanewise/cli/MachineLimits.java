package dev.lanewise.cli;

import dev.lanewise.KernelChoice;
import dev.lanewise.kernel.KernelSet;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * What the machine can do at most, as measured: multiply-adds on registers, and a sum of two arrays
 * that fit no cache.
 *
 * @param threads threads that work at once
 * @param gigaflops 10⁹ floating-point operations a second of all of them, a multiply-add being two
 * @param gigabytes 10⁹ bytes a second of all of them, read and written
 */
public record MachineLimits(int threads, double gigaflops, double gigabytes) {
  private static final int SPIN_ROUNDS = 20_000;
  private static final int WARM_CALLS = 300;
  private static final int WINDOWS = 8;
  private static final int CALLS = 100;
  private static final int ARRAY = 1 << 23;
  private static final int PASSES = 6;

  /** Measures for about a second. */
  public static MachineLimits measure(int threads) {
    KernelSet kernels = KernelChoice.AUTO.kernels();
    float[] sums = new float[threads];
    IntConsumer spin = t -> sums[t] += kernels.spin(SPIN_ROUNDS);
    repeat(spin, 0, WARM_CALLS);
    double seconds = Double.MAX_VALUE;
    for (int i = 0; i < WINDOWS; i++) {
      seconds = Math.min(seconds, time(threads, t -> repeat(spin, t, CALLS)));
    }
    double flops = 2.0 * kernels.spinMultiplyAdds() * SPIN_ROUNDS * CALLS * threads;
    return new MachineLimits(threads, flops / seconds / 1e9, bandwidth(threads));
  }

  private static void repeat(IntConsumer work, int thread, int calls) {
    for (int i = 0; i < calls; i++) {
      work.accept(thread);
    }
  }

  private static double bandwidth(int threads) {
    float[] a = new float[ARRAY];
    float[] b = new float[ARRAY];
    float[] c = new float[ARRAY];
    double seconds = Double.MAX_VALUE;
    for (int i = 0; i < PASSES; i++) {
      seconds =
          Math.min(
              seconds,
              time(
                  threads,
                  t -> {
                    int from = (int) ((long) ARRAY * t / threads);
                    int to = (int) ((long) ARRAY * (t + 1) / threads);
                    add(a, b, c, from, to);
                  }));
    }
    return 3.0 * Float.BYTES * ARRAY / seconds / 1e9;
  }

  private static void add(float[] a, float[] b, float[] c, int from, int to) {
    for (int i = from; i < to; i++) {
      c[i] = a[i] + 0.5f * b[i];
    }
  }

  /** Seconds until all threads have done their part, the caller's being one of them. */
  private static double time(int threads, IntConsumer part) {
    List<Thread> helpers = new ArrayList<>();
    long start = System.nanoTime();
    for (int t = 1; t < threads; t++) {
      int index = t;
      Thread helper = new Thread(() -> part.accept(index), "limits-" + t);
      helper.start();
      helpers.add(helper);
    }
    part.accept(0);
    boolean interrupted = false;
    for (Thread helper : helpers) {
      try {
        helper.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return (System.nanoTime() - start) / 1e9;
  }
}
