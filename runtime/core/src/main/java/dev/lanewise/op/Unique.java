package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The different elements or slices of the input, the index at which each comes first, the index
 * that stands for each of the input among them, and how often each comes.
 *
 * @param axis dimension whose slices are compared, a negative one counts from the end; null
 *     compares single elements of the flattened input
 * @param sorted whether they come in ascending order, slices as a list of their elements; otherwise
 *     in the order of their first appearance
 */
public record Unique(@Nullable Integer axis, boolean sorted) implements Op {
  @Override
  public List<Type> infer(Inference in) {
    Shape x = in.shape(0);
    DType dtype = in.dtype(0);
    in.require(!dtype.isComplex(), Types.notDefinedFor(dtype));
    Shape y = x;
    if (axis == null) {
      y = Shapes.unknown(1);
    } else if (x != null) {
      y = x.with(Axes.normalise(axis, x.rank()), Shape.UNKNOWN);
    }
    Type indices = new TensorType(DType.INT64, Shapes.unknown(1));
    return List.of(new TensorType(dtype, y), indices, indices, indices);
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor whole = in.tensor(0);
    Tensor x = axis == null ? whole.reshape(Shape.of(whole.size())) : whole;
    Shape shape = x.shape();
    int along = axis == null ? 0 : Axes.normalise(axis, shape.rank());
    int n = shape.dim(along);
    int inner = shape.size(along + 1, shape.rank());
    Slices slices = Slices.of(x, shape.size(0, along), n, inner);
    int[] order = slices.order();
    int[] group = new int[n];
    int[] first = new int[n];
    int groups = 0;
    for (int k = 0; k < n; k++) {
      if (k == 0 || slices.compare(order[k - 1], order[k]) != 0) {
        first[groups] = order[k];
        groups++;
      }
      group[order[k]] = groups - 1;
    }
    if (!sorted) {
      groups = byAppearance(group, first);
    }
    long[] indices = new long[groups];
    long[] inverse = new long[n];
    long[] counts = new long[groups];
    int[] offsets = new int[groups];
    for (int g = 0; g < groups; g++) {
      indices[g] = first[g];
      offsets[g] = first[g] * inner;
    }
    for (int i = 0; i < n; i++) {
      inverse[i] = group[i];
      counts[group[i]]++;
    }
    Tensor y = Tensor.zeros(x.dtype(), shape.with(along, groups));
    for (int o = 0; o < shape.size(0, along); o++) {
      int from = o * n * inner;
      int to = o * groups * inner;
      Indexed.gather(
          x.dtype().storage(), x.array(), from, offsets, 0, groups, inner, y.array(), to);
    }
    return List.of(
        y,
        Tensor.of(Shape.of(groups), indices),
        Tensor.of(Shape.of(n), inverse),
        Tensor.of(Shape.of(groups), counts));
  }

  /** Numbers groups anew by their first member; returns how many there are. */
  private static int byAppearance(int[] group, int[] first) {
    int[] number = new int[group.length];
    int groups = 0;
    for (int i = 0; i < group.length; i++) {
      if (first[group[i]] == i) {
        number[group[i]] = groups;
        groups++;
      }
    }
    for (int i = 0; i < group.length; i++) {
      group[i] = number[group[i]];
    }
    int next = 0;
    for (int i = 0; i < group.length; i++) {
      if (group[i] == next) {
        first[next] = i;
        next++;
      }
    }
    return groups;
  }

  /** The slices that are compared: n of them, each {@code outer} runs of {@code inner} elements. */
  private record Slices(Object values, boolean unsigned, int outer, int n, int inner) {
    static Slices of(Tensor x, int outer, int n, int inner) {
      DType dtype = x.dtype();
      Object values =
          dtype == DType.STRING ? x.strings() : dtype.isFloating() ? x.toDoubles() : x.toLongs();
      return new Slices(values, dtype == DType.UINT64, outer, n, inner);
    }

    int compare(int a, int b) {
      for (int o = 0; o < outer; o++) {
        for (int r = 0; r < inner; r++) {
          int i = (o * n + a) * inner + r;
          int k = (o * n + b) * inner + r;
          int c = elements(i, k);
          if (c != 0) {
            return c;
          }
        }
      }
      return 0;
    }

    private int elements(int i, int k) {
      if (values instanceof double[] doubles) {
        // Adding 0 makes −0 equal to 0, as in arithmetic.
        return Double.compare(doubles[i] + 0.0, doubles[k] + 0.0);
      }
      if (values instanceof long[] longs) {
        return unsigned
            ? Long.compareUnsigned(longs[i], longs[k])
            : Long.compare(longs[i], longs[k]);
      }
      String[] strings = (String[]) values;
      return strings[i].compareTo(strings[k]);
    }

    /** The slices in ascending order; equal ones in the order of their numbers. */
    int[] order() {
      int[] order = new int[n];
      for (int i = 0; i < n; i++) {
        order[i] = i;
      }
      int[] merged = new int[n];
      for (int width = 1; width < n && width > 0; width *= 2) {
        for (int at = 0; at < n; at += 2 * width) {
          merge(order, at, Math.min(at + width, n), Math.min(at + 2 * width, n), merged);
        }
        int[] t = order;
        order = merged;
        merged = t;
      }
      return order;
    }

    private void merge(int[] from, int start, int middle, int end, int[] to) {
      int a = start;
      int b = middle;
      for (int k = start; k < end; k++) {
        boolean left = b == end || (a < middle && compare(from[a], from[b]) <= 0);
        to[k] = left ? from[a] : from[b];
        a += left ? 1 : 0;
        b += left ? 0 : 1;
      }
    }
  }
}
