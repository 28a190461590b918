package dev.lanewise.trainer.callback;

import dev.lanewise.trainer.Callback;
import dev.lanewise.trainer.Fit;
import dev.lanewise.trainer.HistoryCsv;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/**
 * Writes a line of comma-separated values after every epoch, in the form of {@link HistoryCsv}. A
 * training that is resumed adds to the file.
 */
public final class CsvLog implements Callback {
  private final Path file;
  private List<String> names = List.of();

  /** Writes to a file. */
  public CsvLog(Path file) {
    this.file = file;
  }

  @Override
  public void began(Fit fit) {
    names = List.of();
    try {
      if (fit.epoch() == 0) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void epochEnded(Fit fit, Map<String, Double> results) {
    boolean first = names.isEmpty() && !Files.exists(file);
    if (names.isEmpty()) {
      names = List.copyOf(results.keySet());
    }
    String line = HistoryCsv.line(fit.epoch(), names, results);
    try {
      Files.writeString(
          file,
          first ? HistoryCsv.header(names) + line : line,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
