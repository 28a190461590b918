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
import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class CastTest {
  private static final double INF = Double.POSITIVE_INFINITY;

  /** Every number type holds 0 and 1, so a cast to it and back keeps them. */
  @Test
  void everyPairOfTypesKeepsZeroAndOne() {
    for (DType from : DType.values()) {
      for (DType to : DType.values()) {
        if (from.isComplex() || to.isComplex()) {
          continue;
        }
        Tensor x = one(new Cast(from), bools(false, true));
        Tensor y = one(new Cast(to), x);
        double zero = from == DType.FLOAT8E8M0 || to == DType.FLOAT8E8M0 ? 6e-39 : 0;
        double[] back = one(new Cast(DType.DOUBLE), y).doubles();
        assertThat(back[1]).as("%s to %s", from, to).isEqualTo(1);
        boolean anyTrue = to == DType.BOOL || from == DType.BOOL;
        assertThat(back[0]).as("%s to %s", from, to).isBetween(0.0, anyTrue ? 1.0 : zero);
      }
    }
  }

  @Test
  void floatsAreTruncatedAndIntegersLoseUpperBits() {
    assertThat(one(new Cast(DType.INT32), floats(2.9f, -2.9f)).ints()).containsExactly(2, -2);
    assertThat(one(new Cast(DType.INT8), longs(200, -129)).toLongs()).containsExactly(-56, 127);
    assertThat(one(new Cast(DType.UINT4), integers(DType.INT8, -1, 17)).toLongs())
        .containsExactly(15, 1);
    assertThat(one(new Cast(DType.INT4), integers(DType.UINT8, 15, 7)).toLongs())
        .containsExactly(-1, 7);
    assertThat(one(new Cast(DType.UINT64), reals(DType.DOUBLE, 0x1p63, 5.5)).toLongs())
        .containsExactly(Long.MIN_VALUE, 5);
    assertThat(one(new Cast(DType.BOOL), longs(36, 0, -1)).bytes()).containsExactly(1, 0, 1);
    assertThat(one(new Cast(DType.BOOL), floats(0.25f, -0f, Float.NaN)).bytes())
        .containsExactly(1, 0, 1);
  }

  @Test
  void largeIntegersBecomeFloatsWithOneRounding() {
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      long x = random.nextLong() >> random.nextInt(64);
      assertThat(one(new Cast(DType.FLOAT), longs(x)).floats()[0]).isEqualTo((float) x);
      assertThat(one(new Cast(DType.DOUBLE), longs(x)).doubles()[0]).isEqualTo((double) x);
      float unsigned = new BigDecimal(Long.toUnsignedString(x)).floatValue();
      assertThat(one(new Cast(DType.FLOAT), integers(DType.UINT64, x)).floats()[0])
          .isEqualTo(unsigned);
    }
    long half = (1L << 62) + (1L << 38);
    assertThat(one(new Cast(DType.FLOAT), longs(half, half + 1)).floats())
        .containsExactly(0x1p62f, Math.nextUp(0x1p62f));
  }

  @Test
  void narrowFloatsSaturateOrOverflow() {
    Tensor x = reals(DType.FLOAT, 1e6, -INF, Double.NaN, 448);
    assertThat(one(new Cast(DType.FLOAT8E4M3FN), x).toDoubles())
        .containsExactly(448, -448, Double.NaN, 448);
    assertThat(one(new Cast(DType.FLOAT8E5M2), x).toDoubles())
        .containsExactly(57344, -57344, Double.NaN, 448);
    assertThat(one(new Cast(DType.FLOAT8E4M3FN, false, "up"), x).toDoubles())
        .containsExactly(Double.NaN, Double.NaN, Double.NaN, 448);
    assertThat(one(new Cast(DType.FLOAT8E5M2, false, "up"), x).toDoubles())
        .containsExactly(INF, -INF, Double.NaN, 448);
    assertThat(one(new Cast(DType.FLOAT16), reals(DType.FLOAT, 1e6)).toDoubles())
        .containsExactly(INF);
    assertThat(one(new Cast(DType.FLOAT4E2M1), reals(DType.FLOAT, 100, 1.25, 1.75)).toDoubles())
        .containsExactly(6, 1, 2);
  }

  @Test
  void powersOfTwoFollowTheRoundMode() {
    Tensor x = reals(DType.FLOAT, 1, 1.25, 1.5, 3, 0);
    assertThat(one(new Cast(DType.FLOAT8E8M0, true, "up"), x).toDoubles())
        .containsExactly(1, 2, 2, 4, 0x1p-127);
    assertThat(one(new Cast(DType.FLOAT8E8M0, true, "down"), x).toDoubles())
        .containsExactly(1, 1, 1, 2, 0x1p-127);
    assertThat(one(new Cast(DType.FLOAT8E8M0, true, "nearest"), x).toDoubles())
        .containsExactly(1, 1, 2, 4, 0x1p-127);
    Tensor extreme = reals(DType.DOUBLE, 1e300, INF, Double.NaN);
    assertThat(one(new Cast(DType.FLOAT8E8M0, true, "up"), extreme).toDoubles())
        .containsExactly(0x1p127, 0x1p127, Double.NaN);
    assertThat(one(new Cast(DType.FLOAT8E8M0, false, "nearest"), extreme).toDoubles())
        .containsExactly(Double.NaN, Double.NaN, Double.NaN);
    assertThatThrownBy(() -> new Cast(DType.FLOAT8E8M0, true, "sideways"))
        .hasMessageContaining("sideways");
  }

  @Test
  void numbersBecomeTheShortestText() {
    Tensor x = floats(0.1f, 314.15927f, 1, -0f, 1e-7f, 3e10f, Float.NaN, Float.NEGATIVE_INFINITY);
    assertThat(one(new Cast(DType.STRING), x).strings())
        .containsExactly(
            "0.1", "314.15927", "1.0", "-0.0", "0.0000001", "30000000000.0", "NaN", "-INF");
    assertThat(one(new Cast(DType.STRING), reals(DType.DOUBLE, 0.1, 1 / 3.0)).strings())
        .containsExactly("0.1", "0.3333333333333333");
    assertThat(one(new Cast(DType.STRING), integers(DType.UINT64, -1)).strings())
        .containsExactly("18446744073709551615");
    Random random = new Random(2);
    for (int i = 0; i < 2000; i++) {
      float v = Float.intBitsToFloat(random.nextInt());
      String text = one(new Cast(DType.STRING), floats(v)).strings()[0];
      assertThat(one(new Cast(DType.FLOAT), strings(text)).floats()[0]).isEqualTo(Float.valueOf(v));
    }
  }

  @Test
  void textBecomesNumbers() {
    Tensor x = strings("3.14", " 1e-5 ", "1E8", "+INF", "-inf", "nAn");
    assertThat(one(new Cast(DType.FLOAT), x).floats())
        .containsExactly(
            3.14f, 1e-5f, 1e8f, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN);
    assertThat(one(new Cast(DType.INT64), strings("100.5", "-9223372036854775808")).longs())
        .containsExactly(100, Long.MIN_VALUE);
    assertThat(one(new Cast(DType.UINT64), strings("18446744073709551615")).longs())
        .containsExactly(-1);
    for (String text : new String[] {"Hello World!", "", "0x10", "1d", "1.2.3"}) {
      assertThatThrownBy(() -> one(new Cast(DType.FLOAT), strings(text)))
          .isInstanceOf(EvaluationException.class)
          .hasMessageContaining("\"" + text + "\" is not a number");
    }
  }

  @Test
  void castLikeTakesTheTypeOfItsSecondInput() {
    Tensor y = one(new CastLike(true, "up"), floats(1.5f), integers(DType.INT16, 0, 0));
    assertThat(y.dtype()).isEqualTo(DType.INT16);
    assertThat(y.toLongs()).containsExactly(1);
  }

  @Test
  void bitsAreReinterpreted() {
    assertThat(one(new BitCast(DType.INT32), floats(1, -0f)).ints())
        .containsExactly(0x3f800000, 0x80000000);
    Tensor nan = Tensor.of(DType.INT32, Shape.of(1), new int[] {0x7f800001});
    assertThat(Float.floatToRawIntBits(one(new BitCast(DType.FLOAT), nan).floats()[0]))
        .isEqualTo(0x7f800001);
    assertThat(one(new BitCast(DType.UINT4), integers(DType.INT4, -3, 3)).toLongs())
        .containsExactly(13, 3);
    assertThat(one(new BitCast(DType.INT2), integers(DType.UINT2, 3, 1)).toLongs())
        .containsExactly(-1, 1);
    float[] parts = {1, 2};
    Tensor complex = Tensor.of(DType.COMPLEX64, Shape.of(1), parts);
    assertThat(one(new BitCast(DType.INT64), complex).longs())
        .containsExactly(0x40000000_3f800000L);
    assertThatThrownBy(
            () -> infer(new BitCast(DType.INT64), new TensorType(DType.FLOAT, Shape.of(2))))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("same width");
  }
}
