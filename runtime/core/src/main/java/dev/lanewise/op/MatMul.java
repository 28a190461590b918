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
 * Matrix product with the broadcasting of numpy's matmul: {@code alpha · A' · B' + bias}, where A'
 * is A or A with its last two dimensions swapped.
 *
 * <p>Inputs: A {@code [batch..., M, K]} or {@code [K]}, B {@code [batch..., K, N]} or {@code [K]},
 * optional bias {@code [N]}, then the residual (output shape) and the PRelu slope {@code [N]} if
 * the epilogue has them. Output: {@code [batch..., M, N]} without the dimensions that a vector
 * lacks.
 *
 * @param transA whether the last two dimensions of A are swapped; a vector stays as it is
 * @param transB whether the last two dimensions of B are swapped; a vector stays as it is
 * @param alpha factor of the product; integers need 1
 * @param epilogue applied to the sum
 */
public record MatMul(boolean transA, boolean transB, float alpha, Epilogue epilogue)
    implements HasEpilogue {

  /** The standard's MatMul. */
  public MatMul() {
    this(false, false, 1, Epilogue.NONE);
  }

  @Override
  public int channelAxis() {
    return -1;
  }

  /** The same with another epilogue; its inputs come after the bias. */
  @Override
  public MatMul withEpilogue(Epilogue other) {
    return new MatMul(transA, transB, alpha, other);
  }

  @Override
  public List<Type> infer(Inference in) {
    DType dtype = in.dtype(0);
    in.require(dtype.isNumeric(), "needs a numeric type, got " + dtype);
    in.require(in.dtype(1) == dtype, "B has type " + in.dtype(1) + ", A " + dtype);
    in.require(!in.has(2) || in.dtype(2) == dtype, "the bias has another type than A");
    in.require(alpha == 1 || dtype.isFloating(), "integers need alpha = 1");
    Shape y = infer(in, in.shape(0), in.shape(1));
    Shape b = in.shape(1);
    int n = b == null ? Shape.UNKNOWN : b.rank() == 1 ? 1 : b.dim(transB ? -2 : -1);
    Shape bias = in.has(2) ? in.shape(2) : null;
    in.require(
        bias == null || (bias.rank() == 1 && agree(bias.dim(0), n)),
        "the bias needs shape [" + n + "], but has " + bias);
    Epilogues.check(in, epilogue, STANDARD_INPUTS, y, n);
    return List.of(new TensorType(dtype, y));
  }

  /** The output shape; null if the rank of an operand is not known. */
  @Nullable Shape infer(Inference in, @Nullable Shape a, @Nullable Shape b) {
    in.require(a == null || a.rank() > 0, "A must have at least one dimension");
    in.require(b == null || b.rank() > 0, "B must have at least one dimension");
    if (a == null || b == null) {
      return null;
    }
    int k = a.rank() == 1 || !transA ? a.dim(-1) : a.dim(-2);
    int kb = b.rank() > 1 && !transB ? b.dim(-2) : b.dim(-1);
    in.require(
        k == kb || k == Shape.UNKNOWN || kb == Shape.UNKNOWN,
        "A " + a + " and B " + b + " do not share their inner dimension");
    Shape batch = Shapes.broadcast(MatMulSizes.batch(a), MatMulSizes.batch(b));
    Shape y = batch == null ? Shape.SCALAR : batch;
    if (a.rank() > 1) {
      int at = a.rank() - (transA ? 1 : 2);
      y = y.concat(a.slice(at, at + 1));
    }
    if (b.rank() > 1) {
      int at = b.rank() - (transB ? 2 : 1);
      y = y.concat(b.slice(at, at + 1));
    }
    return y;
  }

  private static boolean agree(int a, int b) {
    return a == b || a == Shape.UNKNOWN || b == Shape.UNKNOWN;
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor a = in.tensor(0);
    Tensor b = in.tensor(1);
    Tensor bias = in.tensorOrNull(2);
    MatMulSizes s = MatMulSizes.of(a.shape(), b.shape(), transA, transB);
    DType dtype = a.dtype();
    if (dtype.isInteger()) {
      long[] y = s.multiply(a.toLongs(), b.toLongs());
      long[] summand = bias == null ? new long[s.n()] : bias.toLongs();
      for (int i = 0; i < y.length; i++) {
        y[i] += summand[i % s.n()];
      }
      return List.of(Tensor.of(dtype, s.output(), Elements.fromLongs(dtype, y)));
    }
    double[] y = s.multiply(a.toDoubles(), b.toDoubles());
    double[] summand = bias == null ? new double[s.n()] : bias.toDoubles();
    for (int i = 0; i < y.length; i++) {
      y[i] = alpha * y[i] + summand[i % s.n()];
    }
    Epilogues.apply(in, epilogue, STANDARD_INPUTS, y, s.n(), 1);
    return List.of(Tensor.of(dtype, s.output(), Elements.fromDoubles(dtype, y)));
  }

  @Override
  public void lower(Lowering l) {
    MatMulSizes s = MatMulSizes.of(l.shape(0), l.shape(1), transA, transB);
    if (l.outputType(0) != DType.FLOAT || l.outputShape(0).size() == 0 || s.k() == 0) {
      l.reference();
      return;
    }
    boolean ta = s.transA();
    boolean tb = s.transB();
    int count = s.batch().size();
    Ref x = l.input(0);
    Ref w = null;
    GemmShape shape;
    if (s.batchB().size() == 1 && (!ta || count == 1)) {
      shape = GemmShape.dense(count * s.m(), s.n(), s.k(), ta, tb);
    } else {
      int mk = s.m() * s.k();
      int kn = s.k() * s.n();
      if (s.batchA().size() != 1 && s.batchA().size() != count) {
        x = repeated(l, 0, s.matrices(0), mk);
      }
      if (s.batchB().size() != 1 && s.batchB().size() != count) {
        w = repeated(l, 1, s.matrices(1), kn);
      }
      shape =
          new GemmShape(
              count,
              s.m(),
              s.n(),
              s.k(),
              ta,
              tb,
              ta ? s.m() : s.k(),
              tb ? s.k() : s.n(),
              s.n(),
              s.batchA().size() == 1 ? 0 : mk,
              s.batchB().size() == 1 ? 0 : kn,
              (long) s.m() * s.n());
    }
    Products.emit(
        l,
        shape,
        epilogue,
        alpha,
        x,
        x.length(),
        1,
        w,
        l.has(2) ? l.input(2) : null,
        Epilogues.residual(l, epilogue, STANDARD_INPUTS),
        Epilogues.slope(l, epilogue, STANDARD_INPUTS),
        l.output(0));
  }

  /** An operand whose matrices are repeated in a way that no single stride describes. */
  private static Ref repeated(Lowering l, int input, int[] matrices, int size) {
    Ref x = l.input(input);
    Ref y = l.scratch(Storage.FLOATS, Math.multiplyExact(matrices.length, size));
    l.emitRange(
        "repeat operand " + input,
        matrices.length,
        1 + (1 << 14) / size,
        (f, from, to) -> {
          for (int i = from; i < to; i++) {
            System.arraycopy(
                f.floats(x),
                x.offset() + matrices[i] * size,
                f.floats(y),
                y.offset() + i * size,
                size);
          }
        });
    return y;
  }
}
