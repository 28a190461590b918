package dev.lanewise.cli;

import dev.lanewise.error.InvalidInputException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Values that a text gives as {@code name=value,name=value}; each is taken once. */
final class NamedValues {
  private final String place;
  private final Map<String, String> values = new LinkedHashMap<>();

  /**
   * Reads the text.
   *
   * @param place named in errors, such as the option
   */
  NamedValues(String place, String text) {
    this.place = place;
    for (String part : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      int equals = part.indexOf('=');
      if (equals < 1) {
        throw new InvalidInputException(place + ": '" + part + "' must be NAME=VALUE");
      }
      if (values.put(part.substring(0, equals), part.substring(equals + 1)) != null) {
        throw new InvalidInputException(place + ": '" + part + "' is given twice");
      }
    }
  }

  /** Names that have not been taken, in order. */
  Iterable<String> names() {
    return values.keySet().stream().toList();
  }

  /** A text, if it is given. */
  Optional<String> text(String name) {
    return Optional.ofNullable(values.remove(name));
  }

  /** A number, which must not be negative. */
  double number(String name, double otherwise) {
    String text = values.remove(name);
    if (text == null) {
      return otherwise;
    }
    String message = place + ": " + name + "=" + text + " must be a number that is not negative";
    double number;
    try {
      number = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new InvalidInputException(message, e);
    }
    if (!(number >= 0 && number < Double.POSITIVE_INFINITY)) {
      throw new InvalidInputException(message);
    }
    return number;
  }

  /** A whole number from 1 to a million. */
  int count(String name, int otherwise) {
    double number = number(name, otherwise);
    if (number < 1 || number > 1_000_000 || number != Math.rint(number)) {
      throw new InvalidInputException(
          place + ": " + name + " must be a whole number from 1 to a million");
    }
    return (int) number;
  }

  /** Complains about what has not been taken. */
  void requireNoMore() {
    if (!values.isEmpty()) {
      throw new InvalidInputException(place + ": there is no setting " + values.keySet());
    }
  }
}
