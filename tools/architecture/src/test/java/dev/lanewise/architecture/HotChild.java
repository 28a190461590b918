package dev.lanewise.architecture;

import com.sun.management.ThreadMXBean;
import dev.lanewise.Model;
import dev.lanewise.Session;
import dev.lanewise.SessionOptions;
import dev.lanewise.WarmUp;
import dev.lanewise.loader.format.LanewiseFile;
import dev.lanewise.tensor.Tensor;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;

/** Runs the model on standard input until its kernels are hot; prints what answered, and what. */
public final class HotChild {
  private static final int RUNS = 200;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private HotChild() {}

  /** Takes no arguments. */
  public static void main(String[] args) throws IOException {
    byte[] file = System.in.readAllBytes();
    SessionOptions options =
        SessionOptions.defaults()
            .withThreads(1)
            .withWarmUp(WarmUp.BLOCKING)
            .withWarmUpLimit(PATIENCE);
    try (Session session = Model.of(LanewiseFile.of(file).graph()).newSession(options)) {
      Tensor x = SmallNetwork.input();
      Tensor y = session.run(x);
      System.out.println("kernels " + session.kernels().name());
      System.out.println("warmth " + session.warmth());
      System.out.println("allocates " + leastAllocated(session, x, y));
      System.out.println("answer " + Arrays.toString(y.floats()));
    }
  }

  /** Bytes of one run: those of vectors that are objects because their kernel is not compiled. */
  private static long leastAllocated(Session session, Tensor x, Tensor y) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Tensor[] inputs = {x};
    Tensor[] outputs = {y};
    long least = Long.MAX_VALUE;
    long start = System.nanoTime();
    while (least > 0 && System.nanoTime() - start < PATIENCE.toNanos()) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int run = 0; run < RUNS; run++) {
        session.run(inputs, outputs);
      }
      least = Math.min(least, (threads.getCurrentThreadAllocatedBytes() - before) / RUNS);
    }
    return least;
  }
}
