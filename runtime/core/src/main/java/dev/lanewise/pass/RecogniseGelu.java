package dev.lanewise.pass;

import dev.lanewise.graph.Node;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Rewriter;
import dev.lanewise.graph.Value;
import dev.lanewise.op.Add;
import dev.lanewise.op.Div;
import dev.lanewise.op.Erf;
import dev.lanewise.op.Gelu;
import dev.lanewise.op.Mul;
import dev.lanewise.op.Sigmoid;
import dev.lanewise.op.Swish;
import dev.lanewise.op.Tanh;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds GELU in FLOAT that an exporter spelled out: {@code x/2·(1 + erf(x/√2))}, {@code x/2·(1 +
 * tanh(√(2/π)·(x + 0.044715·x³)))} and {@code x·sigmoid(a·x)}, with factors in any order.
 */
final class RecogniseGelu implements Rewriter.Rule {
  private static final double CUBIC = 0.044715;
  private static final int MAX_CANDIDATES = 16;

  @Override
  public boolean apply(Node node, Rewriter r) {
    Value a = r.input(node, 0);
    Value b = r.input(node, 1);
    boolean product = node.op() instanceof Mul || node.op() instanceof Div;
    if (!product || a == null || b == null || !Match.isFloat(a)) {
      return false;
    }
    Match m = new Match(r);
    if (node.op() instanceof Div && Float.isNaN(ChannelConstant.scalar(b))) {
      return false;
    }
    List<Value> candidates = new ArrayList<>();
    collect(a, m, candidates);
    collect(b, m, candidates);
    for (Value x : candidates) {
      Factors f = Factors.of(a, x, m);
      Factors g = Factors.of(b, x, m);
      double scalar = node.op() instanceof Mul ? f.scalar() * g.scalar() : f.scalar() / g.scalar();
      List<Value> values = new ArrayList<>(f.values());
      values.addAll(g.values());
      Op op =
          values.size() == 2 && values.remove(x)
              ? gelu(x, values.get(0), new Factors(scalar, List.of()), m)
              : null;
      if (op != null && x.type().equals(node.output(0).type())) {
        r.replace(node.output(0), r.add(node.name(), op, x));
        return true;
      }
    }
    return false;
  }

  /** Adds a value and the factors of it that are not constant. */
  private static void collect(Value value, Match m, List<Value> candidates) {
    if (value.constant() != null || candidates.size() == MAX_CANDIDATES) {
      return;
    }
    candidates.add(value);
    Node product =
        m.node(value, Mul.class) == null ? m.node(value, Div.class) : m.node(value, Mul.class);
    for (int i = 0; product != null && i < 2; i++) {
      Value factor = product.input(i);
      if (factor != null) {
        collect(factor, m, candidates);
      }
    }
  }

  /**
   * The operator that a product of x, a gate and a scalar is of x; null if it is none.
   *
   * @param all holds the scalar
   */
  private static @Nullable Op gelu(Value x, Value gate, Factors all, Match m) {
    Node sigmoid = m.node(gate, Sigmoid.class);
    if (sigmoid != null && all.isScalar(1)) {
      Factors z = Factors.of(sigmoid.input(0), x, m);
      return z.isPower(x, 1, z.scalar()) && z.scalar() > 0 ? new Swish((float) z.scalar()) : null;
    }
    Node sum = m.node(gate, Add.class);
    for (int i = 0; sum != null && i < 2; i++) {
      // c + c·f(x) with a product of 1/2 for c and the other constants.
      float c = ChannelConstant.scalar(sum.input(i));
      Factors f = Factors.of(sum.input(1 - i), x, m);
      if (Float.isNaN(c) || !f.isScalar(c) || !all.isScalar(0.5 / c) || f.values().size() != 1) {
        continue;
      }
      Node erf = m.node(f.values().get(0), Erf.class);
      if (erf != null && Factors.of(erf.input(0), x, m).isPower(x, 1, Math.sqrt(0.5))) {
        return new Gelu(false);
      }
      Node tanh = m.node(f.values().get(0), Tanh.class);
      if (tanh != null && isCubic(tanh.input(0), x, m)) {
        return new Gelu(true);
      }
    }
    return null;
  }

  /** Whether a value is {@code √(2/π)·(x + 0.044715·x³)}, with x before the bracket or in it. */
  private static boolean isCubic(@Nullable Value value, Value x, Match m) {
    Factors f = Factors.of(value, x, m);
    List<Value> rest = new ArrayList<>(f.values());
    if (!f.isScalar(Math.sqrt(2 / Math.PI)) || rest.isEmpty() || rest.size() > 2) {
      return false;
    }
    int degree = rest.remove(x) ? 2 : 3;
    return rest.size() == 1 && isSum(rest.get(0), x, degree, m);
  }

  /** Whether a value is {@code x + 0.044715·x³} or, for degree 2, {@code 1 + 0.044715·x²}. */
  private static boolean isSum(Value value, Value x, int degree, Match m) {
    Node sum = m.node(value, Add.class);
    for (int i = 0; sum != null && i < 2; i++) {
      boolean first = degree == 3 ? sum.input(i) == x : Match.isScalar(sum.input(i), 1);
      if (first && Factors.of(sum.input(1 - i), x, m).isPower(x, degree, CUBIC)) {
        return true;
      }
    }
    return false;
  }
}
