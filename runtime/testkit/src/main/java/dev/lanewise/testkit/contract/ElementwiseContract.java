package dev.lanewise.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.kernel.BinaryFunction;
import dev.lanewise.kernel.Elementwise;
import dev.lanewise.kernel.UnaryFunction;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every back end's element-wise kernels must do: keep to {@link #tolerance} on every kind of
 * number, whatever the length, the offsets and the way a range is cut.
 */
public abstract class ElementwiseContract {
  private static final double HALF_ULP = 0.5;

  /** The kernels to test. */
  protected abstract Elementwise elementwise();

  /**
   * A function with its parameters.
   *
   * @param f the function
   * @param a first parameter
   * @param b second parameter
   */
  public record Unary(UnaryFunction f, float a, float b) {
    double expected(double x) {
      return ReferenceFunctions.unary(f, a, b, x);
    }
  }

  /** Every function, with parameters worth trying. */
  public static Stream<Unary> unary() {
    Stream.Builder<Unary> all = Stream.builder();
    for (UnaryFunction f : UnaryFunction.values()) {
      switch (f) {
        case LEAKY_RELU -> all.add(new Unary(f, 0.01f, 0)).add(new Unary(f, -1.5f, 0));
        case CLIP ->
            all.add(new Unary(f, 0, 6))
                .add(new Unary(f, -0.5f, Float.POSITIVE_INFINITY))
                .add(new Unary(f, Float.NEGATIVE_INFINITY, 1.25f))
                .add(new Unary(f, 2, 1));
        case AFFINE -> all.add(new Unary(f, 2.3f, -1.7f)).add(new Unary(f, -1, 0.1f));
        case SWISH -> all.add(new Unary(f, 1, 0)).add(new Unary(f, 1.702f, 0));
        case HARD_SIGMOID -> all.add(new Unary(f, 0.2f, 0.5f)).add(new Unary(f, 1 / 6f, 0.5f));
        case ELU -> all.add(new Unary(f, 1, 0)).add(new Unary(f, 1.3f, 0));
        case SELU -> all.add(new Unary(f, 1.6732632f, 1.050701f));
        case CELU -> all.add(new Unary(f, 1, 0)).add(new Unary(f, 0.3f, 0));
        case THRESHOLDED_RELU -> all.add(new Unary(f, 1, 0)).add(new Unary(f, 0.3f, 0));
        default -> all.add(new Unary(f, 0, 0));
      }
    }
    return all.build();
  }

  /**
   * Largest error at x. Functions made of one operation are correctly rounded; others lose a few
   * units in the last place, and where terms cancel out, a rounding error of the terms.
   */
  static double tolerance(Unary function, double x, double expected) {
    double rounding = SumCheck.ROUNDING;
    double a = function.a();
    double b = function.b();
    return switch (function.f()) {
      case IDENTITY,
          RELU,
          LEAKY_RELU,
          CLIP,
          SQRT,
          RECIPROCAL,
          ABS,
          NEG,
          SQUARE,
          THRESHOLDED_RELU,
          FLOOR,
          CEIL,
          ROUND ->
          Sweep.ulps(HALF_ULP, expected);
      case AFFINE -> Sweep.ulps(HALF_ULP, expected) + Sweep.ulps(HALF_ULP, a * x);
      case HARD_SIGMOID -> rounding * (2 + Math.min(Math.abs(a * x), 2 + 2 * Math.abs(b)));
      case HARD_SWISH -> rounding * 4 * Math.min(Math.abs(x), 8) + Sweep.ulps(2, expected);
      case EXP, LOG, SOFTSIGN -> Sweep.ulps(2, expected);
      case TANH -> Sweep.ulps(4, expected);
      case SIGMOID ->
          Sweep.ulps(4, expected) + (expected < Float.MIN_NORMAL ? Float.MIN_NORMAL : 0);
      case ELU, SELU, CELU, SOFTPLUS -> Sweep.ulps(5, expected);
      case ERF -> Sweep.ulps(6, expected);
      case GELU -> Sweep.ulps(5, expected) + (Math.abs(x) < 20 ? Math.abs(x) * 0x1.4p-22 : 0);
      case GELU_TANH, SWISH, MISH -> Sweep.ulps(6, expected) + rounding * Math.min(Math.abs(x), 1);
    };
  }

