package dev.lanewise.pass;

import dev.lanewise.graph.Node;
import dev.lanewise.graph.Rewriter;
import dev.lanewise.graph.Value;
import dev.lanewise.kernel.Epilogue;
import dev.lanewise.op.Einsum;
import dev.lanewise.op.EinsumPlan;
import dev.lanewise.op.MatMul;
import dev.lanewise.op.Mul;
import dev.lanewise.op.ReduceSum;
import dev.lanewise.op.Reshape;
import dev.lanewise.op.Transpose;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Computes an Einsum on FLOAT by sums, transpositions and matrix products, two operands at a time,
 * where all shapes are known, not empty, and no operand has a label twice.
 */
final class ExpandEinsum implements Rewriter.Rule {
  @Override
  public boolean apply(Node node, Rewriter r) {
    if (!(node.op() instanceof Einsum einsum)) {
      return false;
    }
    List<Shape> shapes = new ArrayList<>();
    List<Value> operands = new ArrayList<>();
    for (Value v : r.inputs(node)) {
      if (v == null
          || !Match.isFloat(v)
          || !(v.type() instanceof TensorType t)
          || t.shape() == null
          || !t.isKnown()
          || t.shape().size() == 0) {
        return false;
      }
      operands.add(v);
      shapes.add(t.shape());
    }
    EinsumPlan plan = EinsumPlan.of(einsum, shapes);
    if (plan == null) {
      return false;
    }
    r.replace(node.output(0), new Expansion(node.name(), plan, r).run(operands));
    return true;
  }

  /** A value with one label per dimension. */
  private record Term(Value value, int[] labels) {}

  /** Adds the nodes for one Einsum. */
  private static final class Expansion {
    private final String name;
    private final EinsumPlan plan;
    private final Rewriter r;
    private int steps;

    Expansion(String name, EinsumPlan plan, Rewriter r) {
      this.name = name;
      this.plan = plan;
      this.r = r;
    }

    Value run(List<Value> operands) {
      Term all = null;
      for (int i = 0; i < operands.size(); i++) {
        Term next = reduced(new Term(operands.get(i), plan.term(i)), i);
        all = all == null ? next : product(all, next, i);
      }
      Term result = Objects.requireNonNull(all);
      return permuted(result, plan.result()).value;
    }

    private String step() {
      return name + ":" + steps++;
    }

    /** Sums over the labels that nothing else has. */
    private Term reduced(Term t, int operand) {
      int[] kept = plan.kept(t.labels, operand);
      if (kept.length == t.labels.length) {
        return t;
      }
      List<Long> axes = new ArrayList<>();
      for (int i = 0; i < t.labels.length; i++) {
        if (!EinsumPlan.has(kept, t.labels[i])) {
          axes.add((long) i);
        }
      }
      long[] which = axes.stream().mapToLong(Long::longValue).toArray();
      Value constant = r.constant(step(), Tensor.of(Shape.of(which.length), which));
      return new Term(r.add(step(), new ReduceSum(false, false), t.value, constant), kept);
    }

    private Term permuted(Term t, int[] labels) {
      int[] order = new int[labels.length];
      boolean identity = true;
      for (int i = 0; i < order.length; i++) {
        order[i] = EinsumPlan.indexOf(t.labels, labels[i]);
        identity &= order[i] == i;
      }
      return identity ? t : new Term(r.add(step(), new Transpose(order), t.value), labels);
    }

    private Value reshaped(Value x, int[] batch, int... matrix) {
      int[] dims = EinsumPlan.join(batch, matrix);
      if (x.type().equals(new TensorType(DType.FLOAT, Shape.of(dims)))) {
        return x;
      }
      long[] sizes = Arrays.stream(dims).asLongStream().toArray();
      Value shape = r.constant(step(), Tensor.of(Shape.of(dims.length), sizes));
      return r.add(step(), new Reshape(true), x, shape);
    }

    /**
     * The product of two terms: labels of both that stay are a batch, labels of both that go are
     * summed by the matrix product.
     *
     * @param operand index of the second term
     */
    private Term product(Term a, Term b, int operand) {
      EinsumPlan.Pair pair = plan.pair(a.labels, b.labels, operand);
      int[] batch = plan.sizes(pair.batch());
      int m = plan.size(pair.left());
      int n = plan.size(pair.right());
      int k = plan.size(pair.summed());
      Value x = permuted(a, EinsumPlan.join(pair.batch(), pair.left(), pair.summed())).value;
      int[] columns = EinsumPlan.join(pair.batch(), pair.summed(), pair.right());
      int[] rows = EinsumPlan.join(pair.batch(), pair.right(), pair.summed());
      boolean stored = Arrays.equals(b.labels, rows) && k > 1 && n > 1;
      Value w = permuted(b, stored ? rows : columns).value;
      Value y;
      if (k == 1) {
        y = r.add(step(), new Mul(), reshaped(x, batch, m, 1), reshaped(w, batch, 1, n));
      } else {
        y =
            r.add(
                step(),
                new MatMul(false, stored, 1, Epilogue.NONE),
                reshaped(x, batch, m, k),
                stored ? reshaped(w, batch, n, k) : reshaped(w, batch, k, n));
      }
      int[] labels = EinsumPlan.join(pair.batch(), pair.left(), pair.right());
      return new Term(reshaped(y, plan.sizes(labels)), labels);
    }
  }
}
