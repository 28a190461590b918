package dev.lanewise.testkit.cases;

import dev.lanewise.graph.Op;
import dev.lanewise.op.Abs;
import dev.lanewise.op.Add;
import dev.lanewise.op.And;
import dev.lanewise.op.Atan;
import dev.lanewise.op.BitwiseNot;
import dev.lanewise.op.Cast;
import dev.lanewise.op.Ceil;
import dev.lanewise.op.Celu;
import dev.lanewise.op.Clip;
import dev.lanewise.op.Div;
import dev.lanewise.op.Elu;
import dev.lanewise.op.Equal;
import dev.lanewise.op.Erf;
import dev.lanewise.op.Exp;
import dev.lanewise.op.Floor;
import dev.lanewise.op.Gelu;
import dev.lanewise.op.GlobalAveragePool;
import dev.lanewise.op.HardSigmoid;
import dev.lanewise.op.HardSwish;
import dev.lanewise.op.Identity;
import dev.lanewise.op.IsInf;
import dev.lanewise.op.IsNaN;
import dev.lanewise.op.LeakyRelu;
import dev.lanewise.op.Less;
import dev.lanewise.op.Log;
import dev.lanewise.op.Max;
import dev.lanewise.op.Mean;
import dev.lanewise.op.Min;
import dev.lanewise.op.Mish;
import dev.lanewise.op.Mod;
import dev.lanewise.op.Mul;
import dev.lanewise.op.Neg;
import dev.lanewise.op.Not;
import dev.lanewise.op.Or;
import dev.lanewise.op.PRelu;
import dev.lanewise.op.Pow;
import dev.lanewise.op.Reciprocal;
import dev.lanewise.op.Relu;
import dev.lanewise.op.Round;
import dev.lanewise.op.Selu;
import dev.lanewise.op.Shrink;
import dev.lanewise.op.Sigmoid;
import dev.lanewise.op.Sign;
import dev.lanewise.op.Sin;
import dev.lanewise.op.Sinh;
import dev.lanewise.op.Softplus;
import dev.lanewise.op.Softsign;
import dev.lanewise.op.Sqrt;
import dev.lanewise.op.Sub;
import dev.lanewise.op.Sum;
import dev.lanewise.op.Swish;
import dev.lanewise.op.Tanh;
import dev.lanewise.op.ThresholdedRelu;
import dev.lanewise.op.Where;
import dev.lanewise.op.Xor;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Elementwise operators: plans on every back end agree with the reference evaluation. */
public abstract class MathCases {
  private static final double TOLERANCE = 2e-6;

  private final RandomTensors random = new RandomTensors(42);

  static Stream<Op> functions() {
    return Stream.of(
        new Abs(),
        new Neg(),
        new Sign(),
        new Sqrt(),
        new Exp(),
        new Log(),
        new Reciprocal(),
        new Floor(),
        new Ceil(),
        new Round(),
        new Erf(),
        new Relu(),
        new LeakyRelu(0.1f),
        new Sigmoid(),
        new HardSigmoid(0.3f, 0.4f),
        new HardSwish(),
        new Tanh(),
        new Elu(1.5f),
        new Selu(1.6f, 1.1f),
        new Celu(0.7f),
        new Softplus(),
        new Softsign(),
        new Swish(1.3f),
        new Mish(),
        new Gelu(false),
        new Gelu(true),
        new ThresholdedRelu(0.5f),
        new Shrink(0.5f, 0.25f),
        new Sin(),
        new Sinh(),
        new Atan());
  }

  @ParameterizedTest
  @MethodSource("functions")
  void functionsOfEveryShapeLayoutAndWidth(Op op) {
    boolean positive = op instanceof Log || op instanceof Sqrt || op instanceof Reciprocal;
    double low = positive ? 0.5 : -4;
    for (Shape shape : List.of(Shape.SCALAR, Shape.of(0, 3), Shape.of(7), Shape.of(2, 5, 33))) {
      new OpCase().input(random.tensor(DType.FLOAT, shape, low, 4)).check(op, TOLERANCE);
    }
    new OpCase().input(random.tensor(DType.DOUBLE, Shape.of(37), low, 4)).check(op, 0);
    new OpCase().input(random.tensor(DType.FLOAT16, Shape.of(37), low, 4)).check(op, TOLERANCE);
    for (int channels : new int[] {3, 16}) {
      Tensor x = random.tensor(DType.FLOAT, Shape.of(2, 4, 5, 3), 0.5, 2);
      Tensor w = random.tensor(DType.FLOAT, Shape.of(channels, 4, 1, 1), positive ? 0.1 : -1, 1);
      new OpCase().convolved(x, w).check(op, 4 * TOLERANCE);
    }
  }

