package dev.lanewise.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Findings of one kind, for people and for JSON.
 *
 * @param title what they are about
 * @param columns names of the columns
 * @param rows cells: texts, whole numbers, other numbers
 * @param notes lines below the table
 */
record Table(String title, List<String> columns, List<List<Object>> rows, List<String> notes) {
  /** An empty table. */
  static Table of(String title, String... columns) {
    return new Table(title, List.of(columns), new ArrayList<>(), new ArrayList<>());
  }

  void add(Object... cells) {
    rows.add(List.of(cells));
  }

  /** The heading lines of a Markdown table. */
  String head() {
    return line(columns.stream().map(c -> (Object) c).toList())
        + "\n|"
        + "---|".repeat(columns.size());
  }

  /** A row of a Markdown table. */
  static String line(List<Object> cells) {
    StringBuilder b = new StringBuilder("|");
    for (Object cell : cells) {
      b.append(' ').append(text(cell).replace("|", "\\|")).append(" |");
    }
    return b.toString();
  }

  private static String text(Object cell) {
    if (!(cell instanceof Double d)) {
      return cell.toString();
    }
    if (d.isNaN()) {
      return "–";
    }
    double size = Math.abs(d);
    if (size != 0 && size < 1e-3) {
      return String.format(Locale.ROOT, "%.2e", d);
    }
    return String.format(Locale.ROOT, size < 20 ? "%.2f" : "%.1f", d);
  }

  /** The table with title and notes as Markdown. */
  String markdown() {
    StringBuilder b = new StringBuilder("## " + title + "\n\n").append(head()).append('\n');
    rows.forEach(row -> b.append(line(row)).append('\n'));
    if (!notes.isEmpty()) {
      b.append('\n');
      notes.forEach(note -> b.append("- ").append(note).append('\n'));
    }
    return b.toString();
  }
}
