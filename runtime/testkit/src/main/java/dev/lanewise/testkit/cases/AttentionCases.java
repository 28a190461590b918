package dev.lanewise.testkit.cases;

import dev.lanewise.op.Attention;
import dev.lanewise.op.CausalConvWithState;
import dev.lanewise.op.LinearAttention;
import dev.lanewise.op.RotaryEmbedding;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Attention and its relatives: plans agree with the reference evaluation. */
public abstract class AttentionCases {
  private static final double TOLERANCE = 3e-5;

  private final RandomTensors tensors = new RandomTensors(41);

  private static Attention attention(
      int heads, int keyHeads, float cap, boolean causal, int left, int right) {
    return new Attention(
        heads, keyHeads, Float.NaN, cap, causal, left, right, Attention.Scores.PRODUCT, null, true);
  }

  /** Q, K and V of three or four dimensions. */
  private OpCase operands(
      boolean headFirst, int b, int h, int g, int queries, int keys, int size, int valueSize) {
    return headFirst
        ? new OpCase()
            .input(tensors.floats(b, h, queries, size))
            .input(tensors.floats(b, g, keys, size))
            .input(tensors.floats(b, g, keys, valueSize))
        : new OpCase()
            .input(tensors.floats(b, queries, h * size))
            .input(tensors.floats(b, keys, g * size))
            .input(tensors.floats(b, keys, g * valueSize));
  }

  @Test
  void sizesAndForms() {
    int[][] sizes = {
      {1, 1, 1, 1, 1, 1, 1},
      {2, 4, 2, 5, 7, 8, 6},
      {1, 3, 1, 17, 40, 16, 16},
      {1, 1, 1, 13, 9, 16, 16},
      {2, 2, 2, 1, 33, 12, 20},
      {1, 2, 2, 130, 700, 8, 8},
      {0, 2, 2, 3, 4, 5, 6},
      {1, 2, 2, 3, 0, 5, 6},
    };
    for (int[] s : sizes) {
      for (boolean headFirst : new boolean[] {true, false}) {
        for (boolean causal : new boolean[] {false, true}) {
          operands(headFirst, s[0], s[1], s[2], s[3], s[4], s[5], s[6])
              .check(attention(s[1], s[2], 0, causal, -1, -1), TOLERANCE);
        }
      }
    }
  }

  @Test
  void windowsCapsAndValidKeys() {
    Tensor valid = Tensor.of(Shape.of(2), 3, 20);
    for (int left = -1; left <= 3; left += 2) {
      for (int right = -1; right <= 2; right++) {
        for (boolean causal : new boolean[] {false, true}) {
          operands(true, 2, 4, 2, 9, 20, 8, 8)
              .check(attention(0, 0, 1.5f, causal, left, right), TOLERANCE);
          operands(false, 2, 4, 2, 9, 20, 8, 8)
              .missing()
              .missing()
              .missing()
              .input(valid)
              .check(attention(4, 2, 0, causal, left, right), TOLERANCE);
        }
      }
    }
  }

  @Test
  void masks() {
    int[][] shapes = {
      {7}, {1}, {5, 7}, {1, 7}, {5, 1}, {4, 5, 7}, {1, 5, 7}, {2, 4, 5, 7}, {2, 1, 1, 7}, {5, 4}, {}
    };
    for (int[] shape : shapes) {
      for (DType dtype : new DType[] {DType.BOOL, DType.FLOAT, DType.INT32}) {
        for (boolean causal : new boolean[] {false, true}) {
          Tensor mask = tensors.tensor(dtype, Shape.of(shape), -2, 2);
          operands(true, 2, 4, 2, 5, 7, 8, 6)
              .input(mask)
              .check(attention(0, 0, 0, causal, -1, -1), TOLERANCE);
        }
      }
    }
    float[] hidden = new float[35];
    Arrays.fill(hidden, 0, 14, Float.NEGATIVE_INFINITY);
    operands(false, 2, 4, 2, 5, 7, 8, 6)
        .input(Tensor.of(Shape.of(5, 7), hidden))
        .check(attention(4, 2, 0, false, -1, -1), TOLERANCE);
  }

