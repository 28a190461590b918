package dev.lanewise.op;

import static dev.lanewise.op.Evaluate.bools;
import static dev.lanewise.op.Evaluate.floats;
import static dev.lanewise.op.Evaluate.infer;
import static dev.lanewise.op.Evaluate.integers;
import static dev.lanewise.op.Evaluate.longs;
import static dev.lanewise.op.Evaluate.one;
import static dev.lanewise.op.Evaluate.reals;
import static dev.lanewise.op.Evaluate.strings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.error.EvaluationException;
import dev.lanewise.error.ModelFormatException;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class BinaryMathTest {
  @Test
  void broadcastsBothSides() {
    Tensor column = floats(10, 20).reshape(Shape.of(2, 1));
    Tensor row = floats(1, 2, 4);
    assertThat(one(new Add(), column, row).floats()).containsExactly(11, 12, 14, 21, 22, 24);
    assertThat(one(new Sub(), row, column).floats()).containsExactly(-9, -8, -6, -19, -18, -16);
    assertThat(one(new Mul(), column, row).shape()).isEqualTo(Shape.of(2, 3));
    assertThat(one(new Div(), floats(), Tensor.scalar(2f)).shape()).isEqualTo(Shape.of(0));
  }

  @Test
  void integersAreTruncatedAndWrap() {
    assertThat(one(new Div(), longs(7, -7, 7, -7), longs(2, 2, -2, -2)).longs())
        .containsExactly(3, -3, -3, 3);
    assertThat(one(new Div(), integers(DType.UINT64, -2), integers(DType.UINT64, 3)).longs())
        .containsExactly(Long.divideUnsigned(-2, 3));
    assertThat(one(new Add(), integers(DType.UINT8, 200), integers(DType.UINT8, 100)).toLongs())
        .containsExactly(44);
    assertThat(one(new Mul(), integers(DType.INT8, 100), integers(DType.INT8, 2)).toLongs())
        .containsExactly(-56);
    assertThat(one(new Sub(), integers(DType.UINT16, 1), integers(DType.UINT16, 2)).toLongs())
        .containsExactly(65535);
    assertThatThrownBy(() -> one(new Div(), longs(1), longs(0)))
        .isInstanceOf(EvaluationException.class)
        .hasMessageContaining("node 'node' (Div)");
  }

  @Test
  void modFollowsTheDivisorOrTheDividend() {
    assertThat(one(new Mod(false), longs(-4, 7, 5, 4), longs(2, -3, 8, -8)).longs())
        .containsExactly(0, -2, 5, -4);
    assertThat(one(new Mod(true), longs(-4, 7, 5, -7), longs(3, -3, 8, 3)).longs())
        .containsExactly(-1, 1, 5, -1);
    assertThat(one(new Mod(true), floats(-4.25f, 5), floats(3, Float.POSITIVE_INFINITY)).floats())
        .containsExactly(-1.25f, 5);
    assertThat(one(new Mod(false), integers(DType.UINT64, -1), integers(DType.UINT64, 10)).longs())
        .containsExactly(5);
    assertThatThrownBy(() -> one(new Mod(false), floats(1), floats(1)))
        .isInstanceOf(ModelFormatException.class);
  }

  @Test
  void bitsMoveWithinTheWidth() {
    Tensor x = integers(DType.UINT8, 0x81, 0x81, 0x81);
    Tensor by = integers(DType.UINT8, 1, 7, 8);
    assertThat(one(new BitShift(true), x, by).toLongs()).containsExactly(2, 128, 0);
    assertThat(one(new BitShift(false), x, by).toLongs()).containsExactly(64, 1, 0);
    assertThat(one(new BitwiseAnd(), longs(12), longs(10)).longs()).containsExactly(8);
    assertThat(one(new BitwiseOr(), longs(12), longs(10)).longs()).containsExactly(14);
    assertThat(one(new BitwiseXor(), longs(12), longs(10)).longs()).containsExactly(6);
  }

  @Test
  void logicHasItsTruthTables() {
    Tensor a = bools(false, false, true, true);
    Tensor b = bools(false, true, false, true);
    assertThat(one(new And(), a, b).bytes()).containsExactly(0, 0, 0, 1);
    assertThat(one(new Or(), a, b).bytes()).containsExactly(0, 1, 1, 1);
    assertThat(one(new Xor(), a, b).bytes()).containsExactly(0, 1, 1, 0);
  }

  @Test
  void anyNumberOfTensorsIsCombined() {
    Tensor a = floats(1, 5, Float.NaN);
    Tensor b = floats(3).reshape(Shape.of(1, 1));
    Tensor c = floats(2, 2, 2);
    assertThat(one(new Max(), a, b, c).floats()).containsExactly(3, 5, Float.NaN);
    assertThat(one(new Min(), a, b, c).floats()).containsExactly(1, 2, Float.NaN);
    assertThat(one(new Sum(), a, b, c).floats()).containsExactly(6, 10, Float.NaN);
    assertThat(one(new Mean(), a, b, c).floats()).containsExactly(2, 10 / 3f, Float.NaN);
    assertThat(one(new Sum(), a).floats()).isEqualTo(a.floats());
    assertThat(one(new Max(), integers(DType.UINT64, -1), integers(DType.UINT64, 1)).longs())
        .containsExactly(-1);
    assertThat(one(new Min(), integers(DType.INT8, -1), integers(DType.INT8, 1)).toLongs())
        .containsExactly(-1);
  }

  @Test
  void aSumOfHalvesIsRoundedOnce() {
    Tensor big = reals(DType.FLOAT16, 2048);
    Tensor one = reals(DType.FLOAT16, 1);
    assertThat(one(new Sum(), big, one, one).toDoubles()).containsExactly(2050);
  }

  @Test
  void powersOfIntegersAreExact() {
    assertThat(one(new Pow(), longs(3, -2, 10, -1, 7), longs(4, 3, 18, -3, 0)).longs())
        .containsExactly(81, -8, 1_000_000_000_000_000_000L, -1, 1);
    assertThat(one(new Pow(), longs(2, 9), floats(0.5f, 0.5f)).longs()).containsExactly(1, 3);
    assertThat(one(new Pow(), floats(2, 9), longs(-1, 2)).floats()).containsExactly(0.5f, 81);
    assertThat(infer(new Pow(), vector(DType.FLOAT16, 3), vector(DType.INT8, 1)))
        .isEqualTo(vector(DType.FLOAT16, 3));
  }

  private static TensorType vector(DType dtype, int n) {
    return new TensorType(dtype, Shape.of(n));
  }

  @Test
  void preluRepeatsTheSlopeOnly() {
    Tensor x = floats(-1, 2, -3, 4).reshape(Shape.of(1, 2, 2));
    Tensor slope = floats(0.5f, 10).reshape(Shape.of(2, 1));
    assertThat(one(new PRelu(), x, slope).floats()).containsExactly(-0.5f, 2, -30, 4);
    assertThatThrownBy(() -> infer(new PRelu(), vector(DType.FLOAT, 1), vector(DType.FLOAT, 2)))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("slope");
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"INT8", "UINT8", "INT64", "UINT64", "FLOAT", "DOUBLE", "FLOAT16", "BFLOAT16"})
  void comparesNumbersOfEveryType(DType dtype) {
    Tensor a = dtype.isFloating() ? reals(dtype, 1, 2, 3) : integers(dtype, 1, 2, 3);
    Tensor b = dtype.isFloating() ? reals(dtype, 2) : integers(dtype, 2);
    assertThat(one(new Less(), a, b).bytes()).containsExactly(1, 0, 0);
    assertThat(one(new LessOrEqual(), a, b).bytes()).containsExactly(1, 1, 0);
    assertThat(one(new Equal(), a, b).bytes()).containsExactly(0, 1, 0);
    assertThat(one(new GreaterOrEqual(), a, b).bytes()).containsExactly(0, 1, 1);
    assertThat(one(new Greater(), b, a).bytes()).containsExactly(1, 0, 0);
  }

  @Test
  void comparesUnsignedStringsAndNan() {
    Tensor large = integers(DType.UINT64, -1);
    Tensor small = integers(DType.UINT64, 1);
    assertThat(one(new Greater(), large, small).bytes()).containsExactly(1);
    assertThat(one(new Less(), large, small).bytes()).containsExactly(0);
    assertThat(one(new Equal(), strings("a", "b", "ab"), strings("b")).bytes())
        .containsExactly(0, 1, 0);
    Tensor nan = floats(Float.NaN);
    assertThat(one(new Equal(), nan, nan).bytes()).containsExactly(0);
    assertThat(one(new LessOrEqual(), nan, nan).bytes()).containsExactly(0);
    assertThat(one(new Equal(), bools(true, false), bools(true)).bytes()).containsExactly(1, 0);
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"FLOAT", "DOUBLE", "INT8", "INT16", "INT32", "INT64", "STRING", "COMPLEX64"})
  void whereChoosesElementsOfEveryType(DType dtype) {
    Tensor x = filled(dtype, "4");
    Tensor z = filled(dtype, "9");
    Tensor c = bools(true, false).reshape(Shape.of(2, 1));
    Tensor y = one(new Where(), c, x, z.reshape(Shape.of(1, 3)));
    assertThat(y.shape()).isEqualTo(Shape.of(2, 3));
    int part = 3 * dtype.arity();
    Object first = dtype.storage().allocate(part);
    System.arraycopy(y.array(), 0, first, 0, part);
    assertThat(first).isEqualTo(x.array());
    System.arraycopy(y.array(), part, first, 0, part);
    assertThat(first).isEqualTo(z.array());
  }

  private static Tensor filled(DType dtype, String value) {
    Tensor text = strings(value, value, value);
    if (dtype.isComplex()) {
      float[] parts = {1, 2, 3, 4, 5, Float.parseFloat(value)};
      return Tensor.of(dtype, Shape.of(3), parts);
    }
    return dtype == DType.STRING ? text : one(new Cast(dtype), text);
  }
}
