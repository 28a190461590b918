package dev.lanewise.gradient;

import dev.lanewise.graph.Op;
import dev.lanewise.graph.Value;
import dev.lanewise.kernel.Epilogue;
import dev.lanewise.op.Einsum;
import dev.lanewise.op.Gemm;
import dev.lanewise.op.MatMul;
import dev.lanewise.op.Mul;
import dev.lanewise.op.Unsqueeze;
import dev.lanewise.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Rules of matrix products. */
final class ProductRules {
  private ProductRules() {}

  static void addTo(Map<Class<? extends Op>, GradientRule> rules) {
    rules.put(MatMul.class, ProductRules::matMul);
    rules.put(Gemm.class, ProductRules::gemm);
    rules.put(Einsum.class, ProductRules::einsum);
  }

  private static void einsum(Backward b) {
    Einsum op = (Einsum) b.node().op();
    int operands = b.node().inputs().size();
    Shape[] shapes = new Shape[operands];
    for (int i = 0; i < operands; i++) {
      shapes[i] = b.shape(b.x(i));
    }
    for (int k = 0; k < operands; k++) {
      if (!b.wants(k)) {
        continue;
      }
      List<Value> arguments = new ArrayList<>(List.of(b.dy()));
      for (int i = 0; i < operands; i++) {
        if (i != k) {
          arguments.add(b.x(i));
        }
      }
      for (int dimension : op.alone(k, shapes)) {
        double[] ones = new double[shapes[k].dim(dimension)];
        Arrays.fill(ones, 1);
        arguments.add(b.constant(ones));
      }
      String equation;
      try {
        equation = op.derivative(k, shapes);
      } catch (IllegalArgumentException e) {
        throw b.unsupported(String.valueOf(e.getMessage()));
      }
      b.give(k, b.add(new Einsum(equation), arguments.toArray(new Value[0])));
    }
  }

  private static void matMul(Backward b) {
    MatMul op = (MatMul) b.node().op();
    checkPlain(b, op.epilogue());
    Value left = b.x(0);
    Value right = b.x(1);
    Value dy = b.dy();
    boolean row = b.rank(left) == 1;
    boolean column = b.rank(right) == 1;
    if (column) {
      right = b.add(new Unsqueeze(), right, b.integers(1));
      dy = b.add(new Unsqueeze(), dy, b.integers(-1));
    }
    if (row) {
      left = b.add(new Unsqueeze(), left, b.integers(0));
      dy = b.add(new Unsqueeze(), dy, b.integers(-2));
    }
    boolean transA = op.transA() && !row;
    boolean transB = op.transB() && !column;
    if (b.wants(0)) {
      Value d = b.sumLike(toLeft(b, dy, right, transA, transB, op.alpha()), left);
      b.give(0, row ? ShapeRules.reshape(b, d, b.x(0)) : d);
    }
    if (b.wants(1)) {
      Value d = b.sumLike(toRight(b, dy, left, transA, transB, op.alpha()), right);
      b.give(1, column ? ShapeRules.reshape(b, d, b.x(1)) : d);
    }
  }

  private static void gemm(Backward b) {
    Gemm op = (Gemm) b.node().op();
    checkPlain(b, op.epilogue());
    b.give(0, toLeft(b, b.dy(), b.x(1), op.transA(), op.transB(), op.alpha()));
    b.give(1, toRight(b, b.dy(), b.x(0), op.transA(), op.transB(), op.alpha()));
    if (b.wants(2)) {
      b.give(2, op.beta() == 1 ? b.dy() : b.add(new Mul(), b.dy(), b.constant(op.beta())));
    }
  }

  private static void checkPlain(Backward b, Epilogue epilogue) {
    if (!epilogue.equals(Epilogue.NONE)) {
      throw b.unsupported("it is fused with others; differentiate before fusion");
    }
  }

  /** dA of {@code alpha · op(A) · op(B)}: {@code dY · op(B)ᵀ}, transposed if A is. */
  private static Value toLeft(
      Backward b, Value dy, Value right, boolean transA, boolean transB, float alpha) {
    return transA
        ? b.add(new MatMul(transB, true, alpha, Epilogue.NONE), right, dy)
        : b.add(new MatMul(false, !transB, alpha, Epilogue.NONE), dy, right);
  }

  /** dB of {@code alpha · op(A) · op(B)}: {@code op(A)ᵀ · dY}, transposed if B is. */
  private static Value toRight(
      Backward b, Value dy, Value left, boolean transA, boolean transB, float alpha) {
    return transB
        ? b.add(new MatMul(true, transA, alpha, Epilogue.NONE), dy, left)
        : b.add(new MatMul(!transA, false, alpha, Epilogue.NONE), left, dy);
  }
}
