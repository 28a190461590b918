package dev.lanewise.testkit.cases;

import dev.lanewise.kernel.Epilogue;
import dev.lanewise.kernel.UnaryFunction;
import dev.lanewise.op.Gemm;
import dev.lanewise.op.MatMul;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Matrix products: plans agree with the reference evaluation. */
public abstract class ProductCases {
  private static final double TOLERANCE = 2e-5;

  private final RandomTensors tensors = new RandomTensors(11);
  private final Random random = tensors.random();

  @Test
  void gemmWithEveryFormOfC() {
    for (int i = 0; i < 48; i++) {
      int m = 1 + random.nextInt(7);
      int n = 1 + random.nextInt(20);
      int k = 1 + random.nextInt(30);
      boolean transA = (i & 1) != 0;
      boolean transB = (i & 2) != 0;
      float alpha = (i & 4) == 0 ? 1 : 0.5f;
      float beta = (i & 8) == 0 ? 1 : -2;
      Tensor a = transA ? tensors.floats(k, m) : tensors.floats(m, k);
      Tensor b = transB ? tensors.floats(n, k) : tensors.floats(k, n);
      int[][] forms = {null, {}, {1}, {n}, {m, 1}, {m, n}, {1, n}, {1, 1}};
      OpCase c = new OpCase().input(a);
      c = random.nextBoolean() ? c.constant(b) : c.input(b);
      int[] form = forms[i % forms.length];
      if (form != null) {
        Tensor summand = tensors.floats(form);
        c = random.nextBoolean() ? c.constant(summand) : c.input(summand);
      }
      c.check(new Gemm(alpha, beta, transA, transB), TOLERANCE);
    }
  }

  @Test
  void gemmWithResidualAndC() {
    Epilogue e = Epilogue.NONE.withResidual().withActivation(UnaryFunction.TANH, 0, 0);
    for (int[] form : new int[][] {{9}, {5, 1}, {5, 9}}) {
      new OpCase()
          .input(tensors.floats(5, 8))
          .constant(tensors.floats(8, 9))
          .input(tensors.floats(form))
          .input(tensors.floats(5, 9))
          .check(new Gemm(1, 2, false, false, e), TOLERANCE);
    }
  }

  @Test
  void matMulBroadcastsLikeNumpy() {
    int[][][] shapes = {
      {{3, 4}, {4, 5}},
      {{4}, {4}},
      {{4}, {4, 5}},
      {{3, 4}, {4}},
      {{2, 3, 4}, {4, 5}},
      {{2, 3, 4}, {4}},
      {{4}, {2, 4, 5}},
      {{3, 4}, {2, 4, 5}},
      {{2, 3, 4}, {2, 4, 5}},
      {{2, 1, 3, 4}, {1, 5, 4, 6}},
      {{2, 1, 3, 4}, {5, 4, 6}},
      {{2, 2, 3, 4}, {1, 1, 4, 6}},
      {{1, 1, 3, 4}, {2, 2, 4, 6}},
      {{2, 0, 4}, {4, 5}},
      {{2, 3, 0}, {0, 5}},
      {{1, 4}, {4, 33}},
      {{70, 17}, {17, 40}},
    };
    for (int[][] pair : shapes) {
      Tensor a = tensors.floats(pair[0]);
      Tensor b = tensors.floats(pair[1]);
      new OpCase().input(a).input(b).check(new MatMul(), TOLERANCE);
      new OpCase().input(a).constant(b).check(new MatMul(), TOLERANCE);
      new OpCase().constant(a).input(b).check(new MatMul(), TOLERANCE);
    }
  }

  @Test
  void matMulTransposedScaledAndFused() {
    for (int i = 0; i < 16; i++) {
      boolean transA = (i & 1) != 0;
      boolean transB = (i & 2) != 0;
      boolean batched = (i & 4) != 0;
      Tensor a = transA ? tensors.floats(2, 6, 5) : tensors.floats(2, 5, 6);
      Tensor b = batched ? tensors.floats(2, 6, 6) : tensors.floats(6, 6);
      Epilogue e = Epilogue.NONE.withResidual().withActivation(UnaryFunction.RELU, 0, 0);
      MatMul op = new MatMul(transA, transB, (i & 8) != 0 ? 0.25f : 1, e);
      OpCase c = new OpCase().input(a);
      (batched ? c.input(b) : c.constant(b))
          .constant(tensors.floats(6))
          .input(tensors.floats(2, 5, 6))
          .check(op, TOLERANCE);
    }
  }

  @Test
  void integersAreExact() {
    for (DType dtype : List.of(DType.INT32, DType.INT64, DType.UINT32, DType.UINT64)) {
      Tensor a = tensors.tensor(dtype, Shape.of(2, 3, 4), 0, 1_000_000);
      Tensor b = tensors.tensor(dtype, Shape.of(4, 5), 0, 1_000_000);
      new OpCase().input(a).input(b).check(new MatMul(), 0);
      Tensor square = tensors.tensor(dtype, Shape.of(4, 4), 0, 1_000_000);
      Tensor c = tensors.tensor(dtype, Shape.of(4), 0, 9);
      new OpCase().input(square).input(square).input(c).check(new Gemm(1, 1, true, false), 0);
    }
  }
}
