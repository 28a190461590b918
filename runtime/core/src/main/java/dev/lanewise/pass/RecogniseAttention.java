package dev.lanewise.pass;

import dev.lanewise.graph.Node;
import dev.lanewise.graph.Rewriter;
import dev.lanewise.graph.Value;
import dev.lanewise.kernel.Epilogue;
import dev.lanewise.op.Add;
import dev.lanewise.op.Attention;
import dev.lanewise.op.MatMul;
import dev.lanewise.op.Reshape;
import dev.lanewise.op.Softmax;
import dev.lanewise.op.Transpose;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds attention in FLOAT that an exporter spelled out, {@code softmax(scale·Q·Kᵀ + mask)·V},
 * where all shapes are known. The scale may be a factor of Q, of K or of the product, in any number
 * of pieces. Heads that were split off a hidden dimension and go back there stay where they are:
 * the operator reads and writes them in place, and the transpositions around it go.
 */
final class RecogniseAttention implements Rewriter.Rule {
  private static final int[] SWAP_MIDDLE = {0, 2, 1, 3};

  @Override
  public boolean apply(Node node, Rewriter r) {
    Value weights = node.input(0);
    if (!isPlain(node) || weights == null || r.old().uses(weights) != 1) {
      return false;
    }
    Match m = new Match(r);
    Node softmax = m.node(r.input(node, 0), Softmax.class);
    Value v = r.input(node, 1);
    Shape shape = softmax == null ? null : shape(softmax.output(0));
    Shape values = shape(v);
    if (softmax == null || v == null || shape == null || values == null) {
      return false;
    }
    int axis = ((Softmax) softmax.op()).axis();
    if ((axis != -1 && axis != shape.rank() - 1) || shape.rank() < 3 || shape.rank() > 4) {
      return false;
    }
    MatMul op = (MatMul) node.op();
    if (op.transA() || op.transB() || op.alpha() != 1 || !sameBatch(shape, values)) {
      return false;
    }
    Scores scores = scores(softmax.input(0), shape, m, r);
    if (scores == null) {
      return false;
    }
    Value y =
        shape.rank() == 3 ? single(node, scores, v, shape, r) : heads(node, scores, v, shape, m, r);
    r.replace(node.output(0), y);
    return true;
  }

  /** The operands of the scores: {@code scale·q·kᵀ + mask}. */
  private record Scores(Value q, Value k, float scale, @Nullable Value mask) {}

  private static boolean isPlain(Node node) {
    return node.op() instanceof MatMul product
        && product.epilogue().equals(Epilogue.NONE)
        && node.inputs().size() == 2
        && Match.isFloat(node.input(0));
  }

  private static @Nullable Shape shape(@Nullable Value value) {
    return value != null && value.type() instanceof TensorType t && t.isKnown() ? t.shape() : null;
  }

  private static boolean sameBatch(Shape a, Shape b) {
    return a.rank() == b.rank() && a.slice(0, a.rank() - 2).equals(b.slice(0, b.rank() - 2));
  }

  private static @Nullable Scores scores(@Nullable Value value, Shape shape, Match m, Rewriter r) {
    Node sum = m.node(value, Add.class);
    for (int i = 0; sum != null && i < 2; i++) {
      Value mask = sum.input(i);
      Scores found = products(sum.input(1 - i), shape, m, r);
      if (found != null && mask != null && shape(mask) != null) {
        return new Scores(found.q, found.k, found.scale, mask);
      }
    }
    return products(value, shape, m, r);
  }

  private static @Nullable Scores products(
      @Nullable Value value, Shape shape, Match m, Rewriter r) {
    Factors f = value == null ? null : Factors.scaled(value, m);
    Node product = f == null ? null : m.node(f.values().get(0), MatMul.class);
    Value a = product == null ? null : product.input(0);
    Value b = product == null ? null : product.input(1);
    if (f == null
        || product == null
        || a == null
        || b == null
        || !isPlain(product)
        || !shape.equals(shape(product.output(0)))) {
      return null;
    }
    MatMul op = (MatMul) product.op();
    Factors q = Factors.scaled(a, m);
    Factors k = Factors.scaled(b, m);
    double scale = f.scalar() * q.scalar() * k.scalar() * op.alpha();
    Value rows = q.values().get(0);
    Value columns = k.values().get(0);
    Shape left = shape(rows);
    Shape right = shape(columns);
    if (op.transA()
        || !isFinite(scale)
        || left == null
        || right == null
        || !sameBatch(shape, left)
        || !sameBatch(shape, right)) {
      return null;
    }
    return new Scores(
        rows, op.transB() ? columns : transposed(columns, right, m, r), (float) scale, null);
  }

