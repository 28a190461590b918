package dev.lanewise.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class WorkerTeamTest {
  private static void runMany(WorkerTeam team, int rounds) {
    for (int round = 0; round < rounds; round++) {
      AtomicIntegerArray done = new AtomicIntegerArray(7);
      AtomicIntegerArray inside = new AtomicIntegerArray(team.size());
      team.run(
          (index, worker, state) -> {
            assertEquals(1, inside.incrementAndGet(worker), "two parts on one worker at once");
            done.incrementAndGet(index);
            inside.decrementAndGet(worker);
          },
          7,
          done);
      for (int i = 0; i < 7; i++) {
        assertEquals(1, done.get(i));
      }
    }
  }

  @Test
  void everyPartRunsOnceBeforeRunReturns() {
    WorkerTeam team = new WorkerTeam(3, null);
    runMany(team, 5_000);
    team.close();
    runMany(team, 10);
  }

  @Test
  void helpersMayComeFromAnExecutor() {
    ExecutorService executor = Executors.newFixedThreadPool(2);
    try {
      runMany(new WorkerTeam(3, executor), 2_000);
    } finally {
      executor.shutdownNow();
    }
    runMany(new WorkerTeam(3, executor), 10);
  }

  @Test
  void manyCallersShareOneTeam() throws InterruptedException {
    WorkerTeam team = new WorkerTeam(3, null);
    List<Throwable> failures = new ArrayList<>();
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Thread caller = new Thread(() -> runMany(team, 500));
      caller.setUncaughtExceptionHandler(
          (t, e) -> {
            synchronized (failures) {
              failures.add(e);
            }
          });
      callers.add(caller);
      caller.start();
    }
    for (Thread caller : callers) {
      caller.join();
    }
    assertTrue(failures.isEmpty(), failures::toString);
    team.close();
  }

  @Test
  void anExceptionOfAPartReachesTheCallerAndTheTeamGoesOn() {
    WorkerTeam team = new WorkerTeam(2, null);
    for (int round = 0; round < 200; round++) {
      assertThrows(
          IllegalStateException.class,
          () ->
              team.run(
                  (index, worker, state) -> {
                    if (index == 3) {
                      throw new IllegalStateException("part 3");
                    }
                  },
                  8,
                  team));
      runMany(team, 1);
    }
    team.close();
  }
}
