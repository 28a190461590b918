package dev.lanewise.op;

import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Storage;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;

/**
 * Operands as doubles or 64-bit numbers, repeated to the shape of the result, so that operators
 * need one loop over equally long arrays for all element types and shapes.
 */
final class Wide {
  private Wide() {}

  /** Array in which elements of a type are computed: doubles for floats, else longs. */
  static Storage storage(DType dtype) {
    return dtype.isFloating() ? Storage.DOUBLES : Storage.LONGS;
  }

  /** The elements of a numeric tensor as doubles, repeated to a shape. */
  static double[] doubles(Tensor x, Shape shape) {
    double[] y = new double[shape.size()];
    decode(Broadcast.of(shape, x.shape()), 0, x.dtype(), x.array(), 0, y, 0);
    return y;
  }

  /** The elements of an integer or BOOL tensor, repeated to a shape. */
  static long[] longs(Tensor x, Shape shape) {
    long[] y = new long[shape.size()];
    decode(Broadcast.of(shape, x.shape()), 0, x.dtype(), x.array(), 0, y, 0);
    return y;
  }

  /**
   * Decodes operand k of a walk into consecutive elements.
   *
   * @param array array of the operand, whose elements begin at {@code at}
   * @param y receives all elements of the result's shape from yAt: {@code double[]} or {@code
   *     long[]}
   */
  static void decode(Broadcast walk, int k, DType dtype, Object array, int at, Object y, int yAt) {
    if (y instanceof double[] doubles) {
      decode(walk, k, dtype, array, at, doubles, yAt);
    } else {
      decode(walk, k, dtype, array, at, (long[]) y, yAt);
    }
  }

  private static void decode(
      Broadcast walk, int k, DType dtype, Object array, int at, double[] y, int yAt) {
    int run = walk.run();
    for (int row = 0; row < walk.rows(); row++) {
      int from = at + walk.offset(k, row);
      int to = yAt + row * run;
      if (walk.step(k) == 1) {
        Elements.decode(dtype, array, from, y, to, run);
      } else {
        Elements.decode(dtype, array, from, y, to, 1);
        Arrays.fill(y, to + 1, to + run, y[to]);
      }
    }
  }

  private static void decode(
      Broadcast walk, int k, DType dtype, Object array, int at, long[] y, int yAt) {
    int run = walk.run();
    for (int row = 0; row < walk.rows(); row++) {
      int from = at + walk.offset(k, row);
      int to = yAt + row * run;
      if (walk.step(k) == 1) {
        Elements.decode(dtype, array, from, y, to, run);
      } else {
        Elements.decode(dtype, array, from, y, to, 1);
        Arrays.fill(y, to + 1, to + run, y[to]);
      }
    }
  }
}
