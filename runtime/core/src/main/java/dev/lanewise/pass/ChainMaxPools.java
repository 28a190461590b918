package dev.lanewise.pass;

import dev.lanewise.graph.Node;
import dev.lanewise.graph.Rewriter;
import dev.lanewise.graph.Value;
import dev.lanewise.op.AutoPad;
import dev.lanewise.op.MaxPool;
import dev.lanewise.op.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Maxima of windows around each pixel, of which there are smaller ones already: maxima of k in
 * windows of K − k + 1 are maxima of K. What lies outside of the image never wins, so that borders
 * agree too.
 */
final class ChainMaxPools implements Rewriter.Rule {
  /** Maxima of one value that are looked at. */
  private static final int MOST = 16;

  private final Map<@Nullable Value, List<Node>> pools = new HashMap<>();

  @Override
  public boolean apply(Node node, Rewriter r) {
    Window window = centred(node, r);
    Value smaller = window == null ? null : smaller(node, window, r);
    Node pool = r.old().producer(smaller);
    Window done = pool == null ? null : centred(pool, r);
    if (window == null || smaller == null || done == null) {
      return false;
    }
    int rank = window.kernel().length;
    int[] kernel = new int[rank];
    int[] pads = new int[2 * rank];
    for (int i = 0; i < rank; i++) {
      kernel[i] = window.kernel()[i] - done.kernel()[i] + 1;
      pads[i] = kernel[i] / 2;
      pads[rank + i] = kernel[i] / 2;
    }
    Window rest = new Window(AutoPad.NOTSET, kernel, new int[0], new int[0], pads, false);
    String name = node.output(0).name();
    List<Value> arguments = List.of(r.get(smaller));
    MaxPool op = new MaxPool(rest, false);
    r.replace(node.output(0), r.add(node.name(), op, arguments, List.of(name)).get(0));
    return true;
  }

  /** The largest maxima of smaller windows of the same value that come before a node. */
  private @Nullable Value smaller(Node node, Window window, Rewriter r) {
    List<Node> others = pools.computeIfAbsent(node.input(0), x -> new ArrayList<>());
    Value best = null;
    int size = 0;
    for (Node other : others) {
      Window w = centred(other, r);
      if (w != null && isSmaller(w.kernel(), window.kernel()) && w.kernel()[0] > size) {
        best = other.output(0);
        size = w.kernel()[0];
      }
    }
    if (others.size() < MOST) {
      others.add(node);
    }
    return best;
  }

  private static boolean isSmaller(int[] a, int[] b) {
    for (int i = 0; i < a.length; i++) {
      if (a.length != b.length || a[i] > b[i]) {
        return false;
      }
    }
    return !Arrays.equals(a, b);
  }

  /** The window of maxima around each pixel, of which nobody reads the places; else null. */
  private static @Nullable Window centred(Node node, Rewriter r) {
    if (!(node.op() instanceof MaxPool pool)
        || node.outputs().size() > 1 && r.old().uses(node.output(1)) > 0) {
      return null;
    }
    Window w = pool.window();
    int rank = w.kernel().length;
    boolean centred = w.autoPad() == AutoPad.NOTSET && rank > 0 && w.pads().length == 2 * rank;
    for (int i = 0; centred && i < 2 * rank; i++) {
      int k = w.kernel()[i % rank];
      centred = k % 2 == 1 && w.pads()[i] == k / 2;
    }
    boolean everywhere =
        Arrays.stream(w.strides()).allMatch(s -> s == 1)
            && Arrays.stream(w.dilations()).allMatch(d -> d == 1);
    return centred && everywhere ? w : null;
  }
}
