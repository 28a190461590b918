package dev.lanewise.trainer.callback;

import dev.lanewise.trainer.Callback;
import dev.lanewise.trainer.Fit;
import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Shows how far an epoch is, on a line that is written over: a bar, steps, loss and metrics so far,
 * and the time that is left of the epoch; afterwards its results and the time it took.
 */
public final class ProgressBar implements Callback {
  private static final int CELLS = 24;
  private static final long REFRESH_NANOS = 100_000_000;

  private final PrintWriter out;
  private final LongSupplier clock;
  private long began;
  private long shown;
  private int firstStep;
  private int width;

  /** On a writer, whatever it is. */
  public ProgressBar(PrintWriter out) {
    this(out, System::nanoTime);
  }

  ProgressBar(PrintWriter out, LongSupplier clock) {
    this.out = out;
    this.clock = clock;
  }

  /** On the terminal; silent if the JVM has none. */
  public static Callback onTerminal() {
    Console console = System.console();
    return console == null ? new Callback() {} : new ProgressBar(console.writer());
  }

  @Override
  public void epochBegan(Fit fit) {
    began = clock.getAsLong();
    shown = began - REFRESH_NANOS;
    firstStep = fit.step();
    width = 0;
  }

  @Override
  public void stepEnded(Fit fit) {
    long now = clock.getAsLong();
    if (now - shown < REFRESH_NANOS) {
      return;
    }
    shown = now;
    int steps = fit.steps();
    int done = (int) ((long) CELLS * fit.step() / steps);
    double perStep = (now - began) / 1e9 / Math.max(1, fit.step() - firstStep);
    show(
        head(fit.epoch() + 1, fit)
            + " ["
            + "=".repeat(done)
            + " ".repeat(CELLS - done)
            + "] "
            + fit.step()
            + "/"
            + steps
            + text(fit.results())
            + ", "
            + time(perStep * (steps - fit.step()))
            + " left");
  }

  @Override
  public void epochEnded(Fit fit, Map<String, Double> results) {
    double seconds = (clock.getAsLong() - began) / 1e9;
    show(head(fit.epoch(), fit) + text(results) + ", " + time(seconds));
    out.println();
    out.flush();
  }

  private static String head(int epoch, Fit fit) {
    return "epoch " + epoch + "/" + fit.options().epochs();
  }

  private static String text(Map<String, Double> results) {
    StringBuilder text = new StringBuilder();
    results.forEach(
        (name, value) -> text.append(String.format(Locale.ROOT, ", %s %.4f", name, value)));
    return text.toString();
  }

  /** Seconds for people. */
  static String time(double seconds) {
    if (seconds < 60) {
      return String.format(Locale.ROOT, seconds < 9.95 ? "%.1f s" : "%.0f s", seconds);
    }
    long whole = Math.round(seconds);
    return whole < 3600
        ? String.format(Locale.ROOT, "%d:%02d min", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d:%02d h", whole / 3600, whole / 60 % 60);
  }

  /** Writes over the line, and with blanks over what would remain of a longer one. */
  private void show(String line) {
    out.print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
    out.flush();
    width = line.length();
  }
}
