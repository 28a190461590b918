package dev.lanewise.op;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads regular expressions in the syntax of RE2 into a {@link RegexProgram}. Only whether a text
 * matches as a whole matters, so groups capture nothing and lazy repetitions are like greedy ones.
 */
final class RegexParser {
  private static final int MOST_REPETITIONS = 1000;
  private static final int MOST_NESTED = 200;

  private final String pattern;
  private final RegexProgram program;
  private int at;
  private int depth;
  private boolean ignoreCase;
  private boolean dotTakesNewline;
  private boolean multiLine;

  /** First and last state of a part; the last one has no successor yet. */
  private record Part(int first, int last) {}

  private RegexParser(String pattern, RegexProgram program) {
    this.pattern = pattern;
    this.program = program;
  }

  /**
   * Adds an expression to a program.
   *
   * @return first and last state
   * @throws IllegalArgumentException if it is malformed, or too large
   */
  static int[] parse(String pattern, RegexProgram program) {
    RegexParser parser = new RegexParser(pattern, program);
    Part all = parser.alternatives();
    if (parser.at < pattern.length()) {
      throw parser.fail("unexpected )");
    }
    return new int[] {all.first, all.last};
  }

  private IllegalArgumentException fail(String problem) {
    return new IllegalArgumentException(
        "pattern \"" + pattern + "\" at position " + at + ": " + problem);
  }

  private boolean more() {
    return at < pattern.length();
  }

  private boolean skip(String text) {
    boolean there = pattern.startsWith(text, at);
    at += there ? text.length() : 0;
    return there;
  }

  /** Alternatives up to the end or a closing parenthesis; flags set inside end with them. */
  private Part alternatives() {
    if (++depth > MOST_NESTED) {
      throw fail("more than " + MOST_NESTED + " nested groups");
    }
    boolean[] flags = {ignoreCase, dotTakesNewline, multiLine};
    int first = program.branch();
    int last = program.branch();
    do {
      Part p = sequence();
      program.link(first, p.first);
      program.link(p.last, last);
    } while (skip("|"));
    ignoreCase = flags[0];
    dotTakesNewline = flags[1];
    multiLine = flags[2];
    depth--;
    return new Part(first, last);
  }

  private Part sequence() {
    int first = program.branch();
    int last = first;
    while (more() && pattern.charAt(at) != '|' && pattern.charAt(at) != ')') {
      Part p = repeated();
      program.link(last, p.first);
      last = p.last;
    }
    return new Part(first, last);
  }

  /** One item with its repetition; a counted one is read again for each copy. */
  private Part repeated() {
    int start = at;
    Part p = item();
    int end = at;
    int[] bounds = repetition();
    if (bounds == null) {
      return p;
    }
    int after = at;
    if (repetition() != null) {
      throw fail("a repetition of a repetition; use (?:...)");
    }
    int first = program.branch();
    int last = program.branch();
    int from = first;
    int copies = bounds[1] < 0 ? Math.max(bounds[0], 1) : bounds[1];
    for (int copy = 0; copy < copies; copy++) {
      Part next = copy == 0 ? p : again(start, end);
      if (copy >= bounds[0]) {
        program.link(from, last);
      }
      program.link(from, next.first);
      if (bounds[1] < 0 && copy == copies - 1) {
        program.link(next.last, next.first);
      }
      from = next.last;
    }
    program.link(from, last);
    at = after;
    return new Part(first, last);
  }

  private Part again(int start, int end) {
    at = start;
    Part p = item();
    at = end;
    return p;
  }

  /** Lower and upper bound of a repetition, −1 for none; null if there is none here. */
  private int @Nullable [] repetition() {
    int[] bounds;
    if (skip("*")) {
      bounds = new int[] {0, -1};
    } else if (skip("+")) {
      bounds = new int[] {1, -1};
    } else if (skip("?")) {
      bounds = new int[] {0, 1};
    } else {
      bounds = counts();
    }
    if (bounds != null) {
      skip("?");
    }
    return bounds;
  }

  /** Bounds in braces; what is no such thing stands for itself. */
  private int @Nullable [] counts() {
    int close = more() && pattern.charAt(at) == '{' ? pattern.indexOf('}', at) : -1;
    if (close < 0 || !pattern.substring(at, close + 1).matches("\\{[0-9]+(,[0-9]*)?\\}")) {
      return null;
    }
    String[] numbers = pattern.substring(at + 1, close).split(",", -1);
    int low = count(numbers[0]);
    int high = numbers.length == 1 ? low : numbers[1].isEmpty() ? -1 : count(numbers[1]);
    if (high >= 0 && high < low) {
      throw fail("bounds of a repetition are in the wrong order");
    }
    at = close + 1;
    return new int[] {low, high};
  }

