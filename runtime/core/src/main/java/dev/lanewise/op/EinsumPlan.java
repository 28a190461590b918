package dev.lanewise.op;

import dev.lanewise.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** How an {@link Einsum} is computed operand by operand: which labels are summed when. */
public final class EinsumPlan {
  private final EinsumEquation equation;
  private final int[] labels;
  private final int[] sizes;

  private EinsumPlan(EinsumEquation equation, int[] labels, int[] sizes) {
    this.equation = equation;
    this.labels = labels;
    this.sizes = sizes;
  }

  /**
   * Labels of a product of two terms, each group in the order of the first term that has them.
   *
   * @param batch in both terms and still needed
   * @param summed in both terms and nowhere else
   * @param left only in the first
   * @param right only in the second
   */
  public record Pair(int[] batch, int[] summed, int[] left, int[] right) {}

  /**
   * The plan for operands of known shapes.
   *
   * @return null if a term has a label twice, or if sizes of a label differ (as where one is 1 and
   *     repeats)
   */
  public static @Nullable EinsumPlan of(Einsum einsum, List<Shape> shapes) {
    int[] ranks = shapes.stream().mapToInt(Shape::rank).toArray();
    EinsumEquation e = EinsumEquation.parse(einsum.equation(), ranks);
    int[] labels = e.terms().stream().flatMapToInt(Arrays::stream).distinct().toArray();
    int[] sizes = new int[labels.length];
    for (int k = 0; k < shapes.size(); k++) {
      int[] term = e.terms().get(k);
      if (Arrays.stream(term).distinct().count() != term.length) {
        return null;
      }
      for (int d = 0; d < term.length; d++) {
        int at = indexOf(labels, term[d]);
        int size = shapes.get(k).dim(d);
        if (sizes[at] != 0 && sizes[at] != size) {
          return null;
        }
        sizes[at] = size;
      }
    }
    return new EinsumPlan(e, labels, sizes);
  }

  /** Labels of an operand. */
  public int[] term(int operand) {
    return equation.terms().get(operand);
  }

  /** Labels of the result. */
  public int[] result() {
    return equation.result();
  }

  /** Those labels of an operand that the result or another operand has. */
  public int[] kept(int[] term, int operand) {
    return select(term, l -> isNeeded(l, -1, operand) || isNeeded(l, operand, Integer.MAX_VALUE));
  }

  /** How the product of the operands before one, whose labels are given, goes together with it. */
  public Pair pair(int[] a, int[] b, int operand) {
    return new Pair(
        select(a, l -> has(b, l) && isNeeded(l, operand, Integer.MAX_VALUE)),
        select(a, l -> has(b, l) && !isNeeded(l, operand, Integer.MAX_VALUE)),
        select(a, l -> !has(b, l)),
        select(b, l -> !has(a, l)));
  }

  /** Whether the result, or an operand between two (both exclusive), has a label. */
  private boolean isNeeded(int label, int from, int to) {
    if (has(equation.result(), label)) {
      return true;
    }
    for (int i = Math.max(0, from + 1); i < Math.min(to, equation.terms().size()); i++) {
      if (has(equation.terms().get(i), label)) {
        return true;
      }
    }
    return false;
  }

  private static int[] select(int[] labels, IntPredicate which) {
    return Arrays.stream(labels).filter(which).toArray();
  }

  /** Whether a label is among others. */
  public static boolean has(int[] labels, int label) {
    return indexOf(labels, label) >= 0;
  }

  /** Position of a label, −1 if it is not there. */
  public static int indexOf(int[] labels, int label) {
    return EinsumEquation.indexOf(labels, label);
  }

  /** Lists of labels in a row. */
  public static int[] join(int[]... lists) {
    return Arrays.stream(lists).flatMapToInt(IntStream::of).toArray();
  }

  /** Sizes of labels. */
  public int[] sizes(int[] which) {
    return Arrays.stream(which).map(l -> sizes[indexOf(labels, l)]).toArray();
  }

  /** Product of the sizes of labels. */
  public int size(int[] which) {
    return Arrays.stream(sizes(which)).reduce(1, Math::multiplyExact);
  }
}
