package dev.lanewise.loader.format;

import dev.lanewise.error.ModelFormatException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parses JSON (RFC 8259) strictly: objects as {@code Map}, arrays as {@code List}, strings, numbers
 * as {@code Long} where they are written without fraction and exponent and fit, else {@code
 * Double}, {@code Boolean}, and null. Names of an object must differ.
 */
final class JsonReader {
  /** Nesting of objects and arrays. */
  static final int MAX_DEPTH = 400;

  /** Values of one text. */
  static final int MAX_VALUES = 2_000_000;

  private static final int MAX_NUMBER = 400;

  private final String text;
  private final String what;
  private int at;
  private int values;

  private JsonReader(String text, String what) {
    this.text = text;
    this.what = what;
  }

  /**
   * Parses a text.
   *
   * @param what the text, for messages
   * @throws ModelFormatException if it is no JSON, is nested too deeply or has too many values
   */
  static JsonValue read(String text, String what) {
    JsonReader reader = new JsonReader(text, what);
    Object value = reader.value(0);
    reader.space();
    if (reader.at < text.length()) {
      throw reader.fail("text goes on after the value");
    }
    return new JsonValue(value, null, what);
  }

  private @Nullable Object value(int depth) {
    if (depth > MAX_DEPTH) {
      throw fail("values are nested deeper than " + MAX_DEPTH + " levels, which is the limit");
    }
    if (++values > MAX_VALUES) {
      throw fail("there are more than " + MAX_VALUES + " values, which is the limit");
    }
    space();
    char c = peek();
    switch (c) {
      case '{':
        return object(depth);
      case '[':
        return array(depth);
      case '"':
        return string();
      case 't':
        return literal("true", Boolean.TRUE);
      case 'f':
        return literal("false", Boolean.FALSE);
      case 'n':
        return literal("null", null);
      default:
        return number();
    }
  }

  private Map<String, @Nullable Object> object(int depth) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    at++;
    space();
    if (peek() == '}') {
      at++;
      return object;
    }
    while (true) {
      space();
      int start = at;
      String name = string();
      if (object.containsKey(name)) {
        at = start;
        throw fail("an object has the name '" + name + "' twice");
      }
      space();
      expect(':');
      object.put(name, value(depth + 1));
      space();
      if (peek() == '}') {
        at++;
        return object;
      }
      expect(',');
    }
  }

  private List<@Nullable Object> array(int depth) {
    List<@Nullable Object> array = new ArrayList<>();
    at++;
    space();
    if (peek() == ']') {
      at++;
      return array;
    }
    while (true) {
      array.add(value(depth + 1));
      space();
      if (peek() == ']') {
        at++;
        return array;
      }
      expect(',');
    }
  }

  private String string() {
    expect('"');
    int start = at;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '"') {
        return text.substring(start, at++);
      }
      if (c == '\\') {
        return escaped(start);
      }
      plain(c);
      at++;
    }
    throw fail("the text ends inside of a string");
  }

  private String escaped(int start) {
    StringBuilder b = new StringBuilder();
    b.append(text, start, at);
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return b.toString();
      }
      if (c == '\\') {
        b.append(escape());
      } else {
        at--;
        plain(c);
        at++;
        b.append(c);
      }
    }
    throw fail("the text ends inside of a string");
  }

  private void plain(char c) {
    if (c < ' ') {
      throw fail("a string has a control character");
    }
  }

  private char escape() {
    char c = peek();
    at++;
    switch (c) {
      case '"':
      case '\\':
      case '/':
        return c;
      case 'b':
        return '\b';
      case 'f':
        return '\f';
      case 'n':
        return '\n';
      case 'r':
        return '\r';
      case 't':
        return '\t';
      case 'u':
        return unicode();
      default:
        at--;
        throw fail("a string has an unknown escape");
    }
  }

  private char unicode() {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(peek(), 16);
      if (digit < 0 || peek() > 'f') {
        throw fail("a string has an unknown escape");
      }
      code = code << 4 | digit;
      at++;
    }
    return (char) code;
  }

  private @Nullable Object literal(String word, @Nullable Object value) {
    if (!text.startsWith(word, at)) {
      throw fail("this is no value");
    }
    at += word.length();
    return value;
  }

  private Object number() {
    int start = at;
    if (peek() == '-') {
      at++;
    }
    if (peek() == '0') {
      at++;
    } else {
      digits();
    }
    boolean whole = true;
    if (at < text.length() && text.charAt(at) == '.') {
      at++;
      digits();
      whole = false;
    }
    if (at < text.length() && (text.charAt(at) | ' ') == 'e') {
      at++;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      digits();
      whole = false;
    }
    String number = text.substring(start, at);
    if (number.length() > MAX_NUMBER) {
      throw fail("a number has more than " + MAX_NUMBER + " characters");
    }
    // A long has at most 19 digits, and "-0" is a number of its own.
    if (whole && number.length() <= 20 && !number.equals("-0")) {
      try {
        return Long.parseLong(number);
      } catch (NumberFormatException e) {
        return Double.parseDouble(number);
      }
    }
    return Double.parseDouble(number);
  }

  private void digits() {
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (at == start) {
      throw fail("this is no value");
    }
  }

  private void space() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
        return;
      }
      at++;
    }
  }

  private char peek() {
    if (at >= text.length()) {
      throw fail("the text ends too early");
    }
    return text.charAt(at);
  }

  private void expect(char c) {
    if (peek() != c) {
      throw fail("'" + c + "' is expected");
    }
    at++;
  }

  private ModelFormatException fail(String message) {
    return new ModelFormatException(
        what + " is no valid JSON: at character " + at + ": " + message);
  }
}
