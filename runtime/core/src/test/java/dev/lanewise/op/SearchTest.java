package dev.lanewise.op;

import static dev.lanewise.op.Evaluate.all;
import static dev.lanewise.op.Evaluate.floats;
import static dev.lanewise.op.Evaluate.integers;
import static dev.lanewise.op.Evaluate.longs;
import static dev.lanewise.op.Evaluate.one;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lanewise.error.ModelFormatException;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Searches, selections, cumulative operators, sums of products and determinants. */
final class SearchTest {
  private static final float NAN = Float.NaN;

  @Test
  void argMaxChoosesTheFirstOrLast() {
    Tensor x = floats(1, 3, 3, 0, 2, 2).reshape(Shape.of(2, 3));
    assertThat(one(new ArgMax(1, true, false), x).longs()).containsExactly(1, 1);
    assertThat(one(new ArgMax(-1, false, true), x).longs()).containsExactly(2, 2);
    assertThat(one(new ArgMin(0, false, false), x).longs()).containsExactly(1, 1, 1);
    assertThat(one(new ArgMax(0, false, false), floats(1, NAN, 5, NAN)).longs()).containsExactly(1);
    assertThat(one(new ArgMin(0, false, true), floats(1, NAN, 5, NAN)).longs()).containsExactly(3);
    assertThat(one(new ArgMax(0, false, false), integers(DType.UINT64, 1, -1)).longs())
        .containsExactly(1);
    assertThatThrownBy(() -> one(new ArgMax(0, true, false), floats()))
        .isInstanceOf(ModelFormatException.class);
  }

  @Test
  void topKAgreesWithSorting() {
    Random random = new Random(5);
    for (int trial = 0; trial < 300; trial++) {
      int outer = 1 + random.nextInt(3);
      int n = 1 + random.nextInt(20);
      int inner = 1 + random.nextInt(3);
      int k = random.nextInt(n + 1);
      boolean largest = random.nextBoolean();
      Tensor x = Tensor.zeros(DType.FLOAT, Shape.of(outer, n, inner));
      for (int i = 0; i < x.size(); i++) {
        x.floats()[i] = random.nextInt(20) == 0 ? NAN : random.nextInt(8) - 4;
      }
      List<Datum> y = all(new TopK(-2, largest), 2, x, longs(k));
      for (int o = 0; o < outer; o++) {
        for (int i = 0; i < inner; i++) {
          int first = o * n * inner + i;
          int[] order = order(x.floats(), first, inner, n, largest);
          for (int r = 0; r < k; r++) {
            int at = o * k * inner + r * inner + i;
            assertThat(((Tensor) y.get(1)).longs()[at]).isEqualTo(order[r]);
            assertThat(((Tensor) y.get(0)).floats()[at])
                .isEqualTo(Float.valueOf(x.floats()[first + order[r] * inner]));
          }
        }
      }
    }
  }

  private static int[] order(float[] x, int first, int step, int n, boolean largest) {
    Comparator<Integer> ascending =
        Comparator.comparingDouble(i -> x[first + i * step] == 0 ? 0 : x[first + i * step]);
    return IntStream.range(0, n)
        .boxed()
        .sorted(largest ? ascending.reversed() : ascending)
        .mapToInt(i -> i)
        .toArray();
  }

  @Test
  void topKOfIntegersAndBadK() {
    Tensor x = integers(DType.UINT64, 3, -1, 7);
    assertThat(((Tensor) all(new TopK(0, true), 2, x, longs(2)).get(1)).longs())
        .containsExactly(1, 2);
    assertThatThrownBy(() -> one(new TopK(0, true), x, longs(4))).hasMessageContaining("k is 4");
  }

