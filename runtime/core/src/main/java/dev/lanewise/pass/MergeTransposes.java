package dev.lanewise.pass;

import dev.lanewise.graph.Node;
import dev.lanewise.graph.Rewriter;
import dev.lanewise.graph.Value;
import dev.lanewise.op.Transpose;
import dev.lanewise.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/** Makes one Transpose of two in a row, and none if the second undoes the first. */
final class MergeTransposes implements Rewriter.Rule {
  @Override
  public boolean apply(Node node, Rewriter r) {
    Node first = node.op() instanceof Transpose ? r.producer(r.input(node, 0)) : null;
    Value x = first == null ? null : first.input(0);
    if (first == null || x == null || !(first.op() instanceof Transpose inner)) {
      return false;
    }
    int[] before = order(inner, x);
    int[] after = order((Transpose) node.op(), x);
    if (before == null || after == null) {
      return false;
    }
    int[] both = new int[before.length];
    boolean identity = true;
    for (int i = 0; i < both.length; i++) {
      both[i] = before[after[i]];
      identity &= both[i] == i;
    }
    Value y = identity ? x : r.add(node.name(), new Transpose(both), x);
    r.replace(node.output(0), y);
    return true;
  }

  /** The permutation of a Transpose of a value; null if the rank is not known. */
  static int @Nullable [] order(Transpose op, Value x) {
    int[] given = op.permutation();
    if (given != null) {
      return given;
    }
    if (!(x.type() instanceof TensorType t) || t.shape() == null) {
      return null;
    }
    int rank = t.shape().rank();
    int[] reversed = new int[rank];
    for (int i = 0; i < rank; i++) {
      reversed[i] = rank - 1 - i;
    }
    return reversed;
  }
}
