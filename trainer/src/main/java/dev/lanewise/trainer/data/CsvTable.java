package dev.lanewise.trainer.data;

import dev.lanewise.error.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * A table of comma-separated values (RFC 4180): fields may stand in quotation marks, and then hold
 * commas, line ends, and quotation marks written twice. Blanks around fields do not count. Empty
 * lines are left out.
 */
public final class CsvTable {
  private final String place;
  private final List<String> names;
  private final List<List<String>> rows;

  private CsvTable(String place, List<String> names, List<List<String>> rows) {
    this.place = place;
    this.names = names;
    this.rows = rows;
    if (new HashSet<>(names).size() != names.size()) {
      throw new InvalidInputException(place + ": two columns have the same name: " + names);
    }
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).size() != names.size()) {
        throw new InvalidInputException(
            place(i) + " has " + rows.get(i).size() + " fields, not " + names.size());
      }
    }
  }

  /**
   * Reads a file in UTF-8.
   *
   * @param names of the columns if the file does not begin with them
   * @throws InvalidInputException if rows have different lengths or a quotation mark is missing
   */
  public static CsvTable read(Path file, String... names) {
    try {
      return parse(Files.readString(file), file.toString(), names);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads a file in UTF-8 of rows alone; the columns are called 1, 2, 3, …. */
  public static CsvTable readWithoutHeader(Path file) {
    try {
      String place = file.toString();
      List<List<String>> rows = new Parser(Files.readString(file), place).rows();
      if (rows.isEmpty()) {
        throw new InvalidInputException(place + " is empty");
      }
      List<String> names =
          IntStream.rangeClosed(1, rows.get(0).size()).mapToObj(Integer::toString).toList();
      return new CsvTable(place, names, rows);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads a text; the place is named in errors. */
  static CsvTable parse(String text, String place, String... names) {
    List<List<String>> rows = new Parser(text, place).rows();
    if (names.length > 0) {
      return new CsvTable(place, List.of(names), rows);
    }
    if (rows.isEmpty()) {
      throw new InvalidInputException(place + " has no header");
    }
    return new CsvTable(place, rows.get(0), rows.subList(1, rows.size()));
  }

  /** Names of the columns. */
  public List<String> names() {
    return names;
  }

  /** Number of rows, without the header. */
  public int size() {
    return rows.size();
  }

  private String place(int row) {
    return place + ", row " + (row + 1);
  }

  /** The fields of a column, from top to bottom. */
  public List<String> texts(String name) {
    int column = names.indexOf(name);
    if (column < 0) {
      throw new InvalidInputException(
          place + ": there is no column '" + name + "'; there are " + names);
    }
    return rows.stream().map(row -> row.get(column)).toList();
  }

  /** The different fields of a column in alphabetical order. */
  public List<String> categories(String name) {
    return List.copyOf(new TreeSet<>(texts(name)));
  }

  /** Whether a column begins with a number. */
  public boolean isNumeric(String name) {
    List<String> texts = texts(name);
    return texts.isEmpty() || isNumber(texts.get(0));
  }

  private static boolean isNumber(String text) {
    try {
      return !Double.isNaN(Double.parseDouble(text));
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /**
   * A column of numbers.
   *
   * @throws InvalidInputException if a field is none
   */
  public float[] numbers(String name) {
    List<String> texts = texts(name);
    float[] numbers = new float[texts.size()];
    for (int i = 0; i < numbers.length; i++) {
      if (!isNumber(texts.get(i))) {
        throw new InvalidInputException(
            place(i) + ", column '" + name + "': '" + texts.get(i) + "' is no number");
      }
      numbers[i] = Float.parseFloat(texts.get(i));
    }
    return numbers;
  }

  /** Walks over a text once. */
  private static final class Parser {
    private final String text;
    private final String place;
    private int at;

    Parser(String text, String place) {
      this.text = text;
      this.place = place;
      this.at = text.startsWith("\uFEFF") ? 1 : 0;
    }

    List<List<String>> rows() {
      List<List<String>> rows = new ArrayList<>();
      while (at < text.length()) {
        List<String> row = row();
        if (row.size() > 1 || !row.get(0).isEmpty()) {
          rows.add(row);
        }
      }
      return rows;
    }

    private List<String> row() {
      List<String> row = new ArrayList<>();
      while (true) {
        row.add(field());
        boolean more = at < text.length() && text.charAt(at) == ',';
        if (at < text.length()) {
          at++;
        }
        if (!more) {
          return row;
        }
      }
    }

    private String field() {
      int from = at;
      while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
        at++;
      }
      if (at < text.length() && text.charAt(at) == '"') {
        String quoted = quoted();
        if (!plain().isEmpty()) {
          throw new InvalidInputException(
              place + ": after the field \"" + quoted + "\" a comma or a line end is missing");
        }
        return quoted;
      }
      at = from;
      return plain();
    }

    private String plain() {
      int from = at;
      while (at < text.length() && text.charAt(at) != ',' && text.charAt(at) != '\n') {
        at++;
      }
      return text.substring(from, at).strip();
    }

    private String quoted() {
      StringBuilder field = new StringBuilder();
      for (at++; at < text.length(); at++) {
        char c = text.charAt(at);
        if (c == '"') {
          at++;
          if (at == text.length() || text.charAt(at) != '"') {
            return field.toString();
          }
        }
        field.append(c);
      }
      throw new InvalidInputException(place + ": a quotation mark is missing at the end");
    }
  }
}
