package dev.lanewise.layers;

import dev.lanewise.tensor.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The table of a model's layers. */
final class Summary {
  private Summary() {}

  static String of(Network model, Emitter e) {
    List<String[]> rows = new ArrayList<>();
    rows.add(new String[] {"Layer (type)", "Output shape", "Param #", "Connected to"});
    Set<List<String>> seen = new HashSet<>();
    java.util.Map<Object, String> producers = new java.util.IdentityHashMap<>();
    for (Emitter.Built built : e.built()) {
      if (built.path().size() != 1) {
        continue;
      }
      boolean first = seen.add(built.path());
      long parameters = first ? parameters(e.variables(), built.path().get(0)) : 0;
      rows.add(
          new String[] {
            built.layer().name() + " (" + built.layer().className() + ")",
            shapes(built.outputs()),
            String.format(Locale.ROOT, "%,d", parameters),
            connections(built, producers)
          });
      built.outputs().forEach(flow -> producers.put(flow.value(), built.layer().name()));
    }
    return table(model.name(), rows) + totals(e.variables());
  }

  private static long parameters(List<Variable> variables, String layer) {
    return variables.stream()
        .filter(v -> v.path().get(0).equals(layer))
        .mapToLong(v -> v.shape().size())
        .sum();
  }

  private static String shapes(List<Flow> outputs) {
    List<String> texts = new ArrayList<>();
    for (Flow flow : outputs) {
      Shape shape = flow.shape();
      List<String> dims = new ArrayList<>();
      for (int i = 0; i < shape.rank(); i++) {
        dims.add(shape.dim(i) == Shape.UNKNOWN ? "None" : Integer.toString(shape.dim(i)));
      }
      texts.add("(" + String.join(", ", dims) + ")");
    }
    return String.join(", ", texts);
  }

  private static String connections(Emitter.Built built, java.util.Map<Object, String> producers) {
    List<String> names = new ArrayList<>();
    for (Flow flow : built.inputs()) {
      String name = producers.get(flow.value());
      if (name != null) {
        names.add(name);
      }
    }
    return String.join(", ", names);
  }

  private static String table(String name, List<String[]> rows) {
    int columns = rows.get(0).length;
    int[] widths = new int[columns];
    for (String[] row : rows) {
      for (int c = 0; c < columns; c++) {
        widths[c] = Math.max(widths[c], row[c].length());
      }
    }
    StringBuilder text = new StringBuilder("Model: \"" + name + "\"\n");
    for (int r = 0; r < rows.size(); r++) {
      StringBuilder line = new StringBuilder();
      for (int c = 0; c < columns; c++) {
        String cell = rows.get(r)[c];
        String blank = " ".repeat(widths[c] - cell.length());
        line.append(c == 2 ? blank + cell : cell + blank).append("  ");
      }
      text.append(line.toString().stripTrailing()).append('\n');
      if (r == 0) {
        for (int width : widths) {
          text.append("─".repeat(width)).append("  ");
        }
        text.setLength(text.length() - 2);
        text.append('\n');
      }
    }
    return text.toString();
  }

  private static String totals(List<Variable> variables) {
    long all = 0;
    long trainable = 0;
    for (Variable v : variables) {
      all += v.shape().size();
      trainable += v.trainable() ? v.shape().size() : 0;
    }
    return String.format(
        Locale.ROOT,
        "Total params: %,d%nTrainable params: %,d%nNon-trainable params: %,d%n",
        all,
        trainable,
        all - trainable);
  }
}
