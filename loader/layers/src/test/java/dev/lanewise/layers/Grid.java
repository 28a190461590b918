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

  /** A batch of small images with channels last, odd in size, and numbers from −3 to 3. */
  static Grid images() {
    Grid x = random(11, 3, 5, 4, 6);
    return of(x.dims(), i -> 3 * x.get(i));
  }

  static Grid of(Tensor tensor) {
    return new Grid(tensor.shape().dims(), tensor.toDoubles());
  }

  double get(int... index) {
    if (!isInside(index)) {
      throw new IndexOutOfBoundsException(Arrays.toString(index) + " in " + Arrays.toString(dims));
    }
    return values[position(index)];
  }

  private int position(int... index) {
    int at = 0;
    for (int d = 0; d < dims.length; d++) {
      at = at * dims[d] + index[d];
    }
    return at;
  }

  /** Whether there is an element at an index. */
  boolean isInside(int... index) {
    for (int d = 0; d < dims.length; d++) {
      if (index[d] < 0 || index[d] >= dims[d]) {
        return false;
      }
    }
    return true;
  }

  /** The element at an index, 0 outside. */
  double orZero(int... index) {
    return isInside(index) ? get(index) : 0;
  }

  /** Adds to the element at an index, if there is one. */
  void addIfInside(double value, int... index) {
    if (isInside(index)) {
      values[position(index)] += value;
    }
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
