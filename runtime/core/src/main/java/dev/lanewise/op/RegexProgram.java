package dev.lanewise.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression as a nondeterministic automaton (K. Thompson, Regular Expression Search
 * Algorithm, 1968): time to match is at most text length times automaton size, whatever the
 * expression. Immutable once built.
 */
final class RegexProgram {
  /** Conditions on the place between two characters. */
  enum Condition {
    /** Beginning of the text. */
    TEXT_BEGIN,
    /** End of the text. */
    TEXT_END,
    /** Beginning of a line. */
    LINE_BEGIN,
    /** End of a line. */
    LINE_END,
    /** Between a word character of ASCII and something else. */
    WORD_BOUNDARY,
    /** Not a word boundary. */
    NO_WORD_BOUNDARY
  }

  /** States are refused beyond this number, so that small files cannot ask for much memory. */
  private static final int MOST_STATES = 20_000;

  /**
   * A state; it either takes a character, or tests a condition, or just branches.
   *
   * @param characters what is taken, null if nothing is
   * @param condition what must hold, null for nothing
   */
  private record State(@Nullable CodePoints characters, @Nullable Condition condition) {}

  private final List<State> states = new ArrayList<>();
  private final List<int[]> next = new ArrayList<>();

  /** Adds a state without successors; gives its index. */
  private int add(@Nullable CodePoints characters, @Nullable Condition condition) {
    if (states.size() == MOST_STATES) {
      throw new IllegalArgumentException(
          "the expression needs more than " + MOST_STATES + " states; use smaller repetitions");
    }
    states.add(new State(characters, condition));
    next.add(new int[0]);
    return states.size() - 1;
  }

  /** Adds a state that only branches. */
  int branch() {
    return add(null, null);
  }

  /** Adds a state that takes one character. */
  int take(CodePoints characters) {
    return add(characters, null);
  }

  /** Adds a state that tests a condition. */
  int test(Condition condition) {
    return add(null, condition);
  }

  /** Adds a way from one state to another. */
  void link(int from, int to) {
    int[] before = next.get(from);
    int[] after = Arrays.copyOf(before, before.length + 1);
    after[before.length] = to;
    next.set(from, after);
  }

  /**
   * Whether the whole text leads from the first state to the last.
   *
   * @param last a state that only branches
   */
  boolean matches(int first, int last, String text) {
    int[] points = text.codePoints().toArray();
    Front now = new Front();
    Front then = new Front();
    enter(now, first, points, 0);
    for (int i = 0; i < points.length && now.count > 0; i++) {
      then.clear();
      for (int k = 0; k < now.count; k++) {
        int s = now.members[k];
        CodePoints characters = states.get(s).characters;
        if (characters != null && characters.contains(points[i])) {
          for (int to : next.get(s)) {
            enter(then, to, points, i + 1);
          }
        }
      }
      Front t = now;
      now = then;
      then = t;
    }
    return now.has(last);
  }

  /** Adds a state and all that can be reached from it without taking a character. */
  private void enter(Front front, int first, int[] text, int at) {
    int from = front.count;
    front.add(first);
    for (int k = from; k < front.count; k++) {
      int s = front.members[k];
      State state = states.get(s);
      Condition condition = state.condition;
      if (state.characters == null && (condition == null || holds(condition, text, at))) {
        for (int to : next.get(s)) {
          front.add(to);
        }
      }
    }
  }

  private static boolean holds(Condition condition, int[] text, int at) {
    boolean begins = at == 0;
    boolean ends = at == text.length;
    return switch (condition) {
      case TEXT_BEGIN -> begins;
      case TEXT_END -> ends;
      case LINE_BEGIN -> begins || text[at - 1] == '\n';
      case LINE_END -> ends || text[at] == '\n';
      case WORD_BOUNDARY -> isWord(text, at - 1) != isWord(text, at);
      case NO_WORD_BOUNDARY -> isWord(text, at - 1) == isWord(text, at);
    };
  }

  private static boolean isWord(int[] text, int at) {
    if (at < 0 || at >= text.length) {
      return false;
    }
    int c = text[at];
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '_' || (c >= 'a' && c <= 'z');
  }

  /** A set of states in the order in which they were added. */
  private final class Front {
    private final int[] members = new int[states.size()];
    private final boolean[] isMember = new boolean[states.size()];
    private int count;

    void add(int state) {
      if (!isMember[state]) {
        isMember[state] = true;
        members[count++] = state;
      }
    }

    boolean has(int state) {
      return isMember[state];
    }

    void clear() {
      for (int k = 0; k < count; k++) {
        isMember[members[k]] = false;
      }
      count = 0;
    }
  }
}
