package dev.lanewise.testkit.cases;

import dev.lanewise.graph.Op;
import dev.lanewise.op.BatchNormalization;
import dev.lanewise.op.Dropout;
import dev.lanewise.op.GroupNormalization;
import dev.lanewise.op.Hardmax;
import dev.lanewise.op.InstanceNormalization;
import dev.lanewise.op.LRN;
import dev.lanewise.op.LayerNormalization;
import dev.lanewise.op.LogSoftmax;
import dev.lanewise.op.LpNormalization;
import dev.lanewise.op.MeanVarianceNormalization;
import dev.lanewise.op.RMSNormalization;
import dev.lanewise.op.Softmax;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Normalisations and the softmax family: plans agree with the reference evaluation. */
public abstract class NormalizationCases {
  private static final double TOLERANCE = 2e-5;

  private final RandomTensors tensors = new RandomTensors(23);

  private Tensor positive(int n) {
    return tensors.tensor(DType.FLOAT, Shape.of(n), 0.5, 2);
  }

  @Test
  void rows() {
    for (int[] dims : new int[][] {{7}, {3, 5}, {2, 3, 33}, {2, 3, 4, 5}, {0, 4}, {1, 1000}}) {
      Tensor x = tensors.floats(dims);
      for (int axis = -dims.length; axis < dims.length; axis++) {
        List<Op> ops =
            List.of(
                new Softmax(axis),
                new LogSoftmax(axis),
                new Hardmax(axis),
                new LpNormalization(axis, 1),
                new LpNormalization(axis, 2));
        for (Op op : ops) {
          new OpCase().input(x).check(op, TOLERANCE);
        }
      }
    }
  }

  @Test
  void batch() {
    BatchNormalization op = new BatchNormalization(1e-3f, 0.9f, false);
    for (int channels : new int[] {1, 8, 11}) {
      for (int[] dims : new int[][] {{3, channels}, {2, channels, 5}, {2, channels, 4, 5}}) {
        Tensor x = tensors.floats(dims);
        for (int form = 0; form < 3; form++) {
          OpCase c = new OpCase();
          if (form == 0 && dims.length == 4) {
            c.convolved(x, tensors.floats(channels, channels, 1, 1));
          } else {
            c.input(x);
          }
          for (int i = 0; i < 4; i++) {
            c = form == 2 ? c.constant(positive(channels)) : c.input(positive(channels));
          }
          c.check(op, TOLERANCE);
        }
      }
    }
    OpCase training = new OpCase().input(tensors.floats(4, 3, 2));
    for (int i = 0; i < 4; i++) {
      training.input(positive(3));
    }
    training.check(new BatchNormalization(1e-3f, 0.8f, true), 3, TOLERANCE);
  }

  @Test
  void acrossChannels() {
    for (int size = 1; size <= 5; size++) {
      new OpCase()
          .input(tensors.floats(2, 7, 5, 6))
          .check(new LRN(0.01f, 0.75f, 1, size), TOLERANCE);
      new OpCase()
          .convolved(tensors.floats(2, 4, 9, 41), tensors.floats(13, 4, 1, 1))
          .check(new LRN(0.05f, 0.75f, 2, size), TOLERANCE);
    }
    for (float beta : new float[] {0.6f, 1, 2}) {
      new OpCase().input(tensors.floats(3, 5, 1200)).check(new LRN(0.01f, beta, 1, 3), TOLERANCE);
    }
    new OpCase().input(tensors.floats(3, 5)).check(new LRN(0.01f, 0.75f, 1, 3), TOLERANCE);
  }

  @Test
  void instancesAndGroups() {
    Tensor x = tensors.floats(2, 6, 5, 7);
    Tensor scale = tensors.floats(6);
    Tensor bias = tensors.floats(6);
    new OpCase()
        .input(x)
        .input(scale)
        .constant(bias)
        .check(new InstanceNormalization(1e-5f), TOLERANCE);
    for (int groups : new int[] {1, 2, 3, 6}) {
      new OpCase()
          .input(x)
          .constant(scale)
          .input(bias)
          .check(new GroupNormalization(groups, 1e-5f), TOLERANCE);
    }
    new OpCase().input(x).check(new MeanVarianceNormalization(new long[] {0, -1}), TOLERANCE);
  }

  @Test
  void layers() {
    Tensor x = tensors.floats(2, 3, 4, 5);
    for (int axis = -4; axis < 4; axis++) {
      Shape row = x.shape().slice(axis < 0 ? axis + 4 : axis, 4);
      Tensor scale = tensors.tensor(DType.FLOAT, row, -1, 1);
      Tensor bias = tensors.tensor(DType.FLOAT, row, -1, 1);
      Op layer = new LayerNormalization(axis, 1e-5f, DType.FLOAT);
      new OpCase().input(x).input(scale).input(bias).check(layer, TOLERANCE);
      new OpCase().input(x).constant(scale).check(layer, TOLERANCE);
      new OpCase().input(x).input(scale).input(bias).check(layer, 3, TOLERANCE);
      new OpCase().input(x).input(scale).check(new RMSNormalization(axis, 1e-5f), TOLERANCE);
      Tensor single = tensors.floats(1);
      new OpCase().input(x).input(single).input(bias).check(layer, TOLERANCE);
    }
    Tensor half = tensors.tensor(DType.FLOAT16, Shape.of(3, 8), -2, 2);
    Tensor scale = tensors.tensor(DType.FLOAT16, Shape.of(8), -1, 1);
    new OpCase()
        .input(half)
        .input(scale)
        .check(new LayerNormalization(-1, 1e-5f, DType.FLOAT), 3, 1e-3);
  }

  @Test
  void dropout() {
    Tensor x = tensors.floats(2, 8, 3, 3);
    Tensor ratio = Tensor.scalar(0.4f);
    Tensor on = Tensor.of(DType.BOOL, Shape.SCALAR, new byte[] {1});
    new OpCase().input(x).check(new Dropout(3), 2, 0);
    new OpCase().convolved(x, tensors.floats(8, 8, 1, 1)).check(new Dropout(null), TOLERANCE);
    new OpCase().input(x).constant(ratio).constant(on).check(new Dropout(3), 2, 0);
    new OpCase().input(x).constant(ratio).input(on).check(new Dropout(3), 2, 0);
  }
}
