package dev.lanewise.op;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * A set of characters (code points), as a class of a regular expression describes it. Filled once,
 * then read only.
 */
final class CodePoints {
  private final List<int[]> ranges = new ArrayList<>();
  private final List<IntPredicate> tests = new ArrayList<>();
  private boolean negated;
  private boolean folded;

  /** Adds the characters from {@code low} to {@code high}. */
  CodePoints range(int low, int high) {
    ranges.add(new int[] {low, high});
    return this;
  }

  /** Adds the characters for which a test holds. */
  CodePoints test(IntPredicate test) {
    tests.add(test);
    return this;
  }

  /** Adds what is in another set. */
  CodePoints all(CodePoints other) {
    return test(other::contains);
  }

  /** Makes it the set of all other characters. */
  CodePoints negate() {
    negated = !negated;
    return this;
  }

  /** Lets characters that differ in case only count as equal. */
  CodePoints fold(boolean fold) {
    folded = fold;
    return this;
  }

  /** Whether a character is in the set. */
  boolean contains(int c) {
    boolean found = holds(c);
    if (folded && !found) {
      int upper = Character.toUpperCase(c);
      found =
          holds(upper) || holds(Character.toLowerCase(c)) || holds(Character.toLowerCase(upper));
    }
    return found != negated;
  }

  private boolean holds(int c) {
    for (int[] r : ranges) {
      if (r[0] <= c && c <= r[1]) {
        return true;
      }
    }
    for (IntPredicate t : tests) {
      if (t.test(c)) {
        return true;
      }
    }
    return false;
  }
}
