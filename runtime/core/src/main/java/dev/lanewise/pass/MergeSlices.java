package dev.lanewise.pass;

import dev.lanewise.graph.Node;
import dev.lanewise.graph.Rewriter;
import dev.lanewise.graph.Value;
import dev.lanewise.op.Slice;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes one Slice of two that cut along different axes. */
final class MergeSlices implements Rewriter.Rule {
  @Override
  public boolean apply(Node node, Rewriter r) {
    Node producer = node.op() instanceof Slice ? r.producer(r.input(node, 0)) : null;
    if (producer == null || !(producer.op() instanceof Slice)) {
      return false;
    }
    Value x = producer.input(0);
    Shape shape = x != null && x.type() instanceof TensorType t ? t.shape() : null;
    long @Nullable [][] first = shape == null ? null : cuts(producer.inputs(), shape.rank());
    long @Nullable [][] second = shape == null ? null : cuts(r.inputs(node), shape.rank());
    if (x == null || first == null || second == null || overlap(first[2], second[2])) {
      return false;
    }
    List<Value> arguments = new ArrayList<>(List.of(x));
    for (int i = 0; i < first.length; i++) {
      long[] both = new long[first[i].length + second[i].length];
      System.arraycopy(first[i], 0, both, 0, first[i].length);
      System.arraycopy(second[i], 0, both, first[i].length, second[i].length);
      Tensor list = Tensor.of(Shape.of(both.length), both);
      arguments.add(r.constant(node.name() + " " + i, list));
    }
    String name = node.output(0).name();
    r.replace(node.output(0), r.add(node.name(), new Slice(), arguments, List.of(name)).get(0));
    return true;
  }

  /** Starts, ends, axes from 0 on and steps, null if they are not all known. */
  static long @Nullable [][] cuts(List<? extends @Nullable Value> inputs, int rank) {
    long[][] lists = new long[4][];
    for (int i = 0; i < lists.length; i++) {
      Value v = i + 1 < inputs.size() ? inputs.get(i + 1) : null;
      Tensor constant = v == null ? null : v.constant();
      if (constant != null) {
        lists[i] = constant.toLongs();
      } else if (v != null || i < 2) {
        return null;
      } else {
        lists[i] = new long[lists[0].length];
        for (int k = 0; k < lists[i].length; k++) {
          lists[i][k] = i == 2 ? k : 1;
        }
      }
    }
    for (int k = 0; k < lists[2].length; k++) {
      lists[2][k] = Math.floorMod(lists[2][k], (long) rank);
    }
    return lists;
  }

  private static boolean overlap(long[] a, long[] b) {
    Set<Long> axes = new HashSet<>();
    for (long axis : a) {
      axes.add(axis);
    }
    for (long axis : b) {
      if (axes.contains(axis)) {
        return true;
      }
    }
    return false;
  }
}
