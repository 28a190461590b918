package dev.lanewise.plan;

import dev.lanewise.kernel.Team;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Hands out teams: one of all processors that sessions share, and others for their own sessions.
 */
public final class Teams {
  /** A team and what ends it. */
  public interface Lease {
    /** The team. */
    Team team();

    /** Gives it back. */
    void close();
  }

  private record Simple(Team team, Runnable end) implements Lease {
    @Override
    public void close() {
      end.run();
    }
  }

  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();
  private static final WorkerTeam SHARED = new WorkerTeam(PROCESSORS, null);

  private Teams() {}

  /** A team of a number of threads, with helpers from an executor if one is given. */
  public static Lease lease(int threads, @Nullable Executor executor) {
    if (threads == 1) {
      return new Simple(Team.SERIAL, () -> {});
    }
    if (executor == null && threads == PROCESSORS) {
      return new Simple(SHARED, () -> {});
    }
    WorkerTeam own = new WorkerTeam(threads, executor);
    return new Simple(own, own::close);
  }
}
