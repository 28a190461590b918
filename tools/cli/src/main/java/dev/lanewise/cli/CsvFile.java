package dev.lanewise.cli;

import dev.lanewise.error.InvalidInputException;
import dev.lanewise.tensor.Shape;
import dev.lanewise.trainer.data.CsvDataset;
import dev.lanewise.trainer.data.CsvTable;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A table of which all columns but one are features.
 *
 * @param file comma-separated values
 * @param header whether the first row holds the names; if not they are 1, 2, 3, …
 * @param label name of the column with the labels, null for the last one
 * @param positive the text that is label 1, all others being label 0; null if labels are numbers or
 *     classes, as the column begins with a number or not
 */
record CsvFile(Path file, boolean header, @Nullable String label, @Nullable String positive)
    implements DataSource {
  static CsvFile of(Path file, NamedValues settings) {
    String header = settings.text("header").orElse("yes");
    if (!header.equals("yes") && !header.equals("no")) {
      throw new InvalidInputException("--data csv: header=" + header + " must be yes or no");
    }
    return new CsvFile(
        file,
        header.equals("yes"),
        settings.text("label").orElse(null),
        settings.text("positive").orElse(null));
  }

  @Override
  public TrainingData read(Shape sample) {
    CsvTable table = header ? CsvTable.read(file) : CsvTable.readWithoutHeader(file);
    String column = label;
    if (column == null) {
      column = table.names().get(table.names().size() - 1);
    }
    String one = positive;
    if (one != null) {
      return new TrainingData(CsvDataset.binary(table, column, one), null);
    }
    return new TrainingData(
        table.isNumeric(column)
            ? CsvDataset.numbers(table, column)
            : CsvDataset.classes(table, column),
        null);
  }
}