  private static boolean isFinite(double scale) {
    return Math.abs(scale) <= Float.MAX_VALUE && scale != 0;
  }

  /** The value with its last two dimensions swapped, out of what was transposed before. */
  private static Value transposed(Value value, Shape shape, Match m, Rewriter r) {
    int rank = shape.rank();
    int[] order = new int[rank];
    Arrays.setAll(order, i -> i);
    Value source = value;
    Node transpose = m.node(value, Transpose.class);
    Value x = transpose == null ? null : transpose.input(0);
    int[] before =
        transpose == null || x == null
            ? null
            : MergeTransposes.order((Transpose) transpose.op(), x);
    if (before != null && x != null) {
      order = before.clone();
      source = x;
    }
    int last = order[rank - 1];
    order[rank - 1] = order[rank - 2];
    order[rank - 2] = last;
    boolean identity = true;
    for (int i = 0; i < rank; i++) {
      identity &= order[i] == i;
    }
    return identity ? source : r.add(value.name() + " rows", new Transpose(order), source);
  }

  /** Operands {@code [B, rows, size]}: one head per batch. */
  private static Value single(Node node, Scores s, Value v, Shape shape, Rewriter r) {
    Value mask = s.mask;
    Shape given = mask == null ? null : shape(mask);
    if (mask != null && given != null && given.rank() == 3 && given.dim(0) != 1) {
      mask = reshaped(node.name() + " mask", mask, r, shape.dim(0), 1, given.dim(1), given.dim(2));
    }
    return attention(node, Attention.plain(1, 1, s.scale), s.q, s.k, v, mask, r);
  }

  /** Operands {@code [B, heads, rows, size]}. */
  private static Value heads(Node node, Scores s, Value v, Shape shape, Match m, Rewriter r) {
    Value q = joined(s.q, m, r);
    Value k = joined(s.k, m, r);
    Value values = joined(v, m, r);
    Shape e = shape(v);
    if (q == null || k == null || values == null || e == null) {
      return attention(node, Attention.plain(0, 0, s.scale), s.q, s.k, v, s.mask, r);
    }
    int count = shape.dim(1);
    Value y = attention(node, Attention.plain(count, count, s.scale), q, k, values, s.mask, r);
    Value split =
        reshaped(node.name() + " heads", y, r, shape.dim(0), shape.dim(2), count, e.dim(3));
    return r.add(node.output(0).name(), new Transpose(SWAP_MIDDLE), split);
  }

  private static Value attention(
      Node node, Attention op, Value q, Value k, Value v, @Nullable Value mask, Rewriter r) {
    List<@Nullable Value> inputs = new ArrayList<>(List.of(q, k, v));
    if (mask != null) {
      inputs.add(mask);
    }
    return r.add(node.name(), op, inputs, List.of(node.output(0).name())).get(0);
  }

  private static Value reshaped(String name, Value x, Rewriter r, int... dims) {
    long[] sizes = Arrays.stream(dims).asLongStream().toArray();
    Value shape = r.constant(name + " shape", Tensor.of(Shape.of(dims.length), sizes));
    return r.add(name, new Reshape(true), x, shape);
  }

  /** A value {@code [B, heads, rows, size]} as {@code [B, rows, heads·size]} if it lies so. */
  private static @Nullable Value joined(Value value, Match m, Rewriter r) {
    Node transpose = m.node(value, Transpose.class);
    Value split = transpose == null ? null : transpose.input(0);
    Shape parts = shape(split);
    if (transpose == null
        || split == null
        || parts == null
        || !Arrays.equals(MergeTransposes.order((Transpose) transpose.op(), split), SWAP_MIDDLE)) {
      return null;
    }
    Node reshape = m.node(split, Reshape.class);
    Value x = reshape == null ? null : reshape.input(0);
    Shape whole = shape(x);
    if (x != null
        && whole != null
        && whole.rank() == 3
        && parts.slice(0, 2).equals(whole.slice(0, 2))) {
      return x;
    }
    int hidden = parts.dim(2) * parts.dim(3);
    return reshaped(value.name() + " joined", split, r, parts.dim(0), parts.dim(1), hidden);
  }
}
