package dev.lanewise.testkit.cases;

import dev.lanewise.kernel.Epilogue;
import dev.lanewise.kernel.UnaryFunction;
import dev.lanewise.op.AutoPad;
import dev.lanewise.op.Conv;
import dev.lanewise.op.ConvTranspose;
import dev.lanewise.op.Window;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Convolutions and transposed convolutions: plans agree with the reference evaluation. */
public abstract class ConvolutionCases {
  private static final double TOLERANCE = 2e-5;
  private static final int[] NONE = {};

  private final RandomTensors tensors = new RandomTensors(5);
  private final Random random = tensors.random();

  private int[] several(int n, int low, int high) {
    int[] values = new int[n];
    for (int i = 0; i < n; i++) {
      values[i] = low + random.nextInt(high - low + 1);
    }
    return values;
  }

  private static int[] concat(int a, int b, int[] rest) {
    int[] dims = new int[rest.length + 2];
    dims[0] = a;
    dims[1] = b;
    System.arraycopy(rest, 0, dims, 2, rest.length);
    return dims;
  }

  private Window window(int rank) {
    AutoPad[] modes = AutoPad.values();
    AutoPad auto = random.nextInt(3) > 0 ? AutoPad.NOTSET : modes[random.nextInt(modes.length)];
    return new Window(
        auto,
        NONE,
        random.nextBoolean() ? NONE : several(rank, 1, 3),
        random.nextInt(3) > 0 ? NONE : several(rank, 1, 2),
        auto != AutoPad.NOTSET || random.nextBoolean() ? NONE : several(2 * rank, 0, 2),
        false);
  }

  private OpCase arguments(Tensor x, Tensor w, boolean constant, boolean convolved) {
    OpCase c = new OpCase();
    if (convolved) {
      int channels = x.shape().dim(1);
      int[] kernel = new int[x.shape().rank()];
      java.util.Arrays.fill(kernel, 1);
      kernel[0] = channels;
      kernel[1] = channels;
      c.convolved(x, tensors.floats(kernel));
    } else {
      c.input(x);
    }
    return constant ? c.constant(w) : c.input(w);
  }

  @Test
  void windowsGroupsAndLayouts() {
    for (int i = 0; i < 45; i++) {
      int rank = 1 + i % 3;
      int groups = 1 + random.nextInt(3);
      int in = groups * (1 + random.nextInt(9));
      int out = groups * (1 + random.nextInt(9));
      Tensor x = tensors.floats(concat(1 + random.nextInt(2), in, several(rank, 6, 11)));
      Tensor w = tensors.floats(concat(out, in / groups, several(rank, 1, 3)));
      OpCase c = arguments(x, w, i % 4 != 0, rank < 3 && i % 5 > 2);
      if (random.nextBoolean()) {
        c.constant(tensors.floats(out));
      }
      c.check(new Conv(window(rank), groups), TOLERANCE);
    }
  }

  @Test
  void columnsAndOtherUnitDimensions() {
    Window tall =
        new Window(AutoPad.NOTSET, NONE, new int[] {2, 3}, NONE, new int[] {1, 0, 2, 0}, false);
    Window narrow =
        new Window(AutoPad.NOTSET, NONE, NONE, NONE, new int[] {0, 1, 1, 0, 1, 1}, false);
    for (int channels : new int[] {3, 16}) {
      Tensor column = tensors.floats(2, channels, 41, 1);
      arguments(column, tensors.floats(9, channels, 5, 1), true, channels == 16)
          .check(new Conv(tall, 1), TOLERANCE);
      new OpCase()
          .input(tensors.floats(1, channels, 1, 7, 9))
          .constant(tensors.floats(8, channels, 1, 3, 3))
          .check(new Conv(narrow, 1), TOLERANCE);
    }
    new OpCase()
        .input(tensors.floats(2, 5, 1, 1))
        .constant(tensors.floats(4, 5, 1, 1))
        .check(new Conv(Window.DEFAULT, 1), TOLERANCE);
  }

  @Test
  void depthwise() {
    for (int i = 0; i < 20; i++) {
      int channels = 1 + random.nextInt(20);
      int kernel = List.of(1, 3, 5, 2).get(i % 4);
      Tensor x = tensors.floats(1, channels, 7 + random.nextInt(4), 9);
      Tensor w = tensors.floats(channels, 1, kernel, kernel);
      arguments(x, w, true, i % 3 == 0).check(new Conv(window(2), channels), TOLERANCE);
    }
  }

