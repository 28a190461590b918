package dev.lanewise.op;

import static dev.lanewise.op.PlanCheck.agrees;
import static dev.lanewise.op.PlanCheck.constant;
import static dev.lanewise.op.PlanCheck.given;
import static dev.lanewise.op.PlanCheck.list;
import static dev.lanewise.op.PlanCheck.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.error.EvaluationException;
import dev.lanewise.op.PlanCheck.Input;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Operators that pad, scatter and mark: plans agree with the reference, and it with examples. */
final class PlacementTest {
  private final Random random = new Random(5);

  private static Tensor tensor(Datum d) {
    return (Tensor) d;
  }

  private static Tensor row(float... values) {
    return Tensor.of(Shape.of(values.length), values);
  }

  @ParameterizedTest
  @EnumSource(Pad.Mode.class)
  void padAddsAndTakesAway(Pad.Mode mode) {
    for (int i = 0; i < 200; i++) {
      int[] dims = {2, 3 + random.nextInt(15), 3 + random.nextInt(4), 3 + random.nextInt(4)};
      DType dtype = DType.values()[random.nextInt(DType.values().length)];
      Tensor x = random(random, i % 3 > 0 ? DType.FLOAT : dtype, dims);
      int n = i % 2 == 0 ? 4 : 2;
      long[] pads = new long[2 * n];
      for (int k = 0; k < pads.length; k++) {
        pads[k] = random.nextInt(3) == 0 ? random.nextInt(7) - 1 : 0;
      }
      Input value = constant(random(random, x.dtype()));
      if (n == 4) {
        agrees(new Pad(mode), 1, given(x), list(pads));
        agrees(new Pad(mode), 1, given(x), list(pads), value);
      } else {
        agrees(new Pad(mode), 1, given(x), list(pads), null, list(-1, 2));
        agrees(new Pad(mode), 1, given(x), list(pads), given(value.tensor()), list(3, 1));
      }
    }
  }

  @Test
  void padModes() {
    Input x = given(row(1, 2, 3, 4));
    assertThat(padded(Pad.Mode.CONSTANT, x, 2, 1)).containsExactly(0, 0, 1, 2, 3, 4, 0);
    assertThat(padded(Pad.Mode.REFLECT, x, 5, 1)).containsExactly(2, 3, 4, 3, 2, 1, 2, 3, 4, 3);
    assertThat(padded(Pad.Mode.EDGE, x, 2, 1)).containsExactly(1, 1, 1, 2, 3, 4, 4);
    assertThat(padded(Pad.Mode.WRAP, x, 5, 1)).containsExactly(4, 1, 2, 3, 4, 1, 2, 3, 4, 1);
    assertThat(padded(Pad.Mode.WRAP, x, -1, 2)).containsExactly(2, 3, 4, 2, 3);
    assertThat(padded(Pad.Mode.CONSTANT, x, -6, 3)).containsExactly(0);
  }

  private static float[] padded(Pad.Mode mode, Input x, long begin, long end) {
    return tensor(agrees(new Pad(mode), 1, x, list(begin, end)).get(0)).floats();
  }

  @ParameterizedTest
  @EnumSource(ScatterReduction.class)
  void scatterCombines(ScatterReduction reduction) {
    DType[] types = {DType.FLOAT, DType.DOUBLE, DType.UINT64, DType.BOOL, DType.FLOAT16};
    for (DType dtype : types) {
      for (int i = 0; i < 10; i++) {
        Input x = given(random(random, dtype, 4, 5, 3));
        Input updates = given(random(random, dtype, 3, 7, 2));
        Tensor index = Tensor.zeros(DType.INT64, Shape.of(3, 7, 2));
        for (int k = 0; k < index.size(); k++) {
          index.longs()[k] = random.nextInt(10) - 5;
        }
        Input indices = i % 2 == 0 ? given(index) : constant(index);
        agrees(new ScatterElements(1, reduction), 1, x, indices, updates);
        Tensor tuples = Tensor.zeros(DType.INT32, Shape.of(6, 2));
        for (int k = 0; k < tuples.size(); k++) {
          tuples.ints()[k] = random.nextInt(8) - 4;
        }
        Input slices = given(random(random, dtype, 6, 3));
        agrees(new ScatterND(reduction), 1, x, given(tuples), slices);
      }
    }
  }

  @Test
  void scatterWorksInPlaceOnlyWhenTheDataIsNotRead() {
    ScatterND op = new ScatterND(ScatterReduction.ADD);
    Tensor index = Tensor.of(Shape.of(3, 1), 0L, 2L, 0L);
    Tensor y =
        tensor(agrees(op, 1, given(row(1, 2, 3)), given(index), given(row(10, 20, 30))).get(0));
    assertThat(y.floats()).containsExactly(41, 2, 23);
  }

