package dev.lanewise.op;

import static dev.lanewise.op.Evaluate.floats;
import static dev.lanewise.op.Evaluate.infer;
import static dev.lanewise.op.Evaluate.integers;
import static dev.lanewise.op.Evaluate.one;
import static dev.lanewise.op.Evaluate.reals;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lanewise.error.ModelFormatException;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class UnaryMathTest {
  private static final double INF = Double.POSITIVE_INFINITY;

  /** Values from tables of the functions, not computed here. */
  static Stream<Arguments> values() {
    return Stream.of(
        Arguments.of(new Abs(), -2.5, 2.5),
        Arguments.of(new Neg(), 3, -3),
        Arguments.of(new Sign(), -7, -1),
        Arguments.of(new Sqrt(), 2, 1.4142135623730951),
        Arguments.of(new Sqrt(), -1, Double.NaN),
        Arguments.of(new Exp(), 1, 2.718281828459045),
        Arguments.of(new Log(), 10, 2.302585092994046),
        Arguments.of(new Reciprocal(), -8, -0.125),
        Arguments.of(new Floor(), -1.5, -2),
        Arguments.of(new Ceil(), -1.5, -1),
        Arguments.of(new Round(), 2.5, 2),
        Arguments.of(new Round(), -1.5, -2),
        Arguments.of(new Erf(), 0.5, 0.5204998778130465),
        Arguments.of(new Erf(), -2, -0.9953222650189527),
        Arguments.of(new Erf(), 3, 0.9999779095030014),
        Arguments.of(new Erf(), INF, 1),
        Arguments.of(new Relu(), -3, 0),
        Arguments.of(new LeakyRelu(0.125f), -4, -0.5),
        Arguments.of(new Sigmoid(), 1, 0.7310585786300049),
        Arguments.of(new HardSigmoid(0.25f, 0.5f), 1, 0.75),
        Arguments.of(new HardSwish(), 1, 0.6666666666666666),
        Arguments.of(new Tanh(), 1, 0.7615941559557649),
        Arguments.of(new Elu(2), -1, -1.2642411176571153),
        Arguments.of(new Selu(1.5f, 2), -1, -1.896361676485673),
        Arguments.of(new Selu(1.5f, 2), 3, 6),
        Arguments.of(new Celu(2), -2, -1.2642411176571153),
        Arguments.of(new Softplus(), 1, 1.3132616875182228),
        Arguments.of(new Softplus(), 1000, 1000),
        Arguments.of(new Softsign(), -3, -0.75),
        Arguments.of(new Swish(1), 1, 0.7310585786300049),
        Arguments.of(new Swish(2), 1, 0.8807970779778823),
        Arguments.of(new Mish(), 1, 0.8650983882673103),
        Arguments.of(new Gelu(false), 1, 0.8413447460685429),
        Arguments.of(new Gelu(false), -6, -5.919526e-9),
        Arguments.of(new Gelu(true), 1, 0.8411919906082768),
        Arguments.of(new ThresholdedRelu(1), 1, 0),
        Arguments.of(new ThresholdedRelu(1), 1.5, 1.5),
        Arguments.of(new Shrink(1, 0.5f), -3, -2.5),
        Arguments.of(new Shrink(1, 0.5f), 0.75, 0),
        Arguments.of(new Sin(), 1, 0.8414709848078965),
        Arguments.of(new Cos(), 1, 0.5403023058681398),
        Arguments.of(new Tan(), 1, 1.5574077246549023),
        Arguments.of(new Asin(), 0.5, 0.5235987755982989),
        Arguments.of(new Acos(), 0.5, 1.0471975511965979),
        Arguments.of(new Atan(), 1, 0.7853981633974483),
        Arguments.of(new Sinh(), 1, 1.1752011936438014),
        Arguments.of(new Cosh(), 1, 1.543080634815244),
        Arguments.of(new Asinh(), -1, -0.881373587019543),
        Arguments.of(new Asinh(), 1e200, 461.2101657793691),
        Arguments.of(new Asinh(), INF, INF),
        Arguments.of(new Acosh(), 2, 1.3169578969248166),
        Arguments.of(new Acosh(), 0.5, Double.NaN),
        Arguments.of(new Acosh(), 1e200, 461.2101657793691),
        Arguments.of(new Atanh(), 0.5, 0.5493061443340548),
        Arguments.of(new Atanh(), 1, INF),
        Arguments.of(new Atanh(), -2, Double.NaN));
  }

  @ParameterizedTest
  @MethodSource("values")
  void isTheFunctionOfItsName(Op op, double x, double expected) {
    double y = one(op, reals(DType.DOUBLE, x)).doubles()[0];
    if (Double.isNaN(expected) || Double.isInfinite(expected)) {
      assertThat(y).isEqualTo(Double.valueOf(expected));
    } else {
      assertThat(y).isCloseTo(expected, within(Math.abs(expected) * 1e-6 + 1e-300));
      if (!(op instanceof Gelu) || x > 0) {
        assertThat(y).isCloseTo(expected, within(4 * Math.ulp(expected)));
      }
    }
  }

  @Test
  void everyWidthOfFloatIsRoundedOnce() {
    for (DType dtype : new DType[] {DType.FLOAT, DType.FLOAT16, DType.BFLOAT16}) {
      double[] x = reals(dtype, 0.1, -3, 7.25).toDoubles();
      double[] exact = one(new Exp(), reals(DType.DOUBLE, x)).doubles();
      Tensor y = one(new Exp(), reals(dtype, x));
      assertThat(y.toDoubles()).isEqualTo(reals(dtype, exact).toDoubles());
    }
  }

  @Test
  void integersWrapAndUnsignedOnesHaveNoSign() {
    assertThat(one(new Abs(), integers(DType.INT8, -128, -5, 7)).toLongs())
        .containsExactly(-128, 5, 7);
    assertThat(one(new Abs(), integers(DType.UINT64, -1)).toLongs()).containsExactly(-1);
    assertThat(one(new Neg(), integers(DType.INT16, -32768, 9)).toLongs())
        .containsExactly(-32768, -9);
    assertThat(one(new Sign(), integers(DType.UINT64, -1, 0)).toLongs()).containsExactly(1, 0);
    assertThat(one(new Relu(), integers(DType.INT32, -4, 4)).toLongs()).containsExactly(0, 4);
    assertThat(one(new BitwiseNot(), integers(DType.UINT8, 0xf0)).toLongs()).containsExactly(0x0f);
    assertThat(one(new Not(), integers(DType.BOOL, 0, 1)).toLongs()).containsExactly(1, 0);
    assertThat(one(new Shrink(1.5f, 1.5f), integers(DType.INT8, -4, 1, 2)).toLongs())
        .containsExactly(-2, 0, 0);
  }

  @Test
  void nanAndSignedZeroSurvive() {
    float[] y = one(new Relu(), floats(Float.NaN, -0f)).floats();
    assertThat(y[0]).isNaN();
    assertThat(one(new Ceil(), floats(-0.5f)).floats()[0]).isEqualTo(-0f);
    assertThat(one(new Sign(), floats(Float.NaN)).floats()[0]).isNaN();
  }

  @Test
  void predicatesLookAtEveryKindOfFloat() {
    Tensor x = reals(DType.FLOAT16, 1, INF, -INF, Double.NaN);
    assertThat(one(new IsNaN(), x).bytes()).containsExactly(0, 0, 0, 1);
    assertThat(one(new IsInf(true, true), x).bytes()).containsExactly(0, 1, 1, 0);
    assertThat(one(new IsInf(true, false), x).bytes()).containsExactly(0, 0, 1, 0);
    assertThat(one(new IsInf(false, false), x).bytes()).containsExactly(0, 0, 0, 0);
    assertThat(one(new IsNaN(), integersAsFloat8(0x7f, 0x00)).bytes()).containsExactly(1, 0);
  }

  private static Tensor integersAsFloat8(int... codes) {
    byte[] bytes = new byte[codes.length];
    for (int i = 0; i < codes.length; i++) {
      bytes[i] = (byte) codes[i];
    }
    return Tensor.of(DType.FLOAT8E4M3FN, Shape.of(codes.length), bytes);
  }

  @Test
  void clipTakesTheUpperLimitIfLimitsCross() {
    Tensor x = floats(-2, 0, 2, Float.NaN);
    float[] y = one(new Clip(), x, Tensor.scalar(-1f), Tensor.scalar(1f)).floats();
    assertThat(y).containsExactly(-1, 0, 1, Float.NaN);
    assertThat(one(new Clip(), x, Tensor.scalar(3f), Tensor.scalar(1f)).floats())
        .containsExactly(1, 1, 1, Float.NaN);
    assertThat(one(new Clip(), x, null, Tensor.scalar(1f)).floats())
        .containsExactly(-2, 0, 1, Float.NaN);
    Tensor unsigned = integers(DType.UINT64, -1, 5);
    Tensor high = integers(DType.UINT64, 7).reshape(Shape.SCALAR);
    assertThat(one(new Clip(), unsigned, null, high).toLongs()).containsExactly(7, 5);
  }

  @Test
  void typeAndShapeStayAndForeignTypesAreRefused() {
    TensorType type = new TensorType(DType.FLOAT, Shape.symbolic(dims(-1, 3), names("n", null)));
    assertThat(infer(new Exp(), type)).isEqualTo(type);
    assertThat(infer(new Exp(), new TensorType(DType.DOUBLE, null)))
        .isEqualTo(new TensorType(DType.DOUBLE, null));
    assertThatThrownBy(() -> infer(new Exp(), new TensorType(DType.INT32, Shape.SCALAR)))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("node 'node' (Exp)")
        .hasMessageContaining("INT32");
  }

  private static int[] dims(int... dims) {
    return dims;
  }

  private static @Nullable String[] names(@Nullable String... names) {
    return names;
  }
}
