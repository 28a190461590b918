package dev.lanewise.testkit.contract;

import dev.lanewise.kernel.Operands;
import dev.lanewise.kernel.PreparedKernel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs a prepared kernel as unkindly as its contract allows. */
public final class PhaseRunner {
  private PhaseRunner() {}

  /**
   * Runs all phases; the tasks of each in shuffled order on {@code workers} threads at once.
   *
   * @param seed determines the order
   */
  public static void run(PreparedKernel kernel, Operands operands, int workers, long seed) {
    Random random = new Random(seed);
    ExecutorService executor = Executors.newFixedThreadPool(workers);
    try {
      for (int phase = 0; phase < kernel.phases(); phase++) {
        List<Integer> order = new ArrayList<>();
        for (int task = 0; task < kernel.tasks(phase); task++) {
          order.add(task);
        }
        Collections.shuffle(order, random);
        runPhase(kernel, phase, order, operands, workers, executor);
      }
    } finally {
      executor.shutdown();
    }
  }

  private static void runPhase(
      PreparedKernel kernel,
      int phase,
      List<Integer> order,
      Operands operands,
      int workers,
      ExecutorService executor) {
    AtomicInteger next = new AtomicInteger();
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < workers; i++) {
      int worker = i;
      running.add(
          executor.submit(
              () -> {
                for (int t = next.getAndIncrement(); t < order.size(); t = next.getAndIncrement()) {
                  kernel.run(phase, order.get(t), worker, operands);
                }
              }));
    }
    for (Future<?> future : running) {
      try {
        future.get();
      } catch (ExecutionException e) {
        throw new AssertionError(
            "phase " + phase + " of " + kernel.describe() + " failed", e.getCause());
      } catch (InterruptedException e) {
        throw new AssertionError("interrupted", e);
      }
    }
  }
}