  private int count(String digits) {
    if (digits.length() > 4 || Integer.parseInt(digits) > MOST_REPETITIONS) {
      throw fail("more than " + MOST_REPETITIONS + " repetitions");
    }
    return Integer.parseInt(digits);
  }

  private Part item() {
    int c = pattern.codePointAt(at);
    switch (c) {
      case '(':
        at++;
        return group();
      case '*', '+', '?':
        throw fail("nothing to repeat");
      case '.':
        at++;
        return take(dotTakesNewline ? new CodePoints().negate() : newline().negate());
      case '^':
        at++;
        return test(
            multiLine ? RegexProgram.Condition.LINE_BEGIN : RegexProgram.Condition.TEXT_BEGIN);
      case '$':
        at++;
        return test(multiLine ? RegexProgram.Condition.LINE_END : RegexProgram.Condition.TEXT_END);
      case '[':
        return take(new RegexClasses(pattern, at, ignoreCase).readClass(this::moveTo));
      case '\\':
        return escape();
      default:
        at += Character.charCount(c);
        return take(literal(c));
    }
  }

  private void moveTo(int position) {
    at = position;
  }

  private static CodePoints newline() {
    return new CodePoints().range('\n', '\n');
  }

  private CodePoints literal(int c) {
    return new CodePoints().range(c, c).fold(ignoreCase);
  }

  private Part take(CodePoints characters) {
    int first = program.take(characters);
    int last = program.branch();
    program.link(first, last);
    return new Part(first, last);
  }

  private Part test(RegexProgram.Condition condition) {
    int state = program.test(condition);
    return new Part(state, state);
  }

  private Part escape() {
    if (skip("\\A")) {
      return test(RegexProgram.Condition.TEXT_BEGIN);
    } else if (skip("\\z")) {
      return test(RegexProgram.Condition.TEXT_END);
    } else if (skip("\\b")) {
      return test(RegexProgram.Condition.WORD_BOUNDARY);
    } else if (skip("\\B")) {
      return test(RegexProgram.Condition.NO_WORD_BOUNDARY);
    } else if (skip("\\Q")) {
      return quoted();
    }
    return take(new RegexClasses(pattern, at, ignoreCase).readEscape(this::moveTo));
  }

  private Part quoted() {
    int end = pattern.indexOf("\\E", at);
    List<Integer> points = new ArrayList<>();
    pattern.substring(at, end < 0 ? pattern.length() : end).codePoints().forEach(points::add);
    at = end < 0 ? pattern.length() : end + 2;
    int first = program.branch();
    int last = first;
    for (int c : points) {
      Part p = take(literal(c));
      program.link(last, p.first);
      last = p.last;
    }
    return new Part(first, last);
  }

  private Part group() {
    if (skip("?P<") || skip("?<")) {
      int end = pattern.indexOf('>', at);
      if (end < 0 || !pattern.substring(at, end).matches("\\w+")) {
        throw fail("a group has a malformed name");
      }
      at = end + 1;
    } else if (skip("?")) {
      boolean[] before = {ignoreCase, dotTakesNewline, multiLine};
      if (flags()) {
        int state = program.branch();
        return new Part(state, state);
      }
      Part p = closed();
      ignoreCase = before[0];
      dotTakesNewline = before[1];
      multiLine = before[2];
      return p;
    }
    return closed();
  }

  private Part closed() {
    Part p = alternatives();
    if (!skip(")")) {
      throw fail("missing )");
    }
    return p;
  }

  /** Reads flags; true if they end the group, false if a colon follows. */
  private boolean flags() {
    boolean value = true;
    while (more()) {
      char c = pattern.charAt(at++);
      switch (c) {
        case 'i' -> ignoreCase = value;
        case 's' -> dotTakesNewline = value;
        case 'm' -> multiLine = value;
        case 'U' -> {}
        case '-' -> value = false;
        case ':' -> {
          return false;
        }
        case ')' -> {
          return true;
        }
        default -> throw fail("unknown flag " + c);
      }
    }
    throw fail("missing )");
  }
}
