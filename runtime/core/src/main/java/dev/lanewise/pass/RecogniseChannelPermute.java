package dev.lanewise.pass;

import dev.lanewise.graph.Node;
import dev.lanewise.graph.Rewriter;
import dev.lanewise.graph.Value;
import dev.lanewise.op.ChannelPermute;
import dev.lanewise.op.Gather;
import dev.lanewise.op.Reshape;
import dev.lanewise.op.Slice;
import dev.lanewise.op.Split;
import dev.lanewise.op.Squeeze;
import dev.lanewise.op.Transpose;
import dev.lanewise.op.Unsqueeze;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds channel shuffles that are spelled out as reshaping, transposing and selecting, and makes
 * one {@link ChannelPermute} of each, together with the joining of channels before it. What is cut
 * out of a shuffle's result is taken from where the shuffle takes it.
 */
final class RecogniseChannelPermute implements Rewriter.Rule {
  private static final Set<Class<?>> MOVES =
      Set.of(
          Gather.class,
          Reshape.class,
          Slice.class,
          Split.class,
          Squeeze.class,
          Transpose.class,
          Unsqueeze.class);

  /** More nodes than any exporter spends on a shuffle. */
  private static final int LONGEST_CHAIN = 8;

  @Override
  public boolean apply(Node node, Rewriter r) {
    if (!MOVES.contains(node.op().getClass()) || !Match.isFloat(r.input(node, 0))) {
      return false;
    }
    List<Value> outputs = new ArrayList<>();
    for (int o = 0; o < node.outputs().size(); o++) {
      Value v = permuted(node, o, r);
      if (v == null) {
        return false;
      }
      outputs.add(v);
    }
    for (int o = 0; o < outputs.size(); o++) {
      r.replace(node.output(o), outputs.get(o));
    }
    return true;
  }

  /** What stands for output o of an old node, null if that is no channels in another order. */
  private static @Nullable Value permuted(Node last, int o, Rewriter r) {
    List<Node> chain = new ArrayList<>();
    Value root = r.input(last, 0);
    boolean reorders = last.op() instanceof Transpose;
    for (int i = 0; i < LONGEST_CHAIN; i++) {
      Node producer = r.producer(root);
      if (producer == null || !MOVES.contains(producer.op().getClass())) {
        break;
      }
      chain.add(0, producer);
      reorders |= producer.op() instanceof Transpose;
      root = producer.input(0);
    }
    Node producer = r.producer(root);
    reorders |= producer != null && producer.op() instanceof ChannelPermute;
    if (!reorders || root == null) {
      return null;
    }
    ChannelPlanes planes = ChannelPlanes.of(root, r);
    Value value = root;
    for (int i = 0; planes != null && i < chain.size(); i++) {
      Node node = chain.get(i);
      int output =
          node.outputs()
              .indexOf(i + 1 < chain.size() ? chain.get(i + 1).input(0) : r.input(last, 0));
      value = node.output(output);
      planes = planes.after(node, node.inputs(), output, value.type());
    }
    if (planes == null) {
      return null;
    }
    planes = planes.after(last, r.inputs(last), o, r.infer(last).get(o));
    int[] permutation = planes == null ? null : planes.permutation();
    if (planes == null || permutation == null) {
      return null;
    }
    if (planes.isIdentity(permutation)) {
      return planes.sources().get(0);
    }
    String name = last.output(o).name();
    return r.add(name, new ChannelPermute(permutation), planes.sources(), List.of(name)).get(0);
  }
}