  @Test
  void integerFunctions() {
    for (DType dtype : List.of(DType.INT8, DType.INT32, DType.INT64)) {
      for (Op op : List.of(new Abs(), new Neg(), new Sign(), new Relu(), new BitwiseNot())) {
        new OpCase().input(random.tensor(dtype, Shape.of(3, 9), -9, 9)).check(op, 0);
      }
    }
    new OpCase().input(random.tensor(DType.BOOL, Shape.of(11), 0, 1)).check(new Not(), 0);
  }

  static Stream<Op> combinations() {
    return Stream.of(
        new Add(), new Sub(), new Mul(), new Div(), new Pow(), new Max(), new Min(), new Mod(true));
  }

  private static final int[][][] PAIRS = {
    {{}, {}},
    {{5}, {}},
    {{5}, {1}},
    {{0}, {1}},
    {{3, 1}, {1, 4}},
    {{4, 6}, {6}},
    {{4, 6}, {4, 1}},
    {{2, 3, 4}, {2, 3, 4}},
    {{2, 3, 4, 5}, {3, 1, 1}},
    {{2, 3, 4, 5}, {1, 3, 1, 1}},
    {{2, 3, 4, 5}, {2, 1, 4, 1}},
    {{2, 3, 4, 5}, {1, 3, 1, 5}},
    {{2, 1, 4, 1}, {3, 1, 5}},
    {{2, 3, 40}, {2, 1, 40}},
    {{3, 300, 41}, {41}},
    {{50, 1000}, {50, 1}},
  };

  @ParameterizedTest
  @MethodSource("combinations")
  void combinationsOfEveryPairOfShapes(Op op) {
    for (int[][] pair : PAIRS) {
      for (boolean swap : new boolean[] {false, true}) {
        Tensor a = random.tensor(DType.FLOAT, Shape.of(pair[swap ? 1 : 0]), 0.5, 3);
        Tensor b = random.tensor(DType.FLOAT, Shape.of(pair[swap ? 0 : 1]), 0.5, 3);
        new OpCase().input(a).input(b).check(op, TOLERANCE);
      }
    }
    new OpCase().input(random.floats(4, 5)).constant(Tensor.scalar(2f)).check(new Pow(), TOLERANCE);
  }

  @Test
  void otherTypes() {
    for (DType dtype : List.of(DType.DOUBLE, DType.FLOAT16, DType.INT64, DType.UINT8)) {
      Tensor a = random.tensor(dtype, Shape.of(3, 1, 5), 1, 20);
      Tensor b = random.tensor(dtype, Shape.of(4, 1), 1, 20);
      boolean floating = dtype.isFloating();
      for (Op op : List.of(new Add(), new Div(), new Max(), new Less(), new Mod(floating))) {
        new OpCase().input(a).input(b).check(op, 0);
      }
      Op equal = new Equal();
      new OpCase().input(a).input(a).check(equal, 0);
    }
    Tensor p = random.tensor(DType.BOOL, Shape.of(3, 1), 0, 1);
    Tensor q = random.tensor(DType.BOOL, Shape.of(4), 0, 1);
    for (Op op : List.of(new And(), new Or(), new Xor(), new Equal())) {
      new OpCase().input(p).input(q).check(op, 0);
    }
  }

  /** All ways in which a second operand meets an activation that comes blocked. */
  @Test
  void blockedOperands() {
    for (int channels : new int[] {13, 16}) {
      Tensor x = random.tensor(DType.FLOAT, Shape.of(2, 4, 5, 3), 0.5, 2);
      Tensor w = random.tensor(DType.FLOAT, Shape.of(channels, 4, 1, 1), 0.1, 1);
      for (Op op : List.of(new Add(), new Sub(), new Mul(), new Div(), new Pow(), new Max())) {
        for (int[] dims :
            new int[][] {
              {2, channels, 5, 3},
              {},
              {1},
              {channels, 1, 1},
              {1, channels, 1, 1},
              {2, channels, 1, 1},
              {5, 3},
              {2, 1, 5, 3},
              {channels, 5, 3}
            }) {
          Tensor other = random.tensor(DType.FLOAT, Shape.of(dims), 0.5, 2);
          new OpCase().convolved(x, w).input(other).check(op, 2 * TOLERANCE);
          new OpCase().input(other).convolved(x, w).check(op, 2 * TOLERANCE);
          new OpCase().convolved(x, w).constant(other).check(op, 2 * TOLERANCE);
          new OpCase().constant(other).convolved(x, w).check(op, 2 * TOLERANCE);
        }
        new OpCase().convolved(x, w).convolved(x, w).check(op, 2 * TOLERANCE);
        new OpCase().convolved(x, w).derived(new GlobalAveragePool(), 0).check(op, 2 * TOLERANCE);
      }
    }
  }

