package dev.lanewise.trainer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Histories as pictures in SVG: a panel for each result, with the epochs from left to right, and in
 * it a line for the training data and a dashed one for the validation data.
 */
public final class HistoryCurve {
  private static final String VALIDATION = "val_";
  private static final int WIDTH = 640;
  private static final int HEIGHT = 220;
  private static final int LEFT = 70;
  private static final int RIGHT = 20;
  private static final int TOP = 30;
  private static final int BOTTOM = 30;

  private final StringBuilder svg = new StringBuilder();

  private HistoryCurve() {}

  /** The whole history; an empty one gives an empty picture. */
  public static String of(History history) {
    Map<String, List<String>> panels = new LinkedHashMap<>();
    for (Map<String, Double> epoch : history.epochs()) {
      for (String name : epoch.keySet()) {
        String base = name.startsWith(VALIDATION) ? name.substring(VALIDATION.length()) : name;
        List<String> lines = panels.computeIfAbsent(base, b -> new ArrayList<>());
        if (!lines.contains(name)) {
          lines.add(name);
        }
      }
    }
    HistoryCurve curve = new HistoryCurve();
    int height = HEIGHT * panels.size();
    curve.add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
            + " viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">\n",
        WIDTH, height, WIDTH, height);
    int top = 0;
    for (Map.Entry<String, List<String>> panel : panels.entrySet()) {
      curve.panel(history, panel.getKey(), panel.getValue(), top);
      top += HEIGHT;
    }
    return curve.add("</svg>\n").svg.toString();
  }

  private HistoryCurve add(String format, Object... arguments) {
    svg.append(String.format(Locale.ROOT, format, arguments));
    return this;
  }

  private void panel(History history, String title, List<String> names, int top) {
    double[] all =
        names.stream()
            .flatMapToDouble(name -> Arrays.stream(history.values(name)))
            .filter(Double::isFinite)
            .toArray();
    double low = Arrays.stream(all).min().orElse(0);
    double high = Arrays.stream(all).max().orElse(1);
    if (low == high) {
      low -= 0.5;
      high += 0.5;
    }
    int bottom = top + HEIGHT - BOTTOM;
    add("<text x=\"%d\" y=\"%d\">%s</text>\n", LEFT, top + TOP - 10, escaped(title));
    add(
        "<path d=\"M%d %dV%dH%d\" fill=\"none\" stroke=\"#888\"/>\n",
        LEFT, top + TOP, bottom, WIDTH - RIGHT);
    label(LEFT - 6, top + TOP + 4, String.format(Locale.ROOT, "%.4g", high));
    label(LEFT - 6, bottom + 4, String.format(Locale.ROOT, "%.4g", low));
    label(WIDTH - RIGHT, bottom + 18, "epoch " + history.epochs().size());
    for (String name : names) {
      line(name, history.values(name), low, high, top);
    }
  }

  private void label(int x, int y, String text) {
    add("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>\n", x, y, text);
  }

  private void line(String name, double[] values, double low, double high, int top) {
    double step = (double) (WIDTH - LEFT - RIGHT) / Math.max(1, values.length - 1);
    StringBuilder path = new StringBuilder();
    boolean pen = false;
    for (int i = 0; i < values.length; i++) {
      boolean known = Double.isFinite(values[i]);
      if (known) {
        double share = (values[i] - low) / (high - low);
        double y = top + TOP + (HEIGHT - TOP - BOTTOM) * (1 - share);
        String at = String.format(Locale.ROOT, "%.2f %.2f", LEFT + step * i, y);
        path.append(pen ? "L" : "M").append(at);
      }
      pen = known;
    }
    boolean dashed = name.startsWith(VALIDATION);
    add(
        "<path d=\"%s\" fill=\"none\" stroke=\"%s\"%s><title>%s</title></path>\n",
        path, dashed ? "#c33" : "#36c", dashed ? " stroke-dasharray=\"6 3\"" : "", escaped(name));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
