package dev.lanewise.testkit;

import dev.lanewise.graph.Op;
import dev.lanewise.op.AutoPad;
import dev.lanewise.op.AveragePool;
import dev.lanewise.op.BatchNormalization;
import dev.lanewise.op.Celu;
import dev.lanewise.op.Clip;
import dev.lanewise.op.Concat;
import dev.lanewise.op.Conv;
import dev.lanewise.op.ConvTranspose;
import dev.lanewise.op.DepthToSpace;
import dev.lanewise.op.Elu;
import dev.lanewise.op.Gather;
import dev.lanewise.op.GatherElements;
import dev.lanewise.op.Gelu;
import dev.lanewise.op.GlobalAveragePool;
import dev.lanewise.op.GlobalMaxPool;
import dev.lanewise.op.GroupNormalization;
import dev.lanewise.op.HardSigmoid;
import dev.lanewise.op.HardSwish;
import dev.lanewise.op.InstanceNormalization;
import dev.lanewise.op.KeyedDropout;
import dev.lanewise.op.LayerNormalization;
import dev.lanewise.op.LeakyRelu;
import dev.lanewise.op.LpNormalization;
import dev.lanewise.op.Max;
import dev.lanewise.op.MaxPool;
import dev.lanewise.op.Mean;
import dev.lanewise.op.Min;
import dev.lanewise.op.Mish;
import dev.lanewise.op.PRelu;
import dev.lanewise.op.Pad;
import dev.lanewise.op.RMSNormalization;
import dev.lanewise.op.ReduceL1;
import dev.lanewise.op.ReduceL2;
import dev.lanewise.op.ReduceLogSumExp;
import dev.lanewise.op.ReduceMax;
import dev.lanewise.op.ReduceMin;
import dev.lanewise.op.ReduceSumSquare;
import dev.lanewise.op.Relu;
import dev.lanewise.op.Selu;
import dev.lanewise.op.Shrink;
import dev.lanewise.op.Slice;
import dev.lanewise.op.Softsign;
import dev.lanewise.op.SpaceToDepth;
import dev.lanewise.op.Split;
import dev.lanewise.op.Swish;
import dev.lanewise.op.ThresholdedRelu;
import dev.lanewise.op.Tile;
import dev.lanewise.op.Trilu;
import dev.lanewise.op.Window;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.testkit.cases.RandomTensors;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Derivatives of operators that networks are made of, see {@link GradientCheck}. */
class OperatorGradientsTest {
  private static final int[] NONE = {};

  private final RandomTensors random = new RandomTensors(11);

  private Tensor tensor(int... dims) {
    return random.tensor(DType.DOUBLE, Shape.of(dims), -1.5, 1.5);
  }

  private static Tensor longs(long... values) {
    return Tensor.of(Shape.of(values.length), values);
  }

  private static void check(Op op, List<Tensor> variables, Tensor... constants) {
    GradientCheck.check(op, variables, constants);
  }

  private static Window window(AutoPad pad, int[] kernel, int stride, int dilation, int... pads) {
    int[] strides = new int[kernel.length];
    int[] dilations = new int[kernel.length];
    java.util.Arrays.fill(strides, stride);
    java.util.Arrays.fill(dilations, dilation);
    return new Window(pad, kernel, strides, dilations, pads, false);
  }

  @Test
  void activations() {
    for (Op op :
        List.of(
            new Relu(),
            new LeakyRelu(0.2f),
            new LeakyRelu(-0.3f),
            new Elu(0.7f),
            new Selu(1.6f, 1.05f),
            new Celu(1.3f),
            new Gelu(false),
            new Gelu(true),
            new Swish(1.2f),
            new Mish(),
            new Softsign(),
            new HardSigmoid(0.4f, 0.5f),
            new ThresholdedRelu(0.3f),
            new Shrink(0.4f, 0.1f))) {
      check(op, List.of(tensor(3, 5)));
    }
    check(new HardSwish(), List.of(random.tensor(DType.DOUBLE, Shape.of(30), -5, 5)));
    check(new PRelu(), List.of(tensor(2, 3, 2), tensor(3, 1)));
    Tensor low = Tensor.of(DType.DOUBLE, Shape.SCALAR, new double[] {-0.5});
    Tensor high = Tensor.of(DType.DOUBLE, Shape.SCALAR, new double[] {0.8});
    check(new Clip(), List.of(tensor(12)), low, high);
  }

  @Test
  void choices() {
    check(new Max(), List.of(tensor(3, 4), tensor(4)));
    check(new Min(), List.of(tensor(3, 4), tensor(3, 1)));
    check(new Mean(), List.of(tensor(3, 4), tensor(4), tensor(3, 4)));
  }

  @Test
  void convolutions() {
    int[] three = {3, 3};
    int[] oneByTwo = {1, 2};
    for (Window w :
        List.of(
            window(AutoPad.VALID, three, 1, 1),
            window(AutoPad.SAME_UPPER, three, 1, 1),
            window(AutoPad.SAME_LOWER, oneByTwo, 2, 1),
            window(AutoPad.NOTSET, three, 2, 1, 1, 0, 2, 1),
            window(AutoPad.NOTSET, three, 1, 2, 2, 1, 0, 2))) {
      int[] k = w.kernel();
      check(new Conv(w, 1), List.of(tensor(2, 3, 6, 7), tensor(4, 3, k[0], k[1]), tensor(4)));
      check(new Conv(w, 2), List.of(tensor(1, 4, 6, 7), tensor(6, 2, k[0], k[1])));
    }
    Window line = window(AutoPad.NOTSET, new int[] {3}, 2, 1, 1, 1);
    check(new Conv(line, 1), List.of(tensor(2, 2, 7), tensor(3, 2, 3), tensor(3)));
    Window cube = window(AutoPad.VALID, new int[] {2, 2, 2}, 1, 1);
    check(new Conv(cube, 1), List.of(tensor(1, 2, 3, 3, 3), tensor(2, 2, 2, 2, 2)));
  }

