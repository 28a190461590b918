package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Ref;
import dev.lanewise.kernel.Epilogue;
import dev.lanewise.kernel.GemmShape;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Storage;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code alpha · A' · B' + beta · C} for matrices, where A' is A or its transpose.
 *
 * <p>Inputs: A {@code [M, K]} (or {@code [K, M]}), B {@code [K, N]} (or {@code [N, K]}), optional C
 * that broadcasts to {@code [M, N]}, then the residual {@code [M, N]} and the PRelu slope {@code
 * [N]} if the epilogue has them. Output: {@code [M, N]}.
 *
 * @param alpha factor of the product
 * @param beta factor of C
 * @param transA whether A is stored transposed
 * @param transB whether B is stored transposed
 * @param epilogue applied to the sum
 */
public record Gemm(float alpha, float beta, boolean transA, boolean transB, Epilogue epilogue)
    implements HasEpilogue {
  private static final int GRAIN = 1 << 14;

  /** Without an epilogue. */
  public Gemm(float alpha, float beta, boolean transA, boolean transB) {
    this(alpha, beta, transA, transB, Epilogue.NONE);
  }

  @Override
  public int channelAxis() {
    return -1;
  }

  /** The same with another epilogue; its inputs come after C. */
  @Override
  public Gemm withEpilogue(Epilogue other) {
    return new Gemm(alpha, beta, transA, transB, other);
  }

  @Override
  public List<Type> infer(Inference in) {
    DType dtype = in.dtype(0);
    in.require(dtype.isNumeric(), "needs a numeric type, got " + dtype);
    in.require(in.dtype(1) == dtype, "B has type " + in.dtype(1) + ", A " + dtype);
    in.require(!in.has(2) || in.dtype(2) == dtype, "C has another type than A");
    Shape a = in.shape(0);
    Shape b = in.shape(1);
    in.require(a == null || a.rank() == 2, "A must be a matrix, but has shape " + a);
    in.require(b == null || b.rank() == 2, "B must be a matrix, but has shape " + b);
    if (a != null && b != null) {
      int k = a.dim(transA ? 0 : 1);
      int kb = b.dim(transB ? 1 : 0);
      in.require(
          k == kb || k == Shape.UNKNOWN || kb == Shape.UNKNOWN,
          "A " + a + " and B " + b + " do not share their inner dimension");
    }
    Shape unknown = Shape.of(Shape.UNKNOWN);
    Shape m = a == null ? unknown : transA ? a.slice(1, 2) : a.slice(0, 1);
    Shape n = b == null ? unknown : transB ? b.slice(0, 1) : b.slice(1, 2);
    Shape y = m.concat(n);
    Shape c = in.has(2) ? in.shape(2) : null;
    if (c != null) {
      in.require(c.rank() <= 2, "C must have at most 2 dimensions, but has shape " + c);
      for (int i = 1; i <= c.rank(); i++) {
        int d = c.dim(-i);
        int want = y.dim(-i);
        in.require(
            d == 1 || d == want || d == Shape.UNKNOWN || want == Shape.UNKNOWN,
            "C " + c + " does not broadcast to " + y);
      }
    }
    Epilogues.check(in, epilogue, STANDARD_INPUTS, y, y.dim(1));
    return List.of(new TensorType(dtype, y));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor a = in.tensor(0);
    Tensor b = in.tensor(1);
    Tensor c = beta == 0 ? null : in.tensorOrNull(2);
    int m = a.shape().dim(transA ? 1 : 0);
    int k = a.shape().dim(transA ? 0 : 1);
    int n = b.shape().dim(transB ? 0 : 1);
    Shape shape = Shape.of(m, n);
    DType dtype = a.dtype();
    if (dtype.isInteger()) {
      long[] y = new long[shape.size()];
      MatMath.multiply(a.toLongs(), 0, transA, b.toLongs(), 0, transB, y, 0, m, n, k);
      long[] summand = c == null ? null : c.toLongs();
      for (int i = 0; i < y.length; i++) {
        y[i] = scale(alpha, y[i]);
        if (c != null && summand != null) {
          y[i] += scale(beta, summand[index(c.shape(), i / n, i % n)]);
        }
      }
      return List.of(Tensor.of(dtype, shape, Elements.fromLongs(dtype, y)));
    }
    double[] y = new double[shape.size()];
    MatMath.multiply(a.toDoubles(), 0, transA, b.toDoubles(), 0, transB, y, 0, m, n, k);
    double[] summand = c == null ? null : c.toDoubles();
    for (int i = 0; i < y.length; i++) {
      y[i] *= alpha;
      if (c != null && summand != null) {
        y[i] += beta * summand[index(c.shape(), i / n, i % n)];
      }
    }
    Epilogues.apply(in, epilogue, STANDARD_INPUTS, y, n, 1);
    return List.of(Tensor.of(dtype, shape, Elements.fromDoubles(dtype, y)));
  }

  private static long scale(float factor, long value) {
    return factor == 1 ? value : (long) (factor * value);
  }

  private static int rows(Shape c) {
    return c.rank() == 2 ? c.dim(0) : 1;
  }

  private static int columns(Shape c) {
    return c.rank() == 0 ? 1 : c.dim(-1);
  }

  /** Where element (row, column) of the broadcast C is stored. */
  private static int index(Shape c, int row, int column) {
    int n = columns(c);
    return (rows(c) == 1 ? 0 : row * n) + (n == 1 ? 0 : column);
  }

  @Override
  public void lower(Lowering l) {
    int m = l.outputShape(0).dim(0);
    int n = l.outputShape(0).dim(1);
    int k = l.shape(0).dim(transA ? 0 : 1);
    if (l.outputType(0) != DType.FLOAT || m == 0 || n == 0 || k == 0) {
      l.reference();
      return;
    }
    Ref bias = null;
    Ref residual = Epilogues.residual(l, epilogue, STANDARD_INPUTS);
    if (l.has(2) && beta != 0) {
      if (rows(l.shape(2)) == 1) {
        bias = perColumn(l, n);
      } else {
        residual = summand(l, m, n, residual);
      }
    }
    Products.emit(
        l,
        GemmShape.dense(m, n, k, transA, transB),
        residual == null ? epilogue : epilogue.withResidual(),
        alpha,
        l.input(0),
        m * k,
        1,
        null,
        bias,
        residual,
        Epilogues.slope(l, epilogue, STANDARD_INPUTS),
        l.output(0));
  }

  /** beta · C as one value per column. */
  private Ref perColumn(Lowering l, int n) {
    int cn = columns(l.shape(2));
    if (cn == n && beta == 1) {
      return l.input(2);
    }
    Tensor c = l.constant(2);
    if (c != null) {
      float[] values = new float[n];
      for (int j = 0; j < n; j++) {
        values[j] = beta * c.floats()[cn == 1 ? 0 : j];
      }
      return l.constant(Tensor.of(Shape.of(n), values));
    }
    return broadcast(l, 1, n, null);
  }

  /** beta · C + residual as a whole matrix. */
  private Ref summand(Lowering l, int m, int n, @Nullable Ref residual) {
    return columns(l.shape(2)) == n && beta == 1 && residual == null
        ? l.input(2)
        : broadcast(l, m, n, residual);
  }

  private Ref broadcast(Lowering l, int m, int n, @Nullable Ref residual) {
    Ref c = l.input(2);
    Ref y = l.scratch(Storage.FLOATS, m * n);
    int rowStep = rows(l.shape(2)) == 1 ? 0 : columns(l.shape(2));
    int columnStep = columns(l.shape(2)) == 1 ? 0 : 1;
    float factor = beta;
    l.emitRange(
        "broadcast C",
        m,
        1 + GRAIN / n,
        (f, from, to) -> {
          float[] cs = f.floats(c);
          float[] ys = f.floats(y);
          for (int i = from; i < to; i++) {
            int cAt = c.offset() + i * rowStep;
            int yAt = y.offset() + i * n;
            for (int j = 0; j < n; j++) {
              ys[yAt + j] = factor * cs[cAt + j * columnStep];
            }
            if (residual != null) {
              float[] rs = f.floats(residual);
              int rAt = residual.offset() + i * n;
              for (int j = 0; j < n; j++) {
                ys[yAt + j] += rs[rAt + j];
              }
            }
          }
        });
    return y;
  }
}