  @Test
  void epilogues() {
    Window window = new Window(AutoPad.SAME_UPPER, new int[] {3, 3}, NONE, NONE, NONE, false);
    for (int channels : new int[] {8, 13}) {
      Tensor x = tensors.floats(2, 6, 9, 8);
      Tensor w = tensors.floats(channels, 6, 3, 3);
      Tensor residual = tensors.floats(2, channels, 9, 8);
      Tensor slope = tensors.floats(channels);
      Conv conv = new Conv(window, 1);
      Epilogue both = Epilogue.NONE.withResidual().withActivation(UnaryFunction.RELU, 0, 0);
      new OpCase()
          .input(x)
          .constant(w)
          .constant(tensors.floats(channels))
          .input(residual)
          .check(conv.withEpilogue(both), TOLERANCE);
      new OpCase()
          .input(x)
          .constant(w)
          .missing()
          .input(residual)
          .constant(slope)
          .check(conv.withEpilogue(Epilogue.NONE.withResidual().withSlope()), TOLERANCE);
      new OpCase()
          .input(x)
          .constant(w)
          .missing()
          .constant(slope)
          .check(conv.withEpilogue(Epilogue.NONE.withSlope()), TOLERANCE);
    }
  }

  @Test
  void otherTypesAndEmptyBatches() {
    Conv conv = new Conv(Window.DEFAULT, 1);
    for (DType dtype : List.of(DType.DOUBLE, DType.FLOAT16, DType.BFLOAT16)) {
      Tensor x = tensors.tensor(dtype, Shape.of(1, 2, 5, 5), -1, 1);
      Tensor w = tensors.tensor(dtype, Shape.of(3, 2, 3, 3), -1, 1);
      new OpCase().input(x).constant(w).check(conv, 0.02);
    }
    new OpCase()
        .input(tensors.floats(0, 2, 5, 5))
        .constant(tensors.floats(3, 2, 3, 3))
        .check(conv, 0);
  }

  @Test
  void transposed() {
    for (int i = 0; i < 36; i++) {
      int rank = 1 + i % 3;
      int groups = 1 + random.nextInt(3);
      int in = groups * (1 + random.nextInt(9));
      int groupOut = 1 + random.nextInt(9);
      int[] strides = several(rank, 1, 4);
      Window base = window(rank);
      Window window =
          new Window(base.autoPad(), NONE, strides, base.dilations(), base.pads(), false);
      int[] padding = new int[rank];
      for (int d = 0; d < rank; d++) {
        padding[d] = random.nextInt(strides[d]);
      }
      Tensor x = tensors.floats(concat(1 + random.nextInt(2), in, several(rank, 3, 6)));
      Tensor w = tensors.floats(concat(in, groupOut, several(rank, 2, 5)));
      OpCase c = arguments(x, w, i % 4 != 0, rank < 3 && i % 5 > 2);
      if (random.nextBoolean()) {
        c.constant(tensors.floats(groups * groupOut));
      }
      int[] extra = i % 2 == 0 ? NONE : padding;
      c.check(new ConvTranspose(window, groups, extra, NONE), TOLERANCE);
    }
  }

  /** Sizes whose products overflow 32 bits, though input and output are small. */
  @Test
  void hugeWindows() {
    int huge = 1 << 30;
    Tensor x = tensors.floats(1, 5, 6, 7);
    for (Window window : HugeWindows.of(NONE, 6, 7)) {
      for (int outChannels : new int[] {2, 24}) {
        new OpCase()
            .input(x)
            .constant(tensors.floats(outChannels, 5, 3, 3))
            .check(new Conv(window, 1), TOLERANCE);
      }
      new OpCase()
          .input(x)
          .constant(tensors.floats(5, 1, 3, 3))
          .check(new Conv(window, 5), TOLERANCE);
    }
    Window far = new Window(AutoPad.NOTSET, NONE, new int[] {huge, huge - 1}, NONE, NONE, false);
    new OpCase()
        .input(tensors.floats(1, 5, 1, 1))
        .constant(tensors.floats(5, 3, 3, 2))
        .check(new ConvTranspose(far, 1, NONE, NONE), TOLERANCE);
  }

  @Test
  void transposedToAGivenShape() {
    Window window = new Window(AutoPad.NOTSET, NONE, new int[] {3, 2}, NONE, NONE, false);
    Tensor x = tensors.floats(1, 4, 3, 3);
    Tensor w = tensors.floats(4, 2, 3, 3);
    for (int[] shape : new int[][] {{10, 8}, {7, 6}, {9, 7}, {1, 5, 9, 7}}) {
      new OpCase().input(x).constant(w).check(new ConvTranspose(window, 1, NONE, shape), TOLERANCE);
    }
  }
}
