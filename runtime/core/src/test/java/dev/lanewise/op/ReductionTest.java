package dev.lanewise.op;

import static dev.lanewise.op.Evaluate.floats;
import static dev.lanewise.op.Evaluate.infer;
import static dev.lanewise.op.Evaluate.integers;
import static dev.lanewise.op.Evaluate.longs;
import static dev.lanewise.op.Evaluate.one;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lanewise.error.ModelFormatException;
import dev.lanewise.graph.GraphBuilder;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Value;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ReductionTest {
  private final Random random = new Random(11);

  private interface Formula {
    double of(double[] values);
  }

  private static double sum(double[] v) {
    return Arrays.stream(v).sum();
  }

  @Test
  void reducesRandomShapesAlongRandomAxes() {
    check(ReduceSum::new, ReductionTest::sum);
    check(ReduceMean::new, v -> sum(v) / v.length);
    check(ReduceProd::new, v -> Arrays.stream(v).reduce(1, (a, b) -> a * b));
    check(ReduceMax::new, v -> Arrays.stream(v).max().orElse(Double.NEGATIVE_INFINITY));
    check(ReduceMin::new, v -> Arrays.stream(v).min().orElse(Double.POSITIVE_INFINITY));
    check(ReduceL1::new, v -> Arrays.stream(v).map(Math::abs).sum());
    check(ReduceL2::new, v -> Math.sqrt(Arrays.stream(v).map(x -> x * x).sum()));
    check(ReduceSumSquare::new, v -> Arrays.stream(v).map(x -> x * x).sum());
    check(ReduceLogSum::new, v -> Math.log(sum(v)));
    check(ReduceLogSumExp::new, v -> Math.log(Arrays.stream(v).map(Math::exp).sum()));
  }

  private interface Maker {
    Op make(boolean keepDims, boolean noop);
  }

  private void check(Maker maker, Formula formula) {
    for (int trial = 0; trial < 60; trial++) {
      int rank = random.nextInt(5);
      int[] dims = random.ints(rank, trial % 10 == 0 ? 0 : 1, 5).toArray();
      boolean keep = random.nextBoolean();
      boolean[] reduced = new boolean[rank];
      long[] axes = new long[rank];
      int count = 0;
      for (int d = 0; d < rank; d++) {
        reduced[d] = random.nextBoolean();
        if (reduced[d]) {
          axes[count++] = random.nextBoolean() ? d : d - rank;
        }
      }
      Tensor x = Tensor.zeros(DType.DOUBLE, Shape.of(dims));
      Arrays.setAll(x.doubles(), i -> random.nextGaussian() + 0.5);
      Op op = maker.make(keep, true);
      Tensor y = one(op, x, longs(Arrays.copyOf(axes, count)));
      double[] expected = expected(x, reduced, formula);
      assertThat(y.size()).isEqualTo(expected.length);
      assertThat(y.shape().rank()).isEqualTo(keep ? rank : rank - count);
      for (int i = 0; i < expected.length; i++) {
        if (Double.isFinite(expected[i])) {
          assertThat(y.doubles()[i])
              .isCloseTo(expected[i], within(1e-12 * Math.max(1, Math.abs(expected[i]))));
        } else {
          assertThat(y.doubles()[i]).isEqualTo(Double.valueOf(expected[i]));
        }
      }
    }
  }

  /** Collects the values of each result by their multi-dimensional index. */
  private static double[] expected(Tensor x, boolean[] reduced, Formula formula) {
    int rank = reduced.length;
    int results = 1;
    for (int d = 0; d < rank; d++) {
      results *= reduced[d] ? 1 : x.shape().dim(d);
    }
    double[][] collected = new double[results][0];
    for (int i = 0; i < x.size(); i++) {
      int rest = i;
      int at = 0;
      int stride = 1;
      for (int d = rank - 1; d >= 0; d--) {
        int index = rest % x.shape().dim(d);
        rest /= x.shape().dim(d);
        if (!reduced[d]) {
          at += index * stride;
          stride *= x.shape().dim(d);
        }
      }
      double[] more = Arrays.copyOf(collected[at], collected[at].length + 1);
      more[more.length - 1] = x.doubles()[i];
      collected[at] = more;
    }
    return Arrays.stream(collected).mapToDouble(formula::of).toArray();
  }

  @Test
  void noAxesMeansAllOrNone() {
    Tensor x = floats(3, -4).reshape(Shape.of(1, 2));
    assertThat(one(new ReduceSum(false, false), x).shape()).isEqualTo(Shape.SCALAR);
    assertThat(one(new ReduceSum(true, false), x, longs()).floats()).containsExactly(-1);
    assertThat(one(new ReduceSumSquare(true, true), x).floats()).containsExactly(9, 16);
    assertThat(one(new ReduceL2(true, true), x, longs()).floats()).containsExactly(3, 4);
  }

  @Test
  void integersKeepTheirType() {
    Tensor x = integers(DType.INT32, 5, -2, 4);
    assertThat(one(new ReduceMean(false, false), x).toLongs()).containsExactly(2);
    assertThat(one(new ReduceL1(false, false), x).toLongs()).containsExactly(11);
    assertThat(one(new ReduceL2(false, false), x).toLongs()).containsExactly(6);
    Tensor unsigned = integers(DType.UINT64, -1, 7);
    assertThat(one(new ReduceMax(false, false), unsigned).toLongs()).containsExactly(-1);
    assertThat(one(new ReduceMin(false, false), unsigned).toLongs()).containsExactly(7);
    Tensor bools = integers(DType.BOOL, 0, 1);
    assertThat(one(new ReduceMax(false, false), bools).bytes()).containsExactly(1);
    assertThat(one(new ReduceMin(false, false), integers(DType.INT8)).toLongs())
        .containsExactly(127);
  }

  @Test
  void largeExponentsDoNotOverflow() {
    assertThat(one(new ReduceLogSumExp(false, false), floats(1000, 1000)).floats()[0])
        .isCloseTo(1000.6931f, within(1e-3f));
    float inf = Float.POSITIVE_INFINITY;
    assertThat(one(new ReduceLogSumExp(false, false), floats(-inf, -inf)).floats())
        .containsExactly(-inf);
  }

  @Test
  void shapesAreInferredAsFarAsAxesAreKnown() {
    Shape shape = Shape.symbolic(new int[] {-1, 3, 4}, new String[] {"n", null, null});
    GraphBuilder b = new GraphBuilder("test");
    Value x = b.input("x", new TensorType(DType.FLOAT, shape));
    Value axes = b.constant("axes", longs(-1));
    assertThat(b.add("y", new ReduceMax(true, false), x, axes).type())
        .isEqualTo(new TensorType(DType.FLOAT, shape.with(2, 1)));
    Value unknown = b.input("axes", new TensorType(DType.INT64, Shape.of(2)));
    assertThat(b.add("y", new ReduceMax(false, false), x, unknown).type())
        .isEqualTo(new TensorType(DType.FLOAT, Shape.of(-1)));
    assertThatThrownBy(
            () -> b.add("y", new ReduceMax(true, false), x, b.constant("a", longs(1, -2))))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("named twice");
    assertThatThrownBy(() -> infer(new ReduceSum(true, false), new TensorType(DType.INT8, shape)))
        .isInstanceOf(ModelFormatException.class);
  }
}
