package dev.lanewise.testkit.cases;

import dev.lanewise.graph.Value;
import dev.lanewise.op.Cast;
import dev.lanewise.op.Clip;
import dev.lanewise.op.Einsum;
import dev.lanewise.op.Equal;
import dev.lanewise.op.Gather;
import dev.lanewise.op.MatMul;
import dev.lanewise.op.Reshape;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import org.junit.jupiter.api.Test;

class RecogniseOneHotProductTest {
  private static final int[] NUMBERS = {0, 4, 3, -1, 5, 2, 1, -9};

  private final SpelledOut s = new SpelledOut();

  private Value hot(Value x, Value numbers) {
    return s.add(new Cast(DType.FLOAT), s.add(new Equal(), x, numbers));
  }

  private Value counted(int... numbers) {
    return s.constant(Tensor.of(DType.INT32, Shape.of(1, numbers.length), numbers));
  }

  private Value numbers() {
    return s.input(Tensor.of(DType.INT32, Shape.of(2, 4, 1), NUMBERS));
  }

  @Test
  void rowsAreTaken() {
    Value y = s.add(new MatMul(), hot(numbers(), counted(0, 1, 2, 3, 4)), s.constant(5, 3));
    s.becomes(y, Clip.class, Gather.class, Reshape.class);
  }

  @Test
  void columnsOfLongs() {
    long[] numbers = {2, 0, 7, -3};
    Value x = s.input(Tensor.of(Shape.of(4, 1), numbers));
    Value y = s.add(new Einsum("ij,kj->ik"), hot(s.list(0, 1, 2), x), s.constant(6, 3));
    s.becomes(y, Clip.class, Gather.class, Reshape.class);
  }

  @Test
  void otherNumbersStay() {
    Value y = s.add(new MatMul(), hot(numbers(), counted(0, 1, 2, 4, 3)), s.constant(5, 3));
    s.becomes(y, Equal.class, Cast.class, MatMul.class);
  }

  @Test
  void infinityStays() {
    float[] w = new float[15];
    w[7] = Float.POSITIVE_INFINITY;
    Value matrix = s.constant(Tensor.of(Shape.of(5, 3), w));
    Value y = s.add(new MatMul(), hot(numbers(), counted(0, 1, 2, 3, 4)), matrix);
    s.becomes(y, Equal.class, Cast.class, MatMul.class);
  }

  @Test
  void severalNumbersPerRowStay() {
    Value x =
        s.input(Tensor.of(DType.INT32, Shape.of(2, 5), new int[] {0, 1, 2, 2, 4, 1, 1, 1, 3, 4}));
    Value y = s.add(new MatMul(), hot(x, counted(0, 1, 2, 3, 4)), s.constant(5, 3));
    s.becomes(y, Equal.class, Cast.class, MatMul.class);
  }
}