  /** Every function on every kind of number. */
  @ParameterizedTest
  @MethodSource("unary")
  public void unaryFollowsTheDefinition(Unary function) {
    float[] x = Sweep.all();
    float[] y = run(function, x);
    for (int i = 0; i < x.length; i++) {
      double expected = function.expected(x[i]);
      if (y[i] != expected) {
        String what = function + " of " + x[i];
        Sweep.check(what, y[i], expected, tolerance(function, x[i], expected));
      }
    }
  }

  /** Bounded functions never leave their range, not even by a rounding error. */
  @Test
  public void boundedFunctionsStayInRange() {
    assertRange(UnaryFunction.TANH, -1, 1);
    assertRange(UnaryFunction.ERF, -1, 1);
    assertRange(UnaryFunction.SIGMOID, 0, 1);
    assertRange(UnaryFunction.EXP, 0, Float.POSITIVE_INFINITY);
    assertRange(UnaryFunction.SOFTPLUS, 0, Float.POSITIVE_INFINITY);
  }

  private void assertRange(UnaryFunction f, float low, float high) {
    float[] x = Sweep.all();
    float[] y = run(new Unary(f, 0, 0), x);
    for (int i = 0; i < x.length; i++) {
      if (!(y[i] >= low && y[i] <= high) && !Float.isNaN(x[i])) {
        assertThat(y[i]).as("%s of %s", f, x[i]).isBetween(low, high);
      }
    }
  }

  /** Functions that level off do so exactly. */
  @Test
  public void saturatesExactly() {
    assertThat(value(UnaryFunction.TANH, 20)).isEqualTo(1);
    assertThat(value(UnaryFunction.TANH, -1e30f)).isEqualTo(-1);
    assertThat(value(UnaryFunction.ERF, 6)).isEqualTo(1);
    assertThat(value(UnaryFunction.ERF, -1e30f)).isEqualTo(-1);
    assertThat(value(UnaryFunction.SIGMOID, 40)).isEqualTo(1);
    assertThat(value(UnaryFunction.SIGMOID, -200)).isZero();
    assertThat(value(UnaryFunction.GELU, 50)).isEqualTo(50);
    assertThat(value(UnaryFunction.GELU, -1e30f)).isZero();
    assertThat(value(UnaryFunction.EXP, 0)).isEqualTo(1);
  }

  private float value(UnaryFunction f, float x) {
    return run(new Unary(f, 0, 0), new float[] {x})[0];
  }

  /** Any length, in place or not, and nothing but the range is written. */
  @ParameterizedTest
  @MethodSource("unary")
  public void unaryKeepsToItsRange(Unary function) {
    for (int n = 0; n < 40; n++) {
      float[] x = Sweep.random(n, n);
      Buffer input = Buffer.input(x);
      Buffer output = Buffer.output(n);
      elementwise()
          .unary(
              function.f(),
              function.a(),
              function.b(),
              input.array(),
              input.at(),
              output.array(),
              output.at(),
              n);
      output.assertGuardsIntact();
      input.assertStill(x);
      for (int i = 0; i < n; i++) {
        double expected = function.expected(x[i]);
        Sweep.check(
            function.toString(),
            output.content()[i],
            expected,
            tolerance(function, x[i], expected));
      }
      elementwise()
          .unary(
              function.f(),
              function.a(),
              function.b(),
              input.array(),
              input.at(),
              input.array(),
              input.at(),
              n);
      input.assertStill(output.content());
    }
  }

  /** The same bits, however a range is cut. */
  @ParameterizedTest
  @MethodSource("unary")
  public void unaryDoesNotDependOnCuts(Unary function) {
    float[] x = Sweep.random(3000, 7);
    float[] whole = run(function, x);
    float[] pieces = new float[x.length];
    Random random = new Random(8);
    for (int at = 0; at < x.length; ) {
      int n = Math.min(random.nextInt(100), x.length - at);
      elementwise().unary(function.f(), function.a(), function.b(), x, at, pieces, at, n);
      at += n;
    }
    assertThat(pieces).isEqualTo(whole);
  }

  private float[] run(Unary function, float[] x) {
    float[] y = new float[x.length];
    elementwise().unary(function.f(), function.a(), function.b(), x, 0, y, 0, x.length);
    return y;
  }

  /** Largest error of a function of two numbers. */
  static double tolerance(BinaryFunction f, double expected) {
    return Sweep.ulps(f == BinaryFunction.POW ? 2 : HALF_ULP, expected);
  }

