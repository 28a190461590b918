package dev.lanewise.trainer;

import dev.lanewise.error.ModelFormatException;
import dev.lanewise.error.UnsupportedModelException;
import dev.lanewise.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * A penalty for large values: {@code l1 · Σ|x| + l2 · Σx²}.
 *
 * @param l1 factor of the sum of magnitudes
 * @param l2 factor of the sum of squares
 */
public record Regularizer(double l1, double l2) {
  /** Keras' default factor. */
  private static final double DEFAULT = 0.01;

  /** A penalty on magnitudes. */
  public static Regularizer l1(double factor) {
    return new Regularizer(factor, 0);
  }

  /** A penalty on squares. */
  public static Regularizer l2(double factor) {
    return new Regularizer(0, factor);
  }

  /**
   * Reads a name or an object with class_name and config, as Keras writes them.
   *
   * @param place what has it, for messages
   * @throws ModelFormatException if a factor is no number
   */
  static Regularizer read(JsonNode json, String place) {
    try {
      return read(json.path("config"), json, place);
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(place + ": regularizer: " + e.getMessage(), e);
    }
  }

  private static Regularizer read(JsonNode c, JsonNode json, String place) {
    String name = json.isString() ? json.stringValue() : json.path("class_name").asString("");
    return switch (name.toLowerCase(Locale.ROOT).replace("_", "")) {
      case "l1" -> l1(Settings.number(c, "l1", DEFAULT));
      case "l2" -> l2(Settings.number(c, "l2", DEFAULT));
      case "l1l2" -> new Regularizer(Settings.number(c, "l1", 0), Settings.number(c, "l2", 0));
      default ->
          throw new UnsupportedModelException(
              place + ": the regularizer '" + name + "' is not among L1, L2 and L1L2");
    };
  }

  /** The penalty of a value, one number. */
  Value of(Tape tape, Value x) {
    List<Value> terms = new ArrayList<>();
    if (l1 != 0) {
      terms.add(tape.mul(tape.sum(tape.abs(x)), tape.number(l1, x)));
    }
    if (l2 != 0) {
      terms.add(tape.mul(tape.sum(tape.square(x)), tape.number(l2, x)));
    }
    Value total = tape.number(0, x);
    for (Value term : terms) {
      total = tape.add(total, term);
    }
    return total;
  }
}
