package dev.lanewise.pass;

import dev.lanewise.graph.Node;
import dev.lanewise.graph.Rewriter;
import dev.lanewise.graph.Value;
import dev.lanewise.kernel.Epilogue;
import dev.lanewise.op.Cast;
import dev.lanewise.op.Clip;
import dev.lanewise.op.Equal;
import dev.lanewise.op.Gather;
import dev.lanewise.op.MatMul;
import dev.lanewise.op.Reshape;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds the product of numbers that were made one-hot with a constant matrix, {@code float(x[...,
 * 1] == [0, 1, … n − 1]) · W}, and takes the rows of W instead; numbers out of range take a row of
 * zeros. W must be finite: a product of 0 and infinity would be NaN.
 */
final class RecogniseOneHotProduct implements Rewriter.Rule {
  private static final MatMul PRODUCT = new MatMul();
  private static final MatMul TRANSPOSED = new MatMul(false, true, 1, Epilogue.NONE);

  /** Elements of a matrix of which every plan may have a copy. */
  private static final int MOST = 1 << 22;

  @Override
  public boolean apply(Node node, Rewriter r) {
    if (!(node.op() instanceof MatMul op) || node.inputs().size() != 2) {
      return false;
    }
    Match m = new Match(r);
    Value w = Objects.requireNonNull(r.input(node, 1));
    Tensor matrix = w.constant();
    Node cast = m.node(r.input(node, 0), Cast.class);
    Node equal = cast == null ? null : m.node(cast.input(0), Equal.class);
    if (equal == null
        || matrix == null
        || !Match.isFloat(w)
        || matrix.shape().rank() != 2
        || matrix.size() > MOST) {
      return false;
    }
    boolean transposed = op.equals(TRANSPOSED);
    if (!transposed && !op.equals(PRODUCT)) {
      return false;
    }
    int n = matrix.shape().dim(transposed ? 1 : 0);
    for (int i = 0; i < 2; i++) {
      Value x = equal.input(i);
      if (counts(equal.input(1 - i), n) && isColumn(x, equal.input(1 - i))) {
        float[] table = table(matrix, transposed);
        if (table != null) {
          take(node, Objects.requireNonNull(x), table, n, r);
          return true;
        }
      }
    }
    return false;
  }

  /** Whether a value is 0, 1, … n − 1 along the last axis. */
  private static boolean counts(@Nullable Value value, int n) {
    Tensor t = value == null ? null : value.constant();
    if (t == null
        || t.dtype() != DType.INT32 && t.dtype() != DType.INT64
        || t.shape().rank() == 0
        || t.size() != n
        || t.shape().dim(-1) != n) {
      return false;
    }
    long[] numbers = t.toLongs();
    for (int i = 0; i < n; i++) {
      if (numbers[i] != i) {
        return false;
      }
    }
    return true;
  }

  /** Whether a value has one element along the last axis, and all axes that numbers have. */
  private static boolean isColumn(@Nullable Value value, @Nullable Value numbers) {
    return value != null
        && numbers != null
        && value.type() instanceof TensorType x
        && numbers.type() instanceof TensorType n
        && x.isKnown()
        && x.shape() != null
        && n.shape() != null
        && x.shape().rank() >= Math.max(2, n.shape().rank())
        && x.shape().dim(-1) == 1;
  }

  /** The rows and one of zeros, null if not all numbers are finite. */
  private static float @Nullable [] table(Tensor matrix, boolean transposed) {
    float[] w = matrix.floats();
    int rows = matrix.shape().dim(transposed ? 1 : 0);
    int columns = matrix.shape().dim(transposed ? 0 : 1);
    float[] table = new float[w.length + columns];
    for (int k = 0; k < rows; k++) {
      for (int c = 0; c < columns; c++) {
        float x = w[transposed ? c * rows + k : k * columns + c];
        if (!Float.isFinite(x)) {
          return null;
        }
        table[k * columns + c] = x;
      }
    }
    return table;
  }

  private static void take(Node node, Value x, float[] table, int n, Rewriter r) {
    TensorType type = (TensorType) x.type();
    Shape shape = Objects.requireNonNull(type.shape());
    int columns = table.length / (n + 1);
    long[] dims = Arrays.stream(shape.dims()).asLongStream().toArray();
    dims[dims.length - 1] = columns;
    String name = node.name();
    Value inside =
        r.add(
            name + " rows",
            new Clip(),
            x,
            r.constant(name + " before", limit(type.dtype(), -1)),
            r.constant(name + " behind", limit(type.dtype(), n)));
    Value rows = r.constant(name + " table", Tensor.of(Shape.of(n + 1, columns), table));
    Value taken = r.add(name, new Gather(0), rows, inside);
    Value wanted = r.constant(name + " shape", Tensor.of(Shape.of(dims.length), dims));
    r.replace(node.output(0), r.add(name + " result", new Reshape(false), taken, wanted));
  }

  private static Tensor limit(DType dtype, int number) {
    return dtype == DType.INT32
        ? Tensor.of(dtype, Shape.SCALAR, new int[] {number})
        : Tensor.of(dtype, Shape.SCALAR, new long[] {number});
  }
}