  /** Pairs of special numbers, and random ones in any length. */
  @ParameterizedTest
  @EnumSource(BinaryFunction.class)
  public void binaryFollowsTheDefinition(BinaryFunction f) {
    float[] special = Sweep.special();
    int n = special.length;
    float[] a = new float[n * n];
    float[] b = new float[n * n];
    for (int i = 0; i < n * n; i++) {
      a[i] = special[i / n];
      b[i] = special[i % n];
    }
    checkBinary(f, a, b);
    for (int length = 0; length < 40; length++) {
      checkBinary(f, Sweep.random(length, length), Sweep.random(length, -1 - length));
    }
  }

  private void checkBinary(BinaryFunction f, float[] a, float[] b) {
    Buffer left = Buffer.input(a);
    Buffer right = Buffer.input(b);
    Buffer output = Buffer.output(a.length);
    elementwise()
        .binary(
            f,
            left.array(),
            left.at(),
            right.array(),
            right.at(),
            output.array(),
            output.at(),
            a.length);
    output.assertGuardsIntact();
    float[] y = output.content();
    for (int i = 0; i < y.length; i++) {
      checkPair(f, a[i], b[i], y[i]);
    }
    elementwise()
        .binary(
            f,
            left.array(),
            left.at(),
            right.array(),
            right.at(),
            left.array(),
            left.at(),
            a.length);
    left.assertStill(y);
    right.assertStill(b);
  }

  private static void checkPair(BinaryFunction f, float a, float b, float actual) {
    if (f == BinaryFunction.PRELU && !Float.isFinite(b)) {
      return;
    }
    double expected = ReferenceFunctions.binary(f, a, b);
    if (actual != expected) {
      String what = f + " of " + a + " and " + b;
      Sweep.check(what, actual, expected, tolerance(f, expected));
    }
  }

  /** A number against a range, on either side. */
  @ParameterizedTest
  @EnumSource(BinaryFunction.class)
  public void binaryScalarFollowsTheDefinition(BinaryFunction f) {
    float[] special = Sweep.special();
    float[] numbers = new float[special.length + 5];
    System.arraycopy(special, 0, numbers, 0, special.length);
    System.arraycopy(new float[] {2, 3, -2, 0.3f, -0.3f}, 0, numbers, special.length, 5);
    for (float b : numbers) {
      for (boolean swapped : new boolean[] {false, true}) {
        checkScalar(f, swapped, special, b);
        checkScalar(f, swapped, Sweep.random(21, 5), b);
      }
    }
  }

  private void checkScalar(BinaryFunction f, boolean swapped, float[] a, float b) {
    Buffer output = Buffer.output(a.length);
    Buffer input = Buffer.input(a);
    elementwise()
        .binaryScalar(
            f, swapped, input.array(), input.at(), b, output.array(), output.at(), a.length);
    output.assertGuardsIntact();
    input.assertStill(a);
    for (int i = 0; i < a.length; i++) {
      checkPair(f, swapped ? b : a[i], swapped ? a[i] : b, output.content()[i]);
    }
  }

  /** A row against all rows of a matrix, on either side. */
  @ParameterizedTest
  @EnumSource(BinaryFunction.class)
  public void binaryRowFollowsTheDefinition(BinaryFunction f) {
    for (int n : new int[] {1, 2, 3, 4, 5, 7, 8, 9, 12, 16, 24, 31, 32, 33, 40, 100}) {
      for (int rows : new int[] {0, 1, 2, 5}) {
        checkRow(f, false, rows, n);
        checkRow(f, true, rows, n);
      }
    }
  }

  private void checkRow(BinaryFunction f, boolean swapped, int rows, int n) {
    float[] a = Sweep.random(rows * n, 11);
    float[] b = Sweep.random(n, 12);
    Buffer matrix = Buffer.input(a);
    Buffer row = Buffer.input(b);
    Buffer output = Buffer.output(rows * n);
    elementwise()
        .binaryRow(
            f,
            swapped,
            matrix.array(),
            matrix.at(),
            row.array(),
            row.at(),
            output.array(),
            output.at(),
            rows,
            n);
    output.assertGuardsIntact();
    float[] y = output.content();
    for (int i = 0; i < y.length; i++) {
      float column = b[i % n];
      checkPair(f, swapped ? column : a[i], swapped ? a[i] : column, y[i]);
    }
    elementwise()
        .binaryRow(
            f,
            swapped,
            matrix.array(),
            matrix.at(),
            row.array(),
            row.at(),
            matrix.array(),
            matrix.at(),
            rows,
            n);
    matrix.assertStill(y);
  }
}
