package dev.lanewise.cli;

import dev.lanewise.trainer.Callback;
import dev.lanewise.trainer.Fit;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;

/** Prints what an epoch came to, in one line; of many epochs about fifty lines. */
final class EpochLines implements Callback {
  private static final int LINES = 50;

  private final PrintWriter out;
  private long start = System.nanoTime();

  EpochLines(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void epochEnded(Fit fit, Map<String, Double> results) {
    int all = fit.options().epochs();
    int every = (all + LINES - 1) / LINES;
    if (fit.epoch() % every != 0 && fit.epoch() != all) {
      return;
    }
    long now = System.nanoTime();
    StringBuilder line = new StringBuilder();
    results.forEach(
        (name, value) -> line.append(String.format(Locale.ROOT, ", %s %.4f", name, value)));
    out.printf(
        Locale.ROOT,
        "epoch %d/%d: %s, %.1f s%n",
        fit.epoch(),
        all,
        line.substring(2),
        (now - start) / 1e9);
    out.flush();
    start = now;
  }
}
