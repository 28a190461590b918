package dev.lanewise.trainer.callback;

import dev.lanewise.trainer.Callback;
import dev.lanewise.trainer.Fit;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Saves after epochs. A file appears only when it is complete; {@code {epoch}} in its name becomes
 * the number of epochs done.
 */
public final class ModelCheckpoint implements Callback {
  private static final String EPOCH = "{epoch}";

  private final Path file;
  private final @Nullable Monitor monitor;
  private final boolean resumable;
  private double best;

  private ModelCheckpoint(Path file, @Nullable Monitor monitor, boolean resumable) {
    this.file = file;
    this.monitor = monitor;
    this.resumable = resumable;
    this.best = monitor == null ? 0 : monitor.worst();
  }

  /** Saves the model for inference whenever a result is better than all before. */
  public static ModelCheckpoint best(Path file, Monitor monitor) {
    return new ModelCheckpoint(file, monitor, false);
  }

  /** Saves the model for inference after every epoch. */
  public static ModelCheckpoint always(Path file) {
    return new ModelCheckpoint(file, null, false);
  }

  /** Saves after every epoch what is needed to go on with the training. */
  public static ModelCheckpoint resumable(Path file) {
    return new ModelCheckpoint(file, null, true);
  }

  @Override
  public void began(Fit fit) {
    best = monitor == null ? 0 : monitor.worst();
  }

  @Override
  public void epochEnded(Fit fit, Map<String, Double> results) {
    if (monitor != null) {
      double value = monitor.value(results);
      if (!monitor.improves(value, best)) {
        return;
      }
      best = value;
    }
    String name = file.getFileName().toString().replace(EPOCH, Integer.toString(fit.epoch()));
    Path target = file.resolveSibling(name);
    if (resumable) {
      fit.model().saveCheckpoint(target);
    } else {
      fit.model().save(target);
    }
  }
}
