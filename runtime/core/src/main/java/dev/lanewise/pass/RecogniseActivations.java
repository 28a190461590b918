package dev.lanewise.pass;

import dev.lanewise.graph.Node;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Rewriter;
import dev.lanewise.graph.Value;
import dev.lanewise.op.Add;
import dev.lanewise.op.Clip;
import dev.lanewise.op.Div;
import dev.lanewise.op.HardSigmoid;
import dev.lanewise.op.HardSwish;
import dev.lanewise.op.LeakyRelu;
import dev.lanewise.op.Max;
import dev.lanewise.op.Mul;
import dev.lanewise.op.Sigmoid;
import dev.lanewise.op.Swish;
import org.jspecify.annotations.Nullable;

/** Finds activations that an exporter spelled out in primitives, in FLOAT. */
final class RecogniseActivations implements Rewriter.Rule {
  private static final float SIXTH = 1f / 6;

  @Override
  public boolean apply(Node node, Rewriter r) {
    if (node.inputs().size() != 2 || !Match.isFloat(r.input(node, 0))) {
      return false;
    }
    Match m = new Match(r);
    Value a = r.input(node, 0);
    Value b = r.input(node, 1);
    if (node.op() instanceof Mul) {
      return product(node, a, b, m, r) || product(node, b, a, m, r);
    }
    if (node.op() instanceof Div) {
      return quotient(node, a, b, m, r);
    }
    if (node.op() instanceof Max) {
      return leaky(node, a, b, m, r) || leaky(node, b, a, m, r);
    }
    return false;
  }

  private static boolean replace(Node node, Op op, Value x, Rewriter r) {
    r.replace(node.output(0), r.add(node.name(), op, x));
    return true;
  }

  /** x · f(x). */
  private static boolean product(
      Node node, @Nullable Value x, @Nullable Value f, Match m, Rewriter r) {
    if (x == null) {
      return false;
    }
    Node sigmoid = m.node(f, Sigmoid.class);
    if (sigmoid != null && sigmoid.input(0) == x) {
      return replace(node, new Swish(1), x, r);
    }
    Node hard = m.node(f, HardSigmoid.class);
    if (hard != null
        && hard.input(0) == x
        && hard.op() instanceof HardSigmoid h
        && Math.abs(h.alpha() - SIXTH) < 1e-6f
        && h.beta() == 0.5f) {
      return replace(node, new HardSwish(), x, r);
    }
    return false;
  }

  /** clip(x + 3, 0, 6) / 6 and x · clip(x + 3, 0, 6) / 6. */
  private static boolean quotient(
      Node node, @Nullable Value a, @Nullable Value b, Match m, Rewriter r) {
    if (!Match.isScalar(b, 6)) {
      return false;
    }
    Value gate = relu6PlusThree(a, m);
    if (gate != null) {
      return replace(node, new HardSigmoid(SIXTH, 0.5f), gate, r);
    }
    Node product = m.node(a, Mul.class);
    if (product == null) {
      return false;
    }
    for (int i = 0; i < 2; i++) {
      Value x = product.input(i);
      if (x != null && relu6PlusThree(product.input(1 - i), m) == x) {
        return replace(node, new HardSwish(), x, r);
      }
    }
    return false;
  }

  /** x if a value is clip(x + 3, 0, 6), else null. */
  private static @Nullable Value relu6PlusThree(@Nullable Value value, Match m) {
    Node clip = m.node(value, Clip.class);
    return clip != null && Match.isScalar(clip.input(1), 0) && Match.isScalar(clip.input(2), 6)
        ? m.withScalar(clip.input(0), Add.class, 3)
        : null;
  }

  /** max(x, a·x) with 0 ≤ a ≤ 1. */
  private static boolean leaky(
      Node node, @Nullable Value x, @Nullable Value scaled, Match m, Rewriter r) {
    Node product = m.node(scaled, Mul.class);
    if (x == null || product == null) {
      return false;
    }
    for (int i = 0; i < 2; i++) {
      float a = ChannelConstant.scalar(product.input(1 - i));
      if (product.input(i) == x && a >= 0 && a <= 1) {
        return replace(node, new LeakyRelu(a), x, r);
      }
    }
    return false;
  }
}