  @Test
  void transposedConvolutions() {
    int[] three = {3, 3};
    for (Window w :
        List.of(
            window(AutoPad.VALID, three, 1, 1),
            window(AutoPad.NOTSET, three, 2, 1, 1, 1, 0, 1),
            window(AutoPad.NOTSET, three, 1, 2, 1, 0, 0, 1))) {
      check(
          new ConvTranspose(w, 1, NONE, NONE),
          List.of(tensor(2, 3, 4, 3), tensor(3, 2, 3, 3), tensor(2)));
    }
    Window strided = window(AutoPad.NOTSET, three, 2, 1, 1, 1, 1, 1);
    check(
        new ConvTranspose(strided, 2, new int[] {1, 1}, NONE),
        List.of(tensor(1, 4, 3, 3), tensor(4, 2, 3, 3)));
  }

  @Test
  void pooling() {
    int[] two = {2, 2};
    int[] three = {3, 2};
    for (Window w :
        List.of(
            window(AutoPad.VALID, two, 2, 1),
            window(AutoPad.SAME_UPPER, three, 1, 1),
            window(AutoPad.NOTSET, three, 2, 2, 1, 0, 1, 1))) {
      check(new MaxPool(w, false), List.of(tensor(2, 2, 5, 6)));
      check(new AveragePool(w, false), List.of(tensor(2, 2, 5, 6)));
      check(new AveragePool(w, true), List.of(tensor(2, 2, 5, 6)));
    }
    check(new GlobalAveragePool(), List.of(tensor(2, 3, 4, 2)));
    check(new GlobalMaxPool(), List.of(tensor(2, 3, 4, 2)));
  }

  @Test
  void normalisations() {
    Tensor variance = random.tensor(DType.DOUBLE, Shape.of(3), 0.4, 1.5);
    check(
        new BatchNormalization(0.01f, 0.9f, false),
        List.of(tensor(2, 3, 2, 2), tensor(3), tensor(3), tensor(3), variance));
    check(
        new BatchNormalization(0.01f, 0.9f, true),
        List.of(tensor(4, 3, 2, 2), tensor(3), tensor(3)),
        tensor(3),
        variance);
    check(
        new BatchNormalization(0.01f, 0.9f, true),
        List.of(tensor(7, 3), tensor(3), tensor(3)),
        tensor(3),
        variance);
    check(
        new LayerNormalization(-1, 0.01f, DType.FLOAT),
        List.of(tensor(3, 4), tensor(4), tensor(4)));
    check(new RMSNormalization(-1, 0.01f), List.of(tensor(3, 4), tensor(4)));
    check(new GroupNormalization(2, 0.01f), List.of(tensor(2, 4, 3), tensor(4), tensor(4)));
    check(new InstanceNormalization(0.01f), List.of(tensor(2, 3, 5), tensor(3), tensor(3)));
    check(new LpNormalization(-1, 2), List.of(tensor(3, 4)));
    check(new LpNormalization(0, 1), List.of(tensor(3, 4)));
  }

  @Test
  void movements() {
    check(new Concat(-1), List.of(tensor(2, 3), tensor(2, 1), tensor(2, 2)));
    GradientCheck.check(new Split(1, 3), 3, List.of(tensor(2, 8)));
    check(new Slice(), List.of(tensor(4, 5)), longs(1, -3), longs(3, 5), longs(0, 1));
    check(
        new Slice(), List.of(tensor(4, 5)), longs(3, 4), longs(-9, 0), longs(0, 1), longs(-1, -2));
    check(new Pad(Pad.Mode.CONSTANT), List.of(tensor(2, 3)), longs(1, 0, 0, 2));
    check(new Pad(Pad.Mode.CONSTANT), List.of(tensor(4, 5)), longs(-1, 0, 1, -2));
    check(new Tile(), List.of(tensor(2, 3)), longs(2, 3));
    check(new Gather(0), List.of(tensor(4, 3)), Tensor.of(Shape.of(2, 2), 3L, 0L, 0L, 1L));
    check(new Gather(1), List.of(tensor(2, 4, 3)), longs(1, 1, 2));
    check(new GatherElements(1), List.of(tensor(2, 3)), Tensor.of(Shape.of(2, 2), 0L, 0L, 2L, 1L));
    check(new Trilu(true), List.of(tensor(4, 4)));
    check(new KeyedDropout(0.4f, 3), List.of(tensor(4, 5)), longs(7, 8));
    check(new DepthToSpace(2, false), List.of(tensor(1, 8, 2, 3)));
    check(new SpaceToDepth(2), List.of(tensor(1, 2, 4, 6)));
  }

  @Test
  void reductions() {
    for (boolean keep : new boolean[] {true, false}) {
      for (Op op :
          List.of(
              new ReduceMax(keep, false),
              new ReduceMin(keep, false),
              new ReduceL1(keep, false),
              new ReduceL2(keep, false),
              new ReduceSumSquare(keep, false),
              new ReduceLogSumExp(keep, false))) {
        check(op, List.of(tensor(2, 3, 2)), longs(-1, 0));
        check(op, List.of(tensor(5)));
      }
    }
  }
}
