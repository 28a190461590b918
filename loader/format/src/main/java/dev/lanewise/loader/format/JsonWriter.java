package dev.lanewise.loader.format;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON texts of maps, lists, strings, numbers, truth values and null. */
final class JsonWriter {
  private JsonWriter() {}

  /** The text of a value, without spaces. */
  static String write(@Nullable Object value) {
    StringBuilder b = new StringBuilder();
    append(b, value);
    return b.toString();
  }

  /** What stands for a floating-point number: JSON has none that are not finite. */
  static Object number(double value) {
    return Double.isNaN(value) || Double.isInfinite(value) ? Double.toString(value) : value;
  }

  private static void append(StringBuilder b, @Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      b.append('{');
      for (Iterator<? extends Map.Entry<?, ?>> i = map.entrySet().iterator(); i.hasNext(); ) {
        Map.Entry<?, ?> member = i.next();
        quote(b, (String) member.getKey());
        b.append(':');
        append(b, member.getValue());
        b.append(i.hasNext() ? "," : "");
      }
      b.append('}');
    } else if (value instanceof List<?> list) {
      b.append('[');
      for (int i = 0; i < list.size(); i++) {
        b.append(i > 0 ? "," : "");
        append(b, list.get(i));
      }
      b.append(']');
    } else if (value instanceof String text) {
      quote(b, text);
    } else {
      b.append(value);
    }
  }

  private static void quote(StringBuilder b, String text) {
    b.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        b.append('\\').append(c);
      } else if (c < ' ' || Character.isSurrogate(c)) {
        b.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
          b.append(Character.forDigit(c >> shift & 15, 16));
        }
      } else {
        b.append(c);
      }
    }
    b.append('"');
  }
}
