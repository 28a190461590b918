package dev.lanewise.testkit.cases;

import dev.lanewise.graph.Op;
import dev.lanewise.op.AutoPad;
import dev.lanewise.op.AveragePool;
import dev.lanewise.op.GlobalAveragePool;
import dev.lanewise.op.GlobalLpPool;
import dev.lanewise.op.GlobalMaxPool;
import dev.lanewise.op.LpPool;
import dev.lanewise.op.MaxPool;
import dev.lanewise.op.Window;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Pooling: plans agree with the reference evaluation. */
public abstract class PoolingCases {
  private static final double TOLERANCE = 5e-6;
  private static final int[] NONE = {};

  private final RandomTensors tensors = new RandomTensors(17);
  private final Random random = tensors.random();

  private int[] several(int n, int low, int high) {
    int[] values = new int[n];
    for (int i = 0; i < n; i++) {
      values[i] = low + random.nextInt(high - low + 1);
    }
    return values;
  }

  private Tensor image(int channels, int rank) {
    int[] dims = new int[rank + 2];
    dims[0] = 1 + random.nextInt(2);
    dims[1] = channels;
    System.arraycopy(several(rank, 5, 12), 0, dims, 2, rank);
    return tensors.floats(dims);
  }

  private OpCase argument(Tensor x, boolean convolved) {
    if (!convolved) {
      return new OpCase().input(x);
    }
    int[] kernel = new int[x.shape().rank()];
    Arrays.fill(kernel, 1);
    kernel[0] = x.shape().dim(1);
    kernel[1] = x.shape().dim(1);
    return new OpCase().convolved(x, tensors.floats(kernel));
  }

  private Window window(int rank) {
    int[] kernel = several(rank, 1, 4);
    AutoPad[] modes = AutoPad.values();
    AutoPad auto = random.nextInt(3) > 0 ? AutoPad.NOTSET : modes[random.nextInt(modes.length)];
    int[] pads = new int[2 * rank];
    for (int i = 0; i < pads.length && auto == AutoPad.NOTSET; i++) {
      pads[i] = random.nextInt(kernel[i % rank]);
    }
    return new Window(
        auto,
        kernel,
        random.nextBoolean() ? NONE : several(rank, 1, 3),
        random.nextInt(3) > 0 ? NONE : several(rank, 1, 2),
        pads,
        random.nextBoolean());
  }

  @Test
  void windows() {
    for (int i = 0; i < 75; i++) {
      int rank = 1 + i % 3;
      Tensor x = image(1 + random.nextInt(12), rank);
      Window window = window(rank);
      boolean convolved = rank < 3 && i % 4 == 0;
      argument(x, convolved).check(new MaxPool(window, false), TOLERANCE);
      argument(x, convolved).check(new AveragePool(window, i % 2 == 0), TOLERANCE);
      if (i % 10 == 0) {
        argument(x, false).check(new LpPool(window, 2), TOLERANCE);
      }
    }
  }

  /** Sizes whose products overflow 32 bits, though input and output are small. */
  @Test
  void hugeWindows() {
    Tensor x = tensors.floats(1, 9, 6, 7);
    for (Window window : HugeWindows.of(new int[] {3, 3}, 6, 7)) {
      for (boolean convolved : new boolean[] {false, true}) {
        argument(x, convolved).check(new MaxPool(window, false), TOLERANCE);
        argument(x, convolved).check(new AveragePool(window, true), TOLERANCE);
      }
    }
  }

  @Test
  void indices() {
    for (boolean columnMajor : new boolean[] {false, true}) {
      MaxPool op = new MaxPool(window(2), columnMajor);
      argument(image(3, 2), false).check(op, 2, TOLERANCE);
      argument(image(8, 2), true).check(op, 2, TOLERANCE);
    }
  }

  @Test
  void bytes() {
    for (DType dtype : List.of(DType.INT8, DType.UINT8)) {
      double low = dtype == DType.INT8 ? -128 : 0;
      Tensor x = tensors.tensor(dtype, Shape.of(2, 3, 9, 8), low, low + 255);
      for (int i = 0; i < 10; i++) {
        new OpCase().input(x).check(new MaxPool(window(2), false), 0);
      }
    }
  }

  @Test
  void global() {
    for (int channels : new int[] {1, 5, 8, 19}) {
      for (int rank = 1; rank <= 3; rank++) {
        Tensor x = image(channels, rank);
        List<Op> ops = List.of(new GlobalAveragePool(), new GlobalMaxPool(), new GlobalLpPool(2));
        for (Op op : ops) {
          argument(x, false).check(op, TOLERANCE);
          argument(x, rank < 3).check(op, TOLERANCE);
        }
      }
    }
  }
}
