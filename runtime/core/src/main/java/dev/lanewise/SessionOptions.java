package dev.lanewise;

import dev.lanewise.kernel.Accuracy;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * How a session runs. Immutable; start from {@link #defaults()}.
 *
 * @param kernels back end
 * @param threads threads that one run may use, the caller's included, at least 1
 * @param accuracy which algorithms may be used
 * @param executor where helper threads come from; null for a small team of daemon threads that
 *     sessions share
 * @param maxArenaBytes most memory the intermediate values of one run may take
 * @param cachedPlans how many plans for different input shapes are kept
 * @param warmUp when code is prepared for its steady speed
 * @param warmUpLimit longest time to warm up for the inputs of one shape
 */
public record SessionOptions(
    KernelChoice kernels,
    int threads,
    Accuracy accuracy,
    @Nullable Executor executor,
    long maxArenaBytes,
    int cachedPlans,
    WarmUp warmUp,
    Duration warmUpLimit) {
  /** Checks the ranges. */
  public SessionOptions {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, but is " + threads);
    }
    if (cachedPlans < 1) {
      throw new IllegalArgumentException("cachedPlans must be at least 1, but is " + cachedPlans);
    }
    if (warmUpLimit.isNegative()) {
      throw new IllegalArgumentException("warmUpLimit must not be negative: " + warmUpLimit);
    }
  }

  /**
   * AUTO kernels, one thread per processor, BALANCED accuracy, the shared team, intermediate values
   * of at most three quarters of the heap, 16 plans; no warm-up, and at most 10 seconds for one
   * that is asked for.
   */
  public static SessionOptions defaults() {
    Runtime runtime = Runtime.getRuntime();
    return new SessionOptions(
        KernelChoice.AUTO,
        runtime.availableProcessors(),
        Accuracy.BALANCED,
        null,
        runtime.maxMemory() / 4 * 3,
        16,
        WarmUp.NONE,
        Duration.ofSeconds(10));
  }

  /** The same with another back end. */
  public SessionOptions withKernels(KernelChoice choice) {
    return new SessionOptions(
        choice, threads, accuracy, executor, maxArenaBytes, cachedPlans, warmUp, warmUpLimit);
  }

  /** The same with another number of threads. */
  public SessionOptions withThreads(int count) {
    return new SessionOptions(
        kernels, count, accuracy, executor, maxArenaBytes, cachedPlans, warmUp, warmUpLimit);
  }

  /** The same with another accuracy. */
  public SessionOptions withAccuracy(Accuracy wanted) {
    return new SessionOptions(
        kernels, threads, wanted, executor, maxArenaBytes, cachedPlans, warmUp, warmUpLimit);
  }

  /** The same with helper threads from an executor. */
  public SessionOptions withExecutor(@Nullable Executor source) {
    return new SessionOptions(
        kernels, threads, accuracy, source, maxArenaBytes, cachedPlans, warmUp, warmUpLimit);
  }

  /** The same with another limit for intermediate values. */
  public SessionOptions withMaxArenaBytes(long bytes) {
    return new SessionOptions(
        kernels, threads, accuracy, executor, bytes, cachedPlans, warmUp, warmUpLimit);
  }

  /** The same with another number of plans that are kept. */
  public SessionOptions withCachedPlans(int count) {
    return new SessionOptions(
        kernels, threads, accuracy, executor, maxArenaBytes, count, warmUp, warmUpLimit);
  }

  /** The same with another way to warm up. */
  public SessionOptions withWarmUp(WarmUp when) {
    return new SessionOptions(
        kernels, threads, accuracy, executor, maxArenaBytes, cachedPlans, when, warmUpLimit);
  }

  /** The same with another longest time to warm up. */
  public SessionOptions withWarmUpLimit(Duration limit) {
    return new SessionOptions(
        kernels, threads, accuracy, executor, maxArenaBytes, cachedPlans, warmUp, limit);
  }
}
