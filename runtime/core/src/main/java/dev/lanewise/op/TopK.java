package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Ref;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;

/**
 * The k largest or smallest elements along an axis, foremost first, and their indices; of equal
 * ones the one with the smaller index comes first. NaN counts as the largest number. The second
 * input holds k, one INT64.
 *
 * @param axis the axis, negative to count from the end
 * @param largest whether the largest elements are wanted, not the smallest
 */
public record TopK(int axis, boolean largest) implements Op {
  @Override
  public List<Type> infer(Inference in) {
    DType dtype = in.dtype(0);
    in.require(Types.isNumber(dtype), Types.notDefinedFor(dtype));
    in.require(in.dtype(1) == DType.INT64, "k must be int64, but is " + in.dtype(1));
    Shape shape = in.shape(0);
    Tensor given = in.constant(1);
    Shape result = shape;
    if (shape != null) {
      int at = Axes.normalise(axis, shape.rank());
      result = shape.with(at, given == null ? Shape.UNKNOWN : k(given, shape.dim(at)));
    }
    return List.of(new TensorType(dtype, result), new TensorType(DType.INT64, result));
  }

  private static int k(Tensor given, int dim) {
    if (given.size() != 1) {
      throw new IllegalArgumentException("k must be one number, but is " + given);
    }
    long k = given.toLongs()[0];
    if (k < 0 || k > (dim == Shape.UNKNOWN ? Integer.MAX_VALUE : dim)) {
      throw new IllegalArgumentException("k is " + k + ", but the axis has size " + dim);
    }
    return (int) k;
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    DType dtype = x.dtype();
    int at = Axes.normalise(axis, x.shape().rank());
    int n = x.shape().dim(at);
    int k = k(in.tensor(1), n);
    int inner = x.shape().size(at + 1, x.shape().rank());
    Shape shape = x.shape().with(at, k);
    int lines = k == 0 ? 0 : shape.size() / k;
    long[] keys = keys(x);
    int[] from = new int[shape.size()];
    long[] indices = new long[from.length];
    TopSelection selection = new TopSelection(k);
    for (int line = 0; line < lines; line++) {
      int first = line / inner * n * inner + line % inner;
      for (int i = 0; i < n; i++) {
        selection.offer(keys[first + i * inner], i);
      }
      selection.sort();
      int to = line / inner * k * inner + line % inner;
      for (int i = 0; i < k; i++) {
        indices[to + i * inner] = selection.index(i);
        from[to + i * inner] = first + selection.index(i) * inner;
      }
    }
    Tensor values = Tensor.zeros(dtype, shape);
    Indexed.gather(dtype.storage(), x.array(), 0, from, 0, from.length, 1, values.array(), 0);
    return List.of(values, Tensor.of(DType.INT64, shape, indices));
  }

  private long[] keys(Tensor x) {
    long[] keys = new long[x.size()];
    if (x.dtype().isFloating()) {
      double[] v = x.toDoubles();
      for (int i = 0; i < keys.length; i++) {
        keys[i] = TopSelection.key(v[i], largest);
      }
    } else {
      long[] v = x.toLongs();
      for (int i = 0; i < keys.length; i++) {
        keys[i] = TopSelection.key(x.dtype(), v[i], largest);
      }
    }
    return keys;
  }

  @Override
  public void lower(Lowering l) {
    Shape shape = l.shape(0);
    int at = Axes.normalise(axis, shape.rank());
    int k = l.outputShape(0).dim(at);
    if (l.dtype(0) != DType.FLOAT || shape.size() == 0 || k == 0) {
      l.reference();
      return;
    }
    int n = shape.dim(at);
    int inner = shape.size(at + 1, shape.rank());
    int lines = shape.size() / n;
    Ref x = l.input(0);
    Ref values = l.isUsed(0) ? l.output(0) : null;
    Ref indices = l.isUsed(1) ? l.output(1) : null;
    int state = l.state(() -> new TopSelection(k));
    l.emit(
        "TopK " + k + " of " + n,
        frame -> {
          TopSelection selection = (TopSelection) frame.state(state);
          float[] v = frame.floats(x);
          for (int line = 0; line < lines; line++) {
            int first = x.offset() + line / inner * n * inner + line % inner;
            for (int i = 0; i < n; i++) {
              selection.offer(TopSelection.key(v[first + i * inner], largest), i);
            }
            selection.sort();
            int to = line / inner * k * inner + line % inner;
            if (values != null) {
              float[] y = frame.floats(values);
              for (int i = 0; i < k; i++) {
                y[values.offset() + to + i * inner] = v[first + selection.index(i) * inner];
              }
            }
            if (indices != null) {
              long[] y = frame.longs(indices);
              for (int i = 0; i < k; i++) {
                y[indices.offset() + to + i * inner] = selection.index(i);
              }
            }
          }
        });
  }
}
