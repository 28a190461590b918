package dev.lanewise.trainer;

import dev.lanewise.error.CancelledException;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The batches of epochs, in order. If samples are more than copies, a thread fills the next batch
 * while one is worked on; what is in a batch does not depend on it.
 */
final class BatchFeed implements AutoCloseable {
  private final Dataset data;
  private final int batchSize;
  private final Batch[] rooms;
  private final @Nullable ExecutorService reader;
  private int[] order = {};
  private long random;
  private int step;
  private @Nullable Future<Batch> coming;

  BatchFeed(Dataset data, int batchSize) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("batchSize must be at least 1, but is " + batchSize);
    }
    this.data = data;
    this.batchSize = Math.min(batchSize, data.size());
    boolean ahead = !data.isPlain();
    rooms = new Batch[ahead ? 2 : 1];
    for (int i = 0; i < rooms.length; i++) {
      rooms[i] = Batch.room(data, this.batchSize);
    }
    reader = ahead ? Executors.newSingleThreadExecutor(BatchFeed::thread) : null;
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "lanewise-batches");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Goes to a step of an epoch.
   *
   * @param wanted samples in the order of the epoch
   * @param number decides all that is random about its samples
   */
  void start(int[] wanted, long number, int first) {
    await(coming);
    order = wanted;
    random = number;
    step = first;
    coming = ahead(first);
  }

  /** The next batch, good until the one after it is asked for. */
  Batch next() {
    Batch batch = coming == null ? fill(step) : await(coming);
    step++;
    coming = ahead(step);
    return Objects.requireNonNull(batch);
  }

  private @Nullable Future<Batch> ahead(int wanted) {
    return reader == null || (long) wanted * batchSize >= order.length
        ? null
        : reader.submit(() -> fill(wanted));
  }

  private Batch fill(int wanted) {
    int at = wanted * batchSize;
    int count = Math.min(batchSize, order.length - at);
    Batch batch = count == batchSize ? rooms[wanted % rooms.length] : Batch.room(data, count);
    batch.fill(data, order, at, random);
    return batch;
  }

  private static @Nullable Batch await(@Nullable Future<Batch> batch) {
    if (batch == null) {
      return null;
    }
    try {
      return batch.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException("interrupted while waiting for a batch", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof Error error) {
        throw error;
      }
      throw cause instanceof RuntimeException failure ? failure : new IllegalStateException(cause);
    }
  }

  /** Ends the thread when it has filled the batch at which it is. */
  @Override
  public void close() {
    if (reader == null) {
      return;
    }
    reader.shutdown();
    try {
      if (!reader.awaitTermination(1, TimeUnit.MINUTES)) {
        reader.shutdownNow();
      }
    } catch (InterruptedException e) {
      reader.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