  @Test
  void blockedPRelu() {
    Tensor x = random.floats(2, 4, 5, 3);
    for (int channels : new int[] {3, 16}) {
      Tensor w = random.floats(channels, 4, 1, 1);
      for (int[] dims : new int[][] {{}, {1}, {channels, 1, 1}, {2, channels, 5, 3}}) {
        new OpCase().convolved(x, w).input(random.floats(dims)).check(new PRelu(), 2 * TOLERANCE);
      }
    }
    new OpCase().input(random.floats(2, 6)).input(random.floats(6)).check(new PRelu(), TOLERANCE);
  }

  @Test
  void anyNumberOfOperands() {
    for (Op op : List.of(new Max(), new Min(), new Sum(), new Mean())) {
      new OpCase().input(random.floats(3, 4)).check(op, TOLERANCE);
      new OpCase()
          .input(random.floats(1))
          .input(random.floats())
          .input(random.floats(3, 1))
          .input(random.floats(4))
          .check(op, TOLERANCE);
      new OpCase()
          .input(random.floats(2, 3))
          .input(random.floats(2, 3))
          .derived(new Identity(), 0)
          .check(op, TOLERANCE);
      Tensor x = random.floats(2, 4, 5, 3);
      Tensor w = random.floats(13, 4, 1, 1);
      new OpCase()
          .convolved(x, w)
          .input(random.floats(13, 1, 1))
          .convolved(x, w)
          .input(random.floats(2, 13, 5, 3))
          .check(op, 4 * TOLERANCE);
      new OpCase()
          .input(random.floats(1))
          .input(random.floats(13, 1, 1))
          .convolved(x, w)
          .check(op, 4 * TOLERANCE);
    }
  }

  @Test
  void limitsThatAreConstantOrNot() {
    Tensor x = random.floats(3, 7);
    Tensor low = Tensor.scalar(-0.5f);
    Tensor high = Tensor.scalar(0.75f);
    new OpCase().input(x).constant(low).constant(high).check(new Clip(), 0);
    new OpCase().input(x).input(low).missing().check(new Clip(), 0);
    new OpCase().input(x).missing().input(high).check(new Clip(), 0);
    new OpCase()
        .convolved(random.floats(2, 4, 5, 3), random.floats(13, 4, 1, 1))
        .input(low)
        .input(high)
        .check(new Clip(), TOLERANCE);
  }

  @Test
  void choicesOfEveryStorage() {
    for (DType dtype : List.of(DType.FLOAT, DType.INT64, DType.BOOL, DType.FLOAT16, DType.INT32)) {
      new OpCase()
          .input(random.tensor(DType.BOOL, Shape.of(2, 1, 4), 0, 1))
          .input(random.tensor(dtype, Shape.of(3, 1), 0, 9))
          .input(random.tensor(dtype, Shape.of(2, 3, 4), 0, 9))
          .check(new Where(), 0);
    }
    Tensor complex = Tensor.of(DType.COMPLEX64, Shape.of(2), new float[] {1, 2, 3, 4});
    new OpCase()
        .input(random.tensor(DType.BOOL, Shape.of(3, 1), 0, 1))
        .input(complex)
        .input(complex)
        .check(new Where(), 0);
  }

  @Test
  void castsBetweenManyTypes() {
    List<DType> types =
        List.of(
            DType.FLOAT,
            DType.DOUBLE,
            DType.FLOAT16,
            DType.BFLOAT16,
            DType.FLOAT8E4M3FN,
            DType.INT4,
            DType.INT8,
            DType.UINT8,
            DType.INT32,
            DType.INT64,
            DType.UINT64,
            DType.BOOL);
    for (DType from : types) {
      for (DType to : types) {
        Tensor x = random.tensor(from, Shape.of(3, 5), 0, 7);
        new OpCase().input(x).check(new Cast(to), 0);
      }
    }
    float[] special = {Float.NaN, Float.POSITIVE_INFINITY, -0f, 1e30f};
    Tensor x = Tensor.of(Shape.of(4), special);
    for (DType to : Arrays.asList(DType.FLOAT16, DType.BOOL, DType.DOUBLE, DType.STRING)) {
      new OpCase().input(x).check(new Cast(to), 0);
    }
    new OpCase().input(x).check(new IsNaN(), 0);
    new OpCase().input(x).check(new IsInf(true, true), 0);
  }
}