  @Test
  void caches() {
    for (boolean headFirst : new boolean[] {true, false}) {
      for (int outputs = 1; outputs <= 4; outputs++) {
        operands(headFirst, 2, 4, 2, 3, 3, 8, 6)
            .missing()
            .input(tensors.floats(2, 2, 5, 8))
            .input(tensors.floats(2, 2, 5, 6))
            .check(attention(4, 2, 0, true, -1, -1), outputs, TOLERANCE);
        operands(headFirst, 2, 4, 2, 3, 6, 8, 6)
            .check(attention(4, 2, 2, false, -1, -1), outputs, TOLERANCE);
      }
    }
  }

  @Test
  void stagesAndPrecisions() {
    for (Attention.Scores stage : Attention.Scores.values()) {
      for (DType type : new DType[] {DType.FLOAT, DType.DOUBLE, DType.BFLOAT16}) {
        Attention op = new Attention(0, 0, 0.3f, 2, true, -1, -1, stage, type, true);
        operands(true, 1, 2, 2, 4, 6, 8, 8).check(op, 4, TOLERANCE);
      }
    }
    for (DType dtype : new DType[] {DType.FLOAT16, DType.DOUBLE}) {
      OpCase c = new OpCase();
      for (int i = 0; i < 3; i++) {
        c.input(tensors.tensor(dtype, Shape.of(1, 2, 5, 8), -1, 1));
      }
      c.check(Attention.plain(0, 0, Float.NaN), TOLERANCE);
    }
  }

  @Test
  void rotation() {
    for (boolean interleaved : new boolean[] {false, true}) {
      for (int rotated : new int[] {0, 4}) {
        int half = rotated == 0 ? 5 : 2;
        RotaryEmbedding op = new RotaryEmbedding(interleaved, rotated, 3);
        Tensor ids = tensors.tensor(DType.INT64, Shape.of(2, 7), 0, 10);
        new OpCase()
            .input(tensors.floats(2, 3, 7, 10))
            .input(tensors.floats(11, half))
            .constant(tensors.floats(11, half))
            .input(ids)
            .check(op, TOLERANCE);
        new OpCase()
            .input(tensors.floats(2, 7, 30))
            .input(tensors.floats(2, 7, half))
            .input(tensors.floats(2, 7, half))
            .check(op, TOLERANCE);
      }
    }
  }

  @Test
  void causalConvolution() {
    for (int kernel = 1; kernel <= 5; kernel++) {
      for (int time : new int[] {0, 1, 3, 40}) {
        for (boolean silu : new boolean[] {false, true}) {
          CausalConvWithState op = new CausalConvWithState(silu);
          new OpCase()
              .input(tensors.floats(2, 3, time))
              .input(tensors.floats(3, 1, kernel))
              .check(op, 2, TOLERANCE);
          new OpCase()
              .input(tensors.floats(2, 3, time))
              .constant(tensors.floats(3, 1, kernel))
              .constant(tensors.floats(3))
              .input(tensors.floats(2, 3, kernel - 1))
              .check(op, 2, TOLERANCE);
        }
      }
    }
  }

  @Test
  void linearAttention() {
    for (int rule = 0; rule < 4; rule++) {
      boolean gated = (rule & 1) != 0;
      boolean delta = (rule & 2) != 0;
      for (boolean perHead : new boolean[] {false, true}) {
        OpCase c =
            new OpCase()
                .input(tensors.tensor(DType.FLOAT, Shape.of(2, 6, 4 * 5), -0.5, 0.5))
                .input(tensors.tensor(DType.FLOAT, Shape.of(2, 6, 2 * 5), -0.5, 0.5))
                .input(tensors.floats(2, 6, 2 * 7));
        c = perHead ? c.missing() : c.input(tensors.floats(2, 2, 5, 7));
        if (gated) {
          Shape shape = Shape.of(2, 6, perHead ? 2 : 10);
          c.input(tensors.tensor(DType.FLOAT, shape, -1, 0));
        } else {
          c.missing();
        }
        if (delta) {
          c.input(tensors.tensor(DType.FLOAT, Shape.of(2, 6, perHead ? 1 : 2), 0, 1));
        }
        c.check(new LinearAttention(4, 2, perHead ? 0 : 0.7f, gated, delta), 2, TOLERANCE);
      }
    }
  }
}
