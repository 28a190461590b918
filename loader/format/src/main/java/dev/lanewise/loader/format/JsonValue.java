package dev.lanewise.loader.format;

import dev.lanewise.error.ModelFormatException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value of a JSON text and its place in it. All methods throw {@link ModelFormatException} with
 * the place if the value is of another kind than they ask for.
 */
final class JsonValue {
  private static final int MAX_PLACE = 400;

  private final @Nullable Object value;
  private final @Nullable JsonValue around;
  private final String step;

  /**
   * A value.
   *
   * @param around what it is in, null for a whole text
   * @param step how one gets from there to the value, as in {@code .name} or {@code [3]}
   */
  JsonValue(@Nullable Object value, @Nullable JsonValue around, String step) {
    this.value = value;
    this.around = around;
    this.step = step;
  }

  /** Where the value is, as in {@code graph.nodes[3].op}; a long way is cut in the middle. */
  String place() {
    String whole = way();
    return whole.length() <= MAX_PLACE
        ? whole
        : whole.substring(0, MAX_PLACE / 2) + "…" + whole.substring(whole.length() - MAX_PLACE / 2);
  }

  private String way() {
    return around == null ? step : around.way() + step;
  }

  boolean isNull() {
    return value == null;
  }

  boolean isText() {
    return value instanceof String;
  }

  boolean isArray() {
    return value instanceof List;
  }

  String text() {
    if (value instanceof String text) {
      return text;
    }
    throw wrong("a string");
  }

  long integer() {
    if (value instanceof Long number) {
      return number;
    }
    throw wrong("a whole number");
  }

  /** A whole number from 0 on that fits 32 bits. */
  int size() {
    long number = integer();
    if (number < 0 || number > Integer.MAX_VALUE) {
      throw fail("is " + number + ", but must be from 0 to 2147483647");
    }
    return (int) number;
  }

  /** A number, or one of the strings NaN, Infinity and -Infinity. */
  double number() {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    if (value instanceof String text) {
      switch (text) {
        case "NaN":
          return Double.NaN;
        case "Infinity":
          return Double.POSITIVE_INFINITY;
        case "-Infinity":
          return Double.NEGATIVE_INFINITY;
        default:
          break;
      }
    }
    throw wrong("a number");
  }

  /** The elements of an array. */
  List<JsonValue> elements() {
    if (!(value instanceof List<?> list)) {
      throw wrong("an array");
    }
    List<JsonValue> elements = new ArrayList<>(list.size());
    for (Object element : list) {
      elements.add(new JsonValue(element, this, "[" + elements.size() + "]"));
    }
    return elements;
  }

  /** The whole numbers of an array. */
  long[] integers() {
    List<JsonValue> elements = elements();
    long[] integers = new long[elements.size()];
    for (int i = 0; i < integers.length; i++) {
      integers[i] = elements.get(i).integer();
    }
    return integers;
  }

  /** The numbers of an array. */
  float[] floats() {
    List<JsonValue> elements = elements();
    float[] floats = new float[elements.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) elements.get(i).number();
    }
    return floats;
  }

  /** The strings of an array. */
  List<String> texts() {
    List<String> texts = new ArrayList<>();
    for (JsonValue element : elements()) {
      texts.add(element.text());
    }
    return texts;
  }

  /** The members of an object in their order. */
  Map<String, JsonValue> members() {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    for (Map.Entry<?, ?> member : map().entrySet()) {
      String name = (String) member.getKey();
      members.put(name, new JsonValue(member.getValue(), this, "." + name));
    }
    return members;
  }

  /** A member of an object, null if there is none. */
  @Nullable JsonValue find(String name) {
    Map<?, ?> map = map();
    return map.containsKey(name) ? new JsonValue(map.get(name), this, "." + name) : null;
  }

  /** A member of an object. */
  JsonValue get(String name) {
    JsonValue member = find(name);
    if (member == null) {
      throw fail("has no '" + name + "'");
    }
    return member;
  }

  private Map<?, ?> map() {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw wrong("an object");
  }

  private ModelFormatException wrong(String wanted) {
    return fail("must be " + wanted);
  }

  /** An error at this place. */
  ModelFormatException fail(String message) {
    return new ModelFormatException(place() + " " + message);
  }
}