  @Test
  void indexOutOfBounds() {
    Input index = given(Tensor.of(Shape.of(1), 3L));
    assertThatThrownBy(() -> agrees(new Gather(0), 1, given(row(1, 2, 3)), index))
        .isInstanceOf(EvaluationException.class)
        .hasMessageContaining("'node' (Gather)")
        .hasMessageContaining("index 3 is out of bounds for a dimension of size 3");
  }

  @Test
  void marks() {
    for (DType dtype : List.of(DType.FLOAT, DType.INT8, DType.STRING, DType.COMPLEX128)) {
      Input values = given(random(random, dtype, 2));
      for (DType index : List.of(DType.INT64, DType.INT32, DType.FLOAT, DType.UINT8)) {
        Tensor indices = random(random, index, 2, 3, 4);
        for (int axis = -4; axis < 4; axis++) {
          agrees(new OneHot(axis), 1, given(indices), list(50), values);
        }
      }
      Input matrices = given(random(random, dtype, 2, 4, 6));
      for (long k = -6; k < 9; k++) {
        agrees(new Trilu(k % 2 == 0), 1, matrices, constant(Tensor.scalar(k)));
        agrees(new Trilu(k % 2 == 0), 1, matrices, given(Tensor.scalar(k)));
      }
    }
    agrees(new Trilu(true), 1, given(random(random, DType.FLOAT, 3, 0)));
    agrees(new EyeLike(null, -1), 1, given(random(random, DType.BFLOAT16, 4, 3)));
    agrees(new EyeLike(DType.BOOL, Long.MAX_VALUE), 1, given(random(random, DType.INT8, 4, 3)));
  }

  @Test
  void rearranges() {
    for (DType dtype : List.of(DType.FLOAT, DType.INT64, DType.COMPLEX64)) {
      Input deep = given(random(random, dtype, 2, 12, 3, 5));
      Tensor spread = tensor(agrees(new DepthToSpace(2, false), 1, deep).get(0));
      Tensor back = tensor(agrees(new SpaceToDepth(2), 1, given(spread)).get(0));
      assertThat(back.array()).isEqualTo(deep.tensor().array());
      agrees(new DepthToSpace(2, true), 1, deep);
      Input lengths = given(Tensor.of(Shape.of(2), 1L, 3L));
      Input sequences = given(random(random, dtype, 4, 2, 3));
      agrees(new ReverseSequence(true), 1, sequences, lengths);
      agrees(new ReverseSequence(false), 1, given(random(random, dtype, 2, 3)), lengths);
      agrees(new CenterCropPad(null), 1, sequences, list(7, 1, 3));
      agrees(new CenterCropPad(new int[] {-1, 0}), 1, sequences, list(1, 7));
    }
  }

  @Test
  void shapesThatDependOnData() {
    Input x = given(random(random, DType.INT32, 3, 4));
    Input condition = given(Tensor.of(DType.BOOL, Shape.of(3), new byte[] {1, 0, 1}));
    agrees(new Compress(-1), 1, x, condition);
    agrees(new Compress(null), 1, x, condition);
    agrees(new NonZero(), 1, x);
    agrees(new Unique(null, true), 4, x);
    agrees(new Unique(1, false), 4, x);
    Input start = given(Tensor.scalar(5L));
    agrees(new Range(), 1, start, given(Tensor.scalar(-3L)), given(Tensor.scalar(-3L)));
    agrees(new Tile(), 1, x, given(Tensor.of(Shape.of(2), 2L, 1L)));
    agrees(new Pad(Pad.Mode.EDGE), 1, x, given(Tensor.of(Shape.of(4), 2L, 1L, 0L, 0L)));
    agrees(new Reshape(false), 1, x, given(Tensor.of(Shape.of(3), 2L, -1L, 3L)));
  }

  @Test
  void uniqueKeepsTheOrderOfAppearance() {
    Input x = given(row(2, 1, 1, 3, 4, 3));
    List<Datum> y = agrees(new Unique(null, false), 4, x);
    assertThat(tensor(y.get(0)).floats()).containsExactly(2, 1, 3, 4);
    assertThat(tensor(y.get(1)).longs()).containsExactly(0, 1, 3, 4);
    assertThat(tensor(y.get(2)).longs()).containsExactly(0, 1, 1, 2, 3, 2);
    assertThat(tensor(y.get(3)).longs()).containsExactly(1, 2, 2, 1);
  }

  @Test
  void cacheGetsNewEntries() {
    Input cache = given(random(random, DType.FLOAT, 2, 3, 5, 2));
    Input update = given(random(random, DType.FLOAT, 2, 3, 4, 2));
    agrees(new TensorScatter(-2, true), 1, cache, update, given(Tensor.of(Shape.of(2), 4L, 1L)));
    agrees(new TensorScatter(2, false), 1, cache, update);
    Input late = given(Tensor.of(Shape.of(2), 0L, 2L));
    assertThatThrownBy(() -> agrees(new TensorScatter(2, false), 1, cache, update, late))
        .isInstanceOf(EvaluationException.class)
        .hasMessageContaining("write index 2");
  }
}
