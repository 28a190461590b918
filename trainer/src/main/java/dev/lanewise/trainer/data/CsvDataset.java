package dev.lanewise.trainer.data;

import dev.lanewise.error.InvalidInputException;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.trainer.Dataset;
import java.util.ArrayList;
import java.util.List;

/**
 * Tables as data sets. All columns but that of the label are features, FLOAT {@code [features]}: a
 * column of numbers is one, a column of texts is one for each different text, in alphabetical
 * order, of which one is 1 and the others are 0.
 */
public final class CsvDataset {
  private CsvDataset() {}

  /**
   * Labels are classes by number, INT64: the place of the text among {@link CsvTable#categories}.
   */
  public static Dataset classes(CsvTable table, String label) {
    List<String> categories = table.categories(label);
    long[] classes =
        table.texts(label).stream().mapToLong(text -> categories.indexOf(text)).toArray();
    return Dataset.of(features(table, label), Tensor.of(Shape.of(classes.length), classes));
  }

  /** Labels are numbers, FLOAT {@code [1]}. */
  public static Dataset numbers(CsvTable table, String label) {
    float[] numbers = table.numbers(label);
    return Dataset.of(features(table, label), Tensor.of(Shape.of(numbers.length, 1), numbers));
  }

  /**
   * Labels are FLOAT {@code [1]}: 1 where a text stands in the column, 0 elsewhere.
   *
   * @throws InvalidInputException if it stands nowhere
   */
  public static Dataset binary(CsvTable table, String label, String positive) {
    List<String> texts = table.texts(label);
    if (!texts.contains(positive)) {
      throw new InvalidInputException(
          "'" + positive + "' does not stand in column '" + label + "' of the table");
    }
    float[] labels = new float[texts.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = texts.get(i).equals(positive) ? 1 : 0;
    }
    return Dataset.of(features(table, label), Tensor.of(Shape.of(labels.length, 1), labels));
  }

  private static Tensor features(CsvTable table, String label) {
    List<float[]> columns = new ArrayList<>();
    for (String name : table.names()) {
      if (name.equals(label)) {
        continue;
      }
      if (table.isNumeric(name)) {
        columns.add(table.numbers(name));
      } else {
        marks(table, name, columns);
      }
    }
    if (columns.isEmpty()) {
      throw new InvalidInputException("the table has no column but the label '" + label + "'");
    }
    int width = columns.size();
    float[] x = new float[table.size() * width];
    for (int i = 0; i < x.length; i++) {
      x[i] = columns.get(i % width)[i / width];
    }
    return Tensor.of(Shape.of(table.size(), width), x);
  }

  private static void marks(CsvTable table, String name, List<float[]> columns) {
    List<String> texts = table.texts(name);
    for (String category : table.categories(name)) {
      float[] marks = new float[texts.size()];
      for (int i = 0; i < marks.length; i++) {
        marks[i] = texts.get(i).equals(category) ? 1 : 0;
      }
      columns.add(marks);
    }
  }
}
