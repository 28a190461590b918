package dev.lanewise.layers;

import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.Random;

/** Numbers in any number of dimensions, for formulas written out in tests. */
record Grid(int[] dims, double[] values) {
  interface Formula {
    double at(int[] index);
  }

  /** A grid whose element at an index is what a formula gives. */
  static Grid of(int[] dims, Formula formula) {
    double[] values = new double[Arrays.stream(dims).reduce(1, (a, b) -> a * b)];
    int[] index = new int[dims.length];
    for (int i = 0; i < values.length; i++) {
      int rest = i;
      for (int d = dims.length - 1; d >= 0; d--) {
        index[d] = rest % dims[d];
        rest /= dims[d];
      }
      values[i] = formula.at(index.clone());
    }
    return new Grid(dims, values);
  }

  static Grid random(long seed, int... dims) {
    Random random = new Random(seed);
    return of(dims, i -> (float) (random.nextDouble() * 2 - 1));
  }

  static Grid of(Tensor tensor) {
    return new Grid(tensor.shape().dims(), tensor.toDoubles());
  }

  double get(int... index) {
    int at = 0;
    for (int d = 0; d < dims.length; d++) {
      if (index[d] < 0 || index[d] >= dims[d]) {
        throw new IndexOutOfBoundsException(
            Arrays.toString(index) + " in " + Arrays.toString(dims));
      }
      at = at * dims[d] + index[d];
    }
    return values[at];
  }

  /** The element at an index, 0 outside. */
  double orZero(int... index) {
    for (int d = 0; d < dims.length; d++) {
      if (index[d] < 0 || index[d] >= dims[d]) {
        return 0;
      }
    }
    return get(index);
  }

  int dim(int d) {
    return dims[d < 0 ? d + dims.length : d];
  }

  /** Dimension i of the result is dimension {@code order[i]} of this. */
  Grid transposed(int... order) {
    int[] to = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      to[i] = dims[order[i]];
    }
    return of(
        to,
        index -> {
          int[] from = new int[index.length];
          for (int i = 0; i < index.length; i++) {
            from[order[i]] = index[i];
          }
          return get(from);
        });
  }

  /** The last dimension behind the first. */
  Grid channelsFirst() {
    int[] order = new int[dims.length];
    order[1] = dims.length - 1;
    for (int i = 2; i < order.length; i++) {
      order[i] = i - 1;
    }
    return transposed(order);
  }

  /** The second dimension behind all others. */
  Grid channelsLast() {
    int[] order = new int[dims.length];
    for (int i = 1; i < order.length - 1; i++) {
      order[i] = i + 1;
    }
    order[order.length - 1] = 1;
    return transposed(order);
  }

  /** The same numbers as FLOAT. */
  Tensor tensor() {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return Tensor.of(Shape.of(dims), floats);
  }
}
