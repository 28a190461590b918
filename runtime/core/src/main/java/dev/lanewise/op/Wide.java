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
    decode(Broadcast.of(shape, x.shape()), x.dtype(), x.array(), y);
    return y;
  }

  /** The elements of an integer or BOOL tensor, repeated to a shape. */
  static long[] longs(Tensor x, Shape shape) {
    long[] y = new long[shape.size()];
    decode(Broadcast.of(shape, x.shape()), x.dtype(), x.array(), y);
    return y;
  }

  private static void decode(Broadcast walk, DType dtype, Object array, double[] y) {
    for (int row = 0; row < walk.rows(); row++) {
      decode(dtype, array, walk.offset(0, row), walk.step(0), y, row * walk.run(), walk.run());
    }
  }

  private static void decode(Broadcast walk, DType dtype, Object array, long[] y) {
    for (int row = 0; row < walk.rows(); row++) {
      decode(dtype, array, walk.offset(0, row), walk.step(0), y, row * walk.run(), walk.run());
    }
  }

  /** Decodes n elements, or one element n times if the step is 0. */
  static void decode(DType dtype, Object array, int at, int step, double[] y, int yAt, int n) {
    if (step == 1) {
      Elements.decode(dtype, array, at, y, yAt, n);
    } else {
      Elements.decode(dtype, array, at, y, yAt, 1);
      Arrays.fill(y, yAt + 1, yAt + n, y[yAt]);
    }
  }

  /** Decodes n elements, or one element n times if the step is 0. */
  static void decode(DType dtype, Object array, int at, int step, long[] y, int yAt, int n) {
    if (step == 1) {
      Elements.decode(dtype, array, at, y, yAt, n);
    } else {
      Elements.decode(dtype, array, at, y, yAt, 1);
      Arrays.fill(y, yAt + 1, yAt + n, y[yAt]);
    }
  }
}
