package dev.lanewise.op;

import static dev.lanewise.op.PlanCheck.agrees;
import static dev.lanewise.op.PlanCheck.constant;
import static dev.lanewise.op.PlanCheck.given;
import static dev.lanewise.op.PlanCheck.list;
import static dev.lanewise.op.PlanCheck.random;

import dev.lanewise.op.PlanCheck.Input;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Plans of operators that move data agree with their reference evaluation. */
final class DataMovementTest {
  private static final DType[] KINDS = {
    DType.FLOAT,
    DType.DOUBLE,
    DType.INT8,
    DType.BFLOAT16,
    DType.INT32,
    DType.INT64,
    DType.STRING,
    DType.COMPLEX64
  };

  private final Random random = new Random(11);

  private Tensor any(int... dims) {
    return random(random, KINDS[random.nextInt(KINDS.length)], dims);
  }

  private Tensor floats(int... dims) {
    return random(random, DType.FLOAT, dims);
  }

  private Input indices(int dim, int... dims) {
    Tensor t =
        random.nextBoolean()
            ? Tensor.zeros(DType.INT32, Shape.of(dims))
            : Tensor.zeros(DType.INT64, Shape.of(dims));
    for (int i = 0; i < t.size(); i++) {
      int index = random.nextInt(2 * dim) - dim;
      if (t.dtype() == DType.INT32) {
        t.ints()[i] = index;
      } else {
        t.longs()[i] = index;
      }
    }
    return random.nextBoolean() ? given(t) : constant(t);
  }

  @ParameterizedTest
  @EnumSource(DType.class)
  void transposeMovesEveryType(DType dtype) {
    agrees(new Transpose(new int[] {2, 0, 1}), 1, given(random(random, dtype, 3, 5, 4)));
  }

  @Test
  void transpose() {
    int[][] orders = {
      {0, 1, 2, 3},
      {3, 2, 1, 0},
      {0, 2, 1, 3},
      {0, 2, 3, 1},
      {0, 3, 1, 2},
      {1, 0, 2, 3},
      {2, 3, 0, 1},
      {0, 1, 3, 2},
      {0, 3, 2, 1},
      {1, 2, 3, 0}
    };
    int[][] shapes = {{2, 3, 4, 5}, {1, 9, 7, 1}, {1, 40, 35, 3}, {2, 1, 1, 6}, {2, 0, 3, 1}};
    for (int[] order : orders) {
      for (int[] shape : shapes) {
        agrees(new Transpose(order), 1, given(any(shape)));
        agrees(new Transpose(order), 1, given(floats(shape)));
      }
    }
    agrees(new Transpose(null), 1, given(floats(7, 130)));
    agrees(new Transpose(null), 1, given(floats()));
  }

  @Test
  void shapeOnly() {
    for (int i = 0; i < 10; i++) {
      Input x = given(any(2, 3, 1, 4));
      agrees(new Reshape(false), 1, x, list(0, -1, 2));
      agrees(new Flatten(-3), 1, x);
      agrees(new Flatten(4), 1, x);
      agrees(new Squeeze(), 1, x);
      agrees(new Squeeze(), 1, x, list(-2));
      agrees(new Unsqueeze(), 1, x, list(-1, 0));
      agrees(new Identity(), 1, x);
      agrees(new ShapeOf(-3, Integer.MAX_VALUE), 1, x);
      agrees(new Size(), 1, x);
    }
    agrees(new Identity(), 1, given(floats(2, 11, 4, 3)));
    agrees(new Reshape(true), 1, given(any(2, 0)), list(0, 5));
  }

  @Test
  void concat() {
    for (int i = 0; i < 60; i++) {
      int[] dims = {1 + random.nextInt(3), 1 + random.nextInt(20), 1 + random.nextInt(5), 3};
      int axis = random.nextInt(4);
      DType dtype = i % 2 == 0 ? DType.FLOAT : KINDS[random.nextInt(KINDS.length)];
      Input[] inputs = new Input[1 + random.nextInt(4)];
      for (int k = 0; k < inputs.length; k++) {
        int[] d = dims.clone();
        d[axis] = random.nextInt(20);
        Tensor t = random(random, dtype, d);
        inputs[k] = random.nextInt(6) == 0 ? constant(t) : given(t);
      }
      agrees(new Concat(random.nextBoolean() ? axis : axis - 4), 1, inputs);
    }
  }

