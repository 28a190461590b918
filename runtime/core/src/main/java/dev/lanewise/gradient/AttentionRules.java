package dev.lanewise.gradient;

import dev.lanewise.graph.Op;
import dev.lanewise.graph.Value;
import dev.lanewise.kernel.Epilogue;
import dev.lanewise.op.Add;
import dev.lanewise.op.Attention;
import dev.lanewise.op.Expand;
import dev.lanewise.op.MatMul;
import dev.lanewise.op.Mul;
import dev.lanewise.op.Reshape;
import dev.lanewise.op.Softmax;
import dev.lanewise.op.Tanh;
import dev.lanewise.op.Transpose;
import dev.lanewise.op.Where;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Map;

/** The rule of attention, by the matrix products that it is made of. */
final class AttentionRules {
  /** What stands for −∞ in scores that are not seen. */
  private static final double UNSEEN = -1e30;

  private AttentionRules() {}

  static void addTo(Map<Class<? extends Op>, GradientRule> rules) {
    rules.put(Attention.class, AttentionRules::attention);
  }

  private static boolean has(Backward b, int i) {
    return i < b.node().inputs().size() && b.node().input(i) != null;
  }

  private static void attention(Backward b) {
    Attention op = (Attention) b.node().op();
    for (int i = 4; i < b.node().inputs().size(); i++) {
      if (has(b, i)) {
        throw b.unsupported("caches of keys and values have no gradient");
      }
    }
    Value q = heads(b, b.x(0), op.queryHeads());
    int count = b.shape(q).dim(1);
    Value k = repeated(b, heads(b, b.x(1), op.keyHeads()), count);
    Value v = repeated(b, heads(b, b.x(2), op.keyHeads()), count);
    float scale = op.scale(b.shape(q).dim(3));
    Value scores = b.add(new MatMul(false, true, scale, Epilogue.NONE), q, k);
    if (op.softcap() > 0) {
      Value small = b.add(new Mul(), scores, b.constant(1.0 / op.softcap()));
      scores = b.add(new Mul(), b.add(new Tanh(), small), b.constant(op.softcap()));
    }
    scores = masked(b, op, scores);
    Value y = b.add(new MatMul(), b.add(new Softmax(3), scores), v);
    if (b.rank(b.x(0)) == 3) {
      Value rows = b.add(new Transpose(new int[] {0, 2, 1, 3}), y);
      y = b.add(new Reshape(true), rows, b.integers(b.shape(b.y()).toLongs()));
    }
    b.giveThrough(y);
  }

  private static Value masked(Backward b, Attention op, Value scores) {
    Value result = scores;
    if (has(b, 3)) {
      if (b.tensor(b.x(3)).dtype() == DType.BOOL) {
        result = b.add(new Where(), b.x(3), result, b.constant(UNSEEN));
      } else {
        result = b.add(new Add(), result, b.x(3));
      }
    }
    Shape shape = b.shape(scores);
    Tensor seen = op.seen(shape.dim(2), shape.dim(3));
    return seen == null ? result : b.add(new Where(), b.constant(seen), result, b.constant(UNSEEN));
  }

  /** {@code [B, heads, rows, size]}. */
  private static Value heads(Backward b, Value x, int heads) {
    Shape s = b.shape(x);
    if (s.rank() == 4) {
      return x;
    }
    Value cut =
        b.add(new Reshape(true), x, b.integers(s.dim(0), s.dim(1), heads, s.dim(2) / heads));
    return b.add(new Transpose(new int[] {0, 2, 1, 3}), cut);
  }

  /** Each head as often as there are queries for it. */
  private static Value repeated(Backward b, Value x, int heads) {
    Shape s = b.shape(x);
    if (s.dim(1) == heads) {
      return x;
    }
    int times = heads / s.dim(1);
    Value one = b.add(new Reshape(true), x, b.integers(s.dim(0), s.dim(1), 1, s.dim(2), s.dim(3)));
    Value many =
        b.add(new Expand(), one, b.integers(s.dim(0), s.dim(1), times, s.dim(2), s.dim(3)));
    return b.add(new Reshape(true), many, b.integers(s.dim(0), heads, s.dim(2), s.dim(3)));
  }
}
