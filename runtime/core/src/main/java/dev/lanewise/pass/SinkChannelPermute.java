package dev.lanewise.pass;

import dev.lanewise.graph.Node;
import dev.lanewise.graph.Rewriter;
import dev.lanewise.graph.Value;
import dev.lanewise.op.ChannelPermute;
import dev.lanewise.op.Conv;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Lets a depthwise convolution that makes planes smaller go before the permutation of its channels,
 * with its weights in the order that the channels had.
 */
final class SinkChannelPermute implements Rewriter.Rule {
  @Override
  public boolean apply(Node node, Rewriter r) {
    Node producer = r.producer(r.input(node, 0));
    if (!(node.op() instanceof Conv conv)
        || producer == null
        || !(producer.op() instanceof ChannelPermute permute)
        || producer.inputs().size() != 1
        || r.old().uses(Objects.requireNonNull(node.input(0))) > 1
        || conv.epilogue().residual()
        || conv.epilogue().hasChannelOperand()
        || !shrinks(node)) {
      return false;
    }
    int[] order = permute.permutation();
    Shape x = shape(Objects.requireNonNull(producer.input(0)));
    int[] inverse = x == null ? null : inverse(order, x.dim(1));
    Shape weight = shape(Objects.requireNonNull(r.input(node, 1)));
    boolean depthwise =
        conv.group() == order.length && weight != null && weight.dim(0) == order.length;
    if (inverse == null || !depthwise) {
      return false;
    }
    List<@Nullable Value> arguments = new ArrayList<>(r.inputs(node));
    arguments.set(0, producer.input(0));
    for (int i = 1; i < arguments.size(); i++) {
      Value v = arguments.get(i);
      Value sorted = v == null ? null : sorted(v, inverse, r);
      if (v != null && sorted == null) {
        return false;
      }
      arguments.set(i, sorted);
    }
    Value y = r.add(node.name(), conv, arguments, List.of(node.name())).get(0);
    String name = node.output(0).name();
    r.replace(node.output(0), r.add(name, permute, y));
    return true;
  }

  private static boolean shrinks(Node node) {
    Shape x = shape(Objects.requireNonNull(node.input(0)));
    Shape y = shape(node.output(0));
    return x != null && y != null && x.isKnown() && y.isKnown() && y.size() < x.size();
  }

  private static @Nullable Shape shape(Value v) {
    return v.type() instanceof TensorType t ? t.shape() : null;
  }

  /** Where each channel goes, null if not every channel goes to one place. */
  private static int @Nullable [] inverse(int[] order, int channels) {
    int[] inverse = new int[channels];
    Arrays.fill(inverse, -1);
    for (int c = 0; c < order.length; c++) {
      inverse[order[c]] = c;
    }
    for (int c : inverse) {
      if (c < 0) {
        return null;
      }
    }
    return order.length == channels ? inverse : null;
  }

  /** A FLOAT constant with its first dimension in another order. */
  private static @Nullable Value sorted(Value v, int[] from, Rewriter r) {
    Tensor t = v.constant();
    if (t == null
        || t.dtype() != DType.FLOAT
        || t.shape().rank() == 0
        || t.shape().dim(0) != from.length) {
      return null;
    }
    float[] values = t.floats();
    float[] sorted = new float[values.length];
    int run = values.length / from.length;
    for (int c = 0; c < from.length; c++) {
      System.arraycopy(values, from[c] * run, sorted, c * run, run);
    }
    return r.constant(v.name() + " sorted", Tensor.of(t.shape(), sorted));
  }
}
