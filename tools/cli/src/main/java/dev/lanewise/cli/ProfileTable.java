package dev.lanewise.cli;

import java.io.PrintWriter;
import java.util.Locale;

/** Prints the times of steps as a table. */
final class ProfileTable {
  private static final String HEAD = "%9s %6s %9s %6s %9s %7s  %-28s %-18s %-48s %s%n";
  private static final String ROW = "%9.1f %5.1f%% %9s %6s %9.3f %7.1f  %-28s %-18s %-48s %s%n";

  private ProfileTable() {}

  /**
   * Prints the steps, sums per operator, and the total.
   *
   * @param run median microseconds of a run that is not measured step by step
   */
  static void print(PrintWriter out, StepTimes times, MachineLimits limits, double run) {
    double total = times.micros();
    head(out, "node");
    for (StepTimes.Row row : times.rows()) {
      row(out, row, total, limits, row.step().node(), row.step().kernel(), row.step().output());
    }
    out.println();
    head(out, "all of an operator");
    long multiplyAdds = 0;
    for (StepTimes.Row row : times.byOperator()) {
      row(out, row, total, limits, "", "", "");
      multiplyAdds += row.multiplyAdds();
    }
    out.printf(
        Locale.ROOT,
        "%nrun %.1f us, %.1f GFLOP/s (%.0f%% of the peak); sum of %d steps %.1f us%n",
        run,
        2 * multiplyAdds / run / 1e3,
        100 * 2 * multiplyAdds / run / 1e3 / limits.gigaflops(),
        times.rows().size(),
        total);
  }

  private static void head(PrintWriter out, String first) {
    out.printf(
        HEAD, "us", "time", "GFLOP/s", "peak", "MB", "GB/s", first, "operator", "kernel", "output");
  }

  private static void row(
      PrintWriter out,
      StepTimes.Row row,
      double total,
      MachineLimits limits,
      String node,
      String kernel,
      String output) {
    boolean counted = row.multiplyAdds() > 0;
    out.printf(
        Locale.ROOT,
        ROW,
        row.micros(),
        100 * row.micros() / total,
        counted ? String.format(Locale.ROOT, "%.1f", row.gigaflops()) : "",
        counted
            ? String.format(Locale.ROOT, "%.0f%%", 100 * row.gigaflops() / limits.gigaflops())
            : "",
        row.bytes() / 1e6,
        row.gigabytes(),
        ending(node, 28),
        row.step().operator(),
        beginning(kernel, 48),
        output);
  }

  private static String ending(String text, int length) {
    return text.length() <= length ? text : "…" + text.substring(text.length() - length + 1);
  }

  private static String beginning(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length - 1) + "…";
  }
}
