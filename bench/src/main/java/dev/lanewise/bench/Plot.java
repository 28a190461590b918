package dev.lanewise.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Draws ratios as bars on a logarithmic axis; bars to the right of 1 are ours. */
final class Plot {
  private static final int LEFT = 260;
  private static final int WIDTH = 560;
  private static final int RIGHT = 60;
  private static final int TOP = 50;
  private static final int BAR = 12;
  private static final int GAP = 8;
  private static final double[] TICKS = {0.1, 0.25, 0.5, 1, 2, 4, 8, 16, 32, 64, 128};
  private static final String[] COLOURS = {"#4a7fb5", "#e08e45", "#6aa56a", "#a56a9c"};

  private Plot() {}

  static void write(Path file, List<Story.Ratio> ratios) throws IOException {
    Files.writeString(file, svg(ratios), StandardCharsets.UTF_8);
  }

  static String svg(List<Story.Ratio> ratios) {
    double low = Math.min(0.5, ratios.stream().mapToDouble(Story.Ratio::ratio).min().orElse(1));
    double high = Math.max(2, ratios.stream().mapToDouble(Story.Ratio::ratio).max().orElse(1));
    List<String> models = ratios.stream().map(Story.Ratio::model).distinct().toList();
    List<String> series = ratios.stream().map(Plot::series).distinct().toList();
    int height = TOP + ratios.size() * BAR + models.size() * GAP + 20;
    StringBuilder b = new StringBuilder();
    b.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns='http://www.w3.org/2000/svg' width='%d' height='%d'"
                + " font-family='sans-serif' font-size='11'>%n"
                + "<rect width='100%%' height='100%%' fill='white'/>%n",
            LEFT + WIDTH + RIGHT,
            height));
    for (int i = 0; i < series.size(); i++) {
      int x = LEFT + i * 170;
      b.append(
          String.format(
              Locale.ROOT,
              "<rect x='%d' y='8' width='10' height='10' fill='%s'/><text x='%d' y='17'>%s</text>%n",
              x,
              COLOURS[i % COLOURS.length],
              x + 14,
              escape(series.get(i))));
    }
    for (double tick : TICKS) {
      if (tick >= low && tick <= high) {
        double x = x(tick, low, high);
        b.append(
            String.format(
                Locale.ROOT,
                "<line x1='%.1f' x2='%.1f' y1='%d' y2='%d' stroke='%s'/>"
                    + "<text x='%.1f' y='%d' text-anchor='middle'>%s</text>%n",
                x,
                x,
                TOP - 8,
                height - 12,
                tick == 1 ? "#333" : "#ddd",
                x,
                TOP - 12,
                tick == Math.rint(tick) ? String.valueOf((int) tick) : String.valueOf(tick)));
      }
    }
    int y = TOP;
    for (String model : models) {
      List<Story.Ratio> bars = ratios.stream().filter(r -> r.model().equals(model)).toList();
      b.append(
          String.format(
              Locale.ROOT,
              "<text x='%d' y='%d' text-anchor='end'>%s</text>%n",
              LEFT - 8,
              y + bars.size() * BAR / 2 + 4,
              escape(model)));
      for (Story.Ratio bar : bars) {
        bar(b, bar, y, low, high, COLOURS[series.indexOf(series(bar)) % COLOURS.length]);
        y += BAR;
      }
      y += GAP;
    }
    return b.append("</svg>\n").toString();
  }

  private static void bar(
      StringBuilder b, Story.Ratio bar, int y, double low, double high, String colour) {
    double one = x(1, low, high);
    double end = x(bar.ratio(), low, high);
    b.append(
        String.format(
            Locale.ROOT,
            "<rect x='%.1f' y='%d' width='%.1f' height='%d' fill='%s'/>"
                + "<text x='%.1f' y='%d' font-size='9'>%.2f</text>%n",
            Math.min(one, end),
            y,
            Math.abs(end - one),
            BAR - 2,
            colour,
            Math.max(one, end) + 3,
            y + BAR - 3,
            bar.ratio()));
  }

  private static String series(Story.Ratio r) {
    return r.peer() + ", " + r.threads() + (r.threads() == 1 ? " thread" : " threads");
  }

  private static double x(double ratio, double low, double high) {
    return LEFT + WIDTH * Math.log(ratio / low) / Math.log(high / low);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