  @Test
  void cumulativeOperatorsGoBothWays() {
    Tensor x = floats(1, 2, 3);
    Tensor axis = Tensor.scalar(0);
    assertThat(one(new CumSum(false, false), x, axis).floats()).containsExactly(1, 3, 6);
    assertThat(one(new CumSum(true, false), x, axis).floats()).containsExactly(0, 1, 3);
    assertThat(one(new CumSum(false, true), x, axis).floats()).containsExactly(6, 5, 3);
    assertThat(one(new CumSum(true, true), x, axis).floats()).containsExactly(5, 3, 0);
    assertThat(one(new CumProd(true, true), x, axis).floats()).containsExactly(6, 3, 1);
    Tensor matrix = integers(DType.INT32, 1, 2, 3, 4).reshape(Shape.of(2, 2));
    assertThat(one(new CumSum(false, false), matrix, axis).ints()).containsExactly(1, 2, 4, 6);
    assertThat(one(new CumProd(false, false), matrix, Tensor.scalar(-1)).ints())
        .containsExactly(1, 2, 3, 12);
    assertThat(one(new CumSum(false, false), floats(), axis).size()).isZero();
  }

  @Test
  void einsumFollowsItsEquation() {
    Tensor a = floats(1, 2, 3, 4, 5, 6).reshape(Shape.of(2, 3));
    Tensor b = floats(1, 0, 2, 1, 0, 1).reshape(Shape.of(3, 2));
    float[] product = {5, 5, 14, 11};
    assertThat(one(new Einsum("ij,jk->ik"), a, b).floats()).isEqualTo(product);
    assertThat(one(new Einsum("ij, jk"), a, b).floats()).isEqualTo(product);
    assertThat(one(new Einsum("ij->ji"), a).floats()).containsExactly(1, 4, 2, 5, 3, 6);
    assertThat(one(new Einsum("ij->i"), a).floats()).containsExactly(6, 15);
    assertThat(one(new Einsum("ij->"), a).shape()).isEqualTo(Shape.SCALAR);
    assertThat(one(new Einsum("ij,ij,ij->j"), a, a, a).floats()).containsExactly(65, 133, 243);
    Tensor square = floats(1, 2, 3, 4).reshape(Shape.of(2, 2));
    assertThat(one(new Einsum("ii"), square).floats()).containsExactly(5);
    assertThat(one(new Einsum("ii->i"), square).floats()).containsExactly(1, 4);
    assertThat(one(new Einsum("ba"), square).floats()).containsExactly(1, 3, 2, 4);
    Tensor batch = floats(1, 2, 3, 4, 5, 6, 7, 8).reshape(Shape.of(2, 2, 2));
    assertThat(one(new Einsum("...ij,jk->...ik"), batch, square).floats())
        .containsExactly(7, 10, 15, 22, 23, 34, 31, 46);
    assertThat(one(new Einsum("...i,...i->..."), batch, square).floats())
        .containsExactly(5, 25, 17, 53);
    assertThat(one(new Einsum("i,j->ij"), longs(2, 3), longs(5, 7)).longs())
        .containsExactly(10, 14, 15, 21);
    for (String wrong : new String[] {"ij,jk->im", "ij", "i1,jk->ik", "ij,jk->ii", "ijk,jk->i"}) {
      assertThatThrownBy(() -> one(new Einsum(wrong), a, b))
          .isInstanceOf(ModelFormatException.class);
    }
  }

  @Test
  void determinantsOfBatches() {
    Tensor x = floats(0, 2, 3, 0, 1, 2, 2, 4).reshape(Shape.of(2, 2, 2));
    assertThat(one(new Det(), x).floats()).containsExactly(-6, 0);
    float[] hilbert = new float[16];
    for (int i = 0; i < 16; i++) {
      hilbert[i] = 1f / (i / 4 + i % 4 + 1);
    }
    assertThat(one(new Det(), Tensor.of(Shape.of(4, 4), hilbert)).floats()[0])
        .isCloseTo(1.6534392e-7f, within(1e-9f));
    assertThat(one(new Det(), Tensor.of(Shape.of(0, 3, 3), new float[0])).size()).isZero();
    assertThat(Arrays.asList(one(new Det(), floats(4).reshape(Shape.of(1, 1))).floats()[0]))
        .containsExactly(4f);
  }
}