  @Test
  void split() {
    for (int i = 0; i < 60; i++) {
      int[] dims = {1 + random.nextInt(3), random.nextInt(30), 1 + random.nextInt(5), 3};
      int axis = random.nextInt(4);
      int n = 1 + random.nextInt(4);
      Input x = given(i % 2 == 0 ? floats(dims) : any(dims));
      agrees(new Split(axis, 0), n, x);
      long[] lengths = new long[n];
      int left = dims[axis];
      for (int k = 0; k < n - 1; k++) {
        lengths[k] = random.nextInt(left + 1);
        left -= (int) lengths[k];
      }
      lengths[n - 1] = left;
      agrees(new Split(axis - 4, 0), n, x, list(lengths));
    }
  }

  @Test
  void slice() {
    for (int i = 0; i < 300; i++) {
      int[] dims = {1 + random.nextInt(2), 1 + random.nextInt(20), 1 + random.nextInt(5), 7};
      int n = 1 + random.nextInt(3);
      int first = random.nextInt(4);
      long[] axes = new long[n];
      long[] starts = new long[n];
      long[] ends = new long[n];
      long[] steps = new long[n];
      for (int k = 0; k < n; k++) {
        axes[k] = (first + k) % 4L - (random.nextBoolean() ? 4 : 0);
        starts[k] = random.nextInt(20) - 10L;
        ends[k] = random.nextBoolean() ? Long.MAX_VALUE : random.nextInt(30) - 10L;
        steps[k] = random.nextInt(3) == 0 ? random.nextInt(3) + 1 : 1;
        if (random.nextInt(4) == 0) {
          ends[k] = Long.MIN_VALUE;
          steps[k] = -steps[k];
        }
      }
      Input x = given(i % 2 == 0 ? floats(dims) : any(dims));
      agrees(new Slice(), 1, x, list(starts), list(ends), list(axes), list(steps));
    }
    agrees(new Slice(), 1, given(floats(4, 9, 2)), list(0, 1), list(2, 4));
    agrees(new Slice(), 1, given(floats(4, 9)), list(9, 0), list(0, 9), null, list(-2, 3));
    Input end = given(Tensor.of(Shape.of(1), 2L));
    agrees(new Slice(), 1, given(floats(4, 9)), list(1), end, list(0));
  }

  @Test
  void gather() {
    for (int i = 0; i < 100; i++) {
      int[] dims = {1 + random.nextInt(3), 1 + random.nextInt(20), 1 + random.nextInt(5), 3};
      int axis = random.nextInt(4);
      Input x = given(i % 2 == 0 ? floats(dims) : any(dims));
      agrees(new Gather(axis), 1, x, indices(dims[axis]));
      agrees(new Gather(axis), 1, x, indices(dims[axis], 1 + random.nextInt(20)));
      agrees(new Gather(axis - 4), 1, x, indices(dims[axis], 2, random.nextInt(3)));
      int[] smaller = Arrays.stream(dims).map(d -> 1 + random.nextInt(d)).toArray();
      smaller[axis] = random.nextInt(9);
      agrees(new GatherElements(axis - 4), 1, x, indices(dims[axis], smaller));
      agrees(new GatherND(0), 1, x, indices(1, 5, 1 + random.nextInt(4)));
      agrees(new GatherND(1), 1, x, indices(1, dims[0], 4, 1 + random.nextInt(3)));
      agrees(new GatherND(2), 1, x, indices(1, dims[0], dims[1], 1));
      int[] permutation = new Random(i).ints(1 + i % 20, 0, dims[1]).toArray();
      agrees(new ChannelPermute(permutation), 1, x);
      int[] more = dims.clone();
      more[1] = 1 + random.nextInt(20);
      Input other = given(random(random, x.tensor().dtype(), more));
      int[] both = new Random(i).ints(1 + i % 20, 0, dims[1] + more[1]).toArray();
      agrees(new ChannelPermute(both), 1, x, other);
    }
  }

  @Test
  void repeats() {
    for (int i = 0; i < 40; i++) {
      Input x = given(any(1 + random.nextInt(3), 1, 1 + random.nextInt(4)));
      int d = x.tensor().shape().dim(2);
      agrees(new Expand(), 1, x, list(2, 1, 5, d));
      agrees(new Expand(), 1, x, list(1));
      agrees(new Tile(), 1, x, list(random.nextInt(3), 1, 1 + random.nextInt(20)));
    }
    agrees(new ConstantOfShape(any(1)), 1, given(Tensor.of(Shape.of(2), 3L, 4L)));
  }
}
