package dev.lanewise.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Writes the times of steps as a page that needs nothing else. */
final class ProfileHtml {
  private static final String STYLE =
      "body{font:14px sans-serif;margin:2em}table{border-collapse:collapse}"
          + "td,th{padding:2px 8px;text-align:right;border-bottom:1px solid #ddd}"
          + "td.t,th.t{text-align:left}td.b{width:220px}"
          + ".bar{background:#4a7fb5;height:12px;min-width:1px}";
  private static final String HEAD =
      "<tr><th>µs<th>share<th class=t><th>GFLOP/s<th>of peak<th>MB<th>GB/s"
          + "<th class=t>node<th class=t>operator<th class=t>kernel<th class=t>output</tr>\n";

  private ProfileHtml() {}

  static void write(
      Path file, Path model, String kernels, StepTimes times, MachineLimits limits, double run)
      throws IOException {
    StringBuilder b = new StringBuilder();
    b.append("<!DOCTYPE html><meta charset=utf-8><title>").append(escape(model.toString()));
    b.append("</title><style>").append(STYLE).append("</style>\n<h1>");
    b.append(escape(model.toString())).append("</h1>\n<p>");
    b.append(
        String.format(
            Locale.ROOT,
            "%s. One run takes %.1f µs, the sum of the steps is %.1f µs. Measured limits: %.1f"
                + " GFLOP/s, %.1f GB/s.",
            escape(kernels),
            run,
            times.micros(),
            limits.gigaflops(),
            limits.gigabytes()));
    b.append("</p>\n<h2>Operators</h2>\n<table>\n").append(HEAD);
    for (StepTimes.Row row : times.byOperator()) {
      row(b, row, times.micros(), limits, "", "", "");
    }
    b.append("</table>\n<h2>Steps</h2>\n<table>\n").append(HEAD);
    for (StepTimes.Row row : times.rows()) {
      row(
          b,
          row,
          times.micros(),
          limits,
          row.step().node(),
          row.step().kernel(),
          row.step().output());
    }
    b.append("</table>\n");
    Files.writeString(file, b, StandardCharsets.UTF_8);
  }

  private static void row(
      StringBuilder b,
      StepTimes.Row row,
      double total,
      MachineLimits limits,
      String node,
      String kernel,
      String output) {
    double share = row.micros() / total;
    b.append(
        String.format(
            Locale.ROOT,
            "<tr><td>%.1f<td>%.1f%%<td class=b><div class=bar style='width:%.1f%%'></div>",
            row.micros(),
            100 * share,
            100 * share));
    b.append(
        row.multiplyAdds() == 0
            ? "<td><td>"
            : String.format(
                Locale.ROOT,
                "<td>%.1f<td>%.0f%%",
                row.gigaflops(),
                100 * row.gigaflops() / limits.gigaflops()));
    b.append(String.format(Locale.ROOT, "<td>%.3f<td>%.1f", row.bytes() / 1e6, row.gigabytes()));
    for (String text : new String[] {node, row.step().operator(), kernel, output}) {
      b.append("<td class=t>").append(escape(text));
    }
    b.append("</tr>\n");
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
