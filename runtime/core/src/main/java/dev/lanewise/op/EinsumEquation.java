package dev.lanewise.op;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An equation of Einstein's summation convention, with a label per dimension of each operand. Each
 * dimension that an ellipsis stands for has a label too: a number from {@link #ELLIPSIS} on,
 * counted from the last dimension.
 *
 * @param terms labels of the dimensions of each operand
 * @param result labels of the dimensions of the result
 */
record EinsumEquation(List<int[]> terms, int[] result) {
  /** Label of the last dimension that an ellipsis stands for; the one before it is 1 more. */
  static final int ELLIPSIS = 0x10000;

  private static final String DOTS = "...";

  /** Number of operands an equation has. */
  static int operands(String equation) {
    return left(equation).length;
  }

  /** Whether the result has dimensions that an ellipsis stands for. */
  static boolean resultHasEllipsis(String equation) {
    String text = equation.replace(" ", "");
    int arrow = text.indexOf("->");
    return text.substring(arrow < 0 ? 0 : arrow).contains(DOTS);
  }

  /**
   * An equation with letters for labels.
   *
   * @throws IllegalArgumentException if there are more labels than letters
   */
  static String text(List<int[]> terms, int[] result) {
    List<Integer> known = new ArrayList<>();
    String left = terms.stream().map(term -> letters(term, known)).collect(Collectors.joining(","));
    return left + "->" + letters(result, known);
  }

  private static String letters(int[] labels, List<Integer> known) {
    String letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    StringBuilder text = new StringBuilder();
    for (int label : labels) {
      if (!known.contains(label)) {
        known.add(label);
      }
      int at = known.indexOf(label);
      if (at >= letters.length()) {
        throw new IllegalArgumentException("more than " + letters.length() + " dimensions");
      }
      text.append(letters.charAt(at));
    }
    return text.toString();
  }

  private static String[] left(String equation) {
    String text = equation.replace(" ", "");
    int arrow = text.indexOf("->");
    return (arrow < 0 ? text : text.substring(0, arrow)).split(",", -1);
  }

  /**
   * Reads an equation.
   *
   * @param ranks number of dimensions of each operand
   * @throws IllegalArgumentException if it is malformed or does not fit the operands
   */
  static EinsumEquation parse(String equation, int[] ranks) {
    String[] left = left(equation);
    if (left.length != ranks.length) {
      throw new IllegalArgumentException(
          "equation \""
              + equation
              + "\" has "
              + left.length
              + " terms for "
              + ranks.length
              + " inputs");
    }
    int hidden = 0;
    List<int[]> terms = new ArrayList<>();
    for (int i = 0; i < left.length; i++) {
      int letters = left[i].replace(DOTS, "").length();
      boolean dots = left[i].contains(DOTS);
      if (dots ? letters > ranks[i] : letters != ranks[i]) {
        throw new IllegalArgumentException(
            "term \"" + left[i] + "\" does not fit input " + i + " of rank " + ranks[i]);
      }
      hidden = dots ? Math.max(hidden, ranks[i] - letters) : hidden;
      terms.add(labels(left[i], ranks[i] - letters));
    }
    String text = equation.replace(" ", "");
    int arrow = text.indexOf("->");
    if (arrow < 0) {
      return new EinsumEquation(terms, implicit(terms, hidden));
    }
    int[] result = labels(text.substring(arrow + 2), hidden);
    for (int i = 0; i < result.length; i++) {
      int label = result[i];
      if (terms.stream().noneMatch(t -> indexOf(t, label) >= 0) || indexOf(result, label) < i) {
        throw new IllegalArgumentException(
            "the right side of \"" + equation + "\" has a label twice or one the left side lacks");
      }
    }
    return new EinsumEquation(terms, result);
  }

  private static int[] labels(String term, int hidden) {
    int dots = term.indexOf(DOTS);
    List<Integer> labels = new ArrayList<>();
    for (int i = 0; i < term.length(); i++) {
      char c = term.charAt(i);
      if (i == dots) {
        for (int k = hidden - 1; k >= 0; k--) {
          labels.add(ELLIPSIS + k);
        }
        i += DOTS.length() - 1;
      } else if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
        labels.add((int) c);
      } else {
        throw new IllegalArgumentException("term \"" + term + "\" has something else than letters");
      }
    }
    return labels.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The ellipsis, and then the labels that come once, in the order of their letters. */
  private static int[] implicit(List<int[]> terms, int hidden) {
    List<Integer> labels = new ArrayList<>();
    for (int k = hidden - 1; k >= 0; k--) {
      labels.add(ELLIPSIS + k);
    }
    for (int c = 'A'; c <= 'z'; c++) {
      int label = c;
      long count =
          terms.stream().flatMapToInt(java.util.Arrays::stream).filter(l -> l == label).count();
      if (count == 1) {
        labels.add(label);
      }
    }
    return labels.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Position of a label, −1 if it is not there. */
  static int indexOf(int[] labels, int label) {
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] == label) {
        return i;
      }
    }
    return -1;
  }

  /** Labels that are summed over, in the order of their appearance. */
  int[] summed() {
    return terms.stream()
        .flatMapToInt(java.util.Arrays::stream)
        .filter(l -> indexOf(result, l) < 0)
        .distinct()
        .toArray();
  }
}
