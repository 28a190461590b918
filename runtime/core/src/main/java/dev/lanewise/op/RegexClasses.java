package dev.lanewise.op;

import java.util.Locale;
import java.util.function.IntConsumer;

/** Reads classes of characters and escapes of regular expressions in the syntax of RE2. */
final class RegexClasses {
  private final String pattern;
  private final boolean ignoreCase;
  private int at;

  RegexClasses(String pattern, int at, boolean ignoreCase) {
    this.pattern = pattern;
    this.at = at;
    this.ignoreCase = ignoreCase;
  }

  private IllegalArgumentException fail(String problem) {
    return new IllegalArgumentException(
        "pattern \"" + pattern + "\" at position " + at + ": " + problem);
  }

  private boolean skip(String text) {
    boolean there = pattern.startsWith(text, at);
    at += there ? text.length() : 0;
    return there;
  }

  /** Reads a class in brackets; tells where it ends. */
  CodePoints readClass(IntConsumer end) {
    at++;
    CodePoints set = new CodePoints().fold(ignoreCase);
    boolean negated = skip("^");
    boolean isFirst = true;
    while (isFirst || !skip("]")) {
      if (at >= pattern.length()) {
        throw fail("missing ]");
      }
      isFirst = false;
      if (skip("[:")) {
        set.all(posix());
      } else if (isSetEscape()) {
        set.all(escapedSet());
      } else {
        range(set);
      }
    }
    end.accept(at);
    return negated ? set.negate() : set;
  }

  private void range(CodePoints set) {
    int low = character();
    int high = low;
    if (at + 1 < pattern.length() && pattern.charAt(at) == '-' && pattern.charAt(at + 1) != ']') {
      at++;
      if (isSetEscape()) {
        throw fail("a range ends with a class");
      }
      high = character();
    }
    if (high < low) {
      throw fail("a range is in the wrong order");
    }
    set.range(low, high);
  }

  /** Reads an escape outside of brackets; tells where it ends. */
  CodePoints readEscape(IntConsumer end) {
    CodePoints set;
    if (isSetEscape()) {
      set = escapedSet();
    } else {
      int c = character();
      set = new CodePoints().range(c, c).fold(ignoreCase);
    }
    end.accept(at);
    return set;
  }

  private boolean isSetEscape() {
    return at + 1 < pattern.length()
        && pattern.charAt(at) == '\\'
        && "dDsSwWpP".indexOf(pattern.charAt(at + 1)) >= 0;
  }

  private CodePoints escapedSet() {
    char kind = pattern.charAt(at + 1);
    at += 2;
    CodePoints set =
        switch (Character.toLowerCase(kind)) {
          case 'd' -> new CodePoints().range('0', '9');
          case 's' -> new CodePoints().range('\t', '\n').range('\f', '\r').range(' ', ' ');
          case 'w' -> word();
          default -> unicode().fold(ignoreCase);
        };
    return Character.isUpperCase(kind) ? set.negate() : set;
  }

  private static CodePoints word() {
    return new CodePoints().range('0', '9').range('A', 'Z').range('_', '_').range('a', 'z');
  }

  /** A general category or a script of Unicode: one letter, or a name in braces. */
  private CodePoints unicode() {
    if (at >= pattern.length()) {
      throw fail("missing name of a Unicode class");
    }
    if (!skip("{")) {
      at++;
      return category(pattern.substring(at - 1, at));
    }
    boolean negated = skip("^");
    int close = pattern.indexOf('}', at);
    if (close < 0) {
      throw fail("missing }");
    }
    String name = pattern.substring(at, close);
    at = close + 1;
    CodePoints set = category(name);
    return negated ? new CodePoints().all(set).negate() : set;
  }

  private CodePoints category(String name) {
    if (name.equals("Any")) {
      return new CodePoints().negate();
    }
    int mask = 0;
    for (UnicodeCategory c : UnicodeCategory.values()) {
      mask |= c.name().startsWith(name) ? 1 << c.type() : 0;
    }
    if (mask != 0 && !name.isEmpty() && name.length() <= 2) {
      int types = mask;
      return new CodePoints().test(c -> (types >> Character.getType(c) & 1) != 0);
    }
    try {
      Character.UnicodeScript script =
          Character.UnicodeScript.forName(name.toUpperCase(Locale.ROOT));
      return new CodePoints().test(c -> Character.UnicodeScript.of(c) == script);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(fail("unknown Unicode class " + name).getMessage(), e);
    }
  }

  private CodePoints posix() {
    boolean negated = skip("^");
    int close = pattern.indexOf(":]", at);
    if (close < 0) {
      throw fail("missing :]");
    }
    String name = pattern.substring(at, close);
    at = close + 2;
    CodePoints set =
        switch (name) {
          case "alnum" -> new CodePoints().range('0', '9').range('A', 'Z').range('a', 'z');
          case "alpha" -> new CodePoints().range('A', 'Z').range('a', 'z');
          case "ascii" -> new CodePoints().range(0, 0x7f);
          case "blank" -> new CodePoints().range('\t', '\t').range(' ', ' ');
          case "cntrl" -> new CodePoints().range(0, 0x1f).range(0x7f, 0x7f);
          case "digit" -> new CodePoints().range('0', '9');
          case "graph" -> new CodePoints().range('!', '~');
          case "lower" -> new CodePoints().range('a', 'z');
          case "print" -> new CodePoints().range(' ', '~');
          case "punct" ->
              new CodePoints().range('!', '/').range(':', '@').range('[', '`').range('{', '~');
          case "space" -> new CodePoints().range('\t', '\r').range(' ', ' ');
          case "upper" -> new CodePoints().range('A', 'Z');
          case "word" -> word();
          case "xdigit" -> new CodePoints().range('0', '9').range('A', 'F').range('a', 'f');
          default -> throw fail("unknown class " + name);
        };
    return negated ? set.negate() : set;
  }

  /** A character as it stands or escaped. */
  private int character() {
    int c = pattern.codePointAt(at);
    at += Character.charCount(c);
    if (c != '\\') {
      return c;
    }
    if (at >= pattern.length()) {
      throw fail("a \\ at the end");
    }
    int e = pattern.codePointAt(at);
    at += Character.charCount(e);
    switch (e) {
      case 'a':
        return 7;
      case 'f':
        return '\f';
      case 'n':
        return '\n';
      case 'r':
        return '\r';
      case 't':
        return '\t';
      case 'v':
        return 11;
      case 'x':
        return hex();
      default:
        break;
    }
    if (e == '0' || (e >= '1' && e <= '7' && isOctal(at))) {
      int end = at;
      while (end < at + 2 && isOctal(end)) {
        end++;
      }
      int value = Integer.parseInt(pattern.substring(at - 1, end), 8);
      at = end;
      return value;
    }
    if (e < 0x80 && (Character.isLetterOrDigit(e))) {
      throw fail("unknown escape \\" + (char) e);
    }
    return e;
  }

  private boolean isOctal(int i) {
    return i < pattern.length() && pattern.charAt(i) >= '0' && pattern.charAt(i) <= '7';
  }

  private int hex() {
    String digits;
    if (skip("{")) {
      int close = pattern.indexOf('}', at);
      digits = close < 0 ? "" : pattern.substring(at, close);
      at += digits.length() + 1;
    } else {
      digits = pattern.substring(at, Math.min(at + 2, pattern.length()));
      at += digits.length();
    }
    if (!digits.matches("[0-9A-Fa-f]{1,6}") || Integer.parseInt(digits, 16) > 0x10ffff) {
      throw fail("malformed \\x");
    }
    return Integer.parseInt(digits, 16);
  }
}
