package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.S;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Runs of pooling windows of one vector of channels. All windows of a run have {@code rows ×
 * columns} taps inside the input, the first at {@code at}, and are {@code step} floats apart; their
 * results are {@code block} floats apart.
 */
final class VectorWindows {
  private VectorWindows() {}

  static void max(
      float[] x,
      int at,
      int rows,
      int rowStep,
      int columns,
      int columnStep,
      float[] y,
      int yAt,
      int count,
      int step,
      int block) {
    if (rows == 3 && columns == 3) {
      max3x3(x, at, rowStep, columnStep, y, yAt, count, step, block);
    } else if (rows == 2 && columns == 2) {
      max2x2(x, at, rowStep, columnStep, y, yAt, count, step, block);
    } else {
      maxAny(x, at, rows, rowStep, columns, columnStep, y, yAt, count, step, block);
    }
  }

  static void average(
      float[] x,
      int at,
      int rows,
      int rowStep,
      int columns,
      int columnStep,
      float[] y,
      int yAt,
      int count,
      int step,
      int block,
      int divisor) {
    if (rows == 3 && columns == 3) {
      average3x3(x, at, rowStep, columnStep, y, yAt, count, step, block, divisor);
    } else if (rows == 2 && columns == 2) {
      average2x2(x, at, rowStep, columnStep, y, yAt, count, step, block, divisor);
    } else {
      averageAny(x, at, rows, rowStep, columns, columnStep, y, yAt, count, step, block, divisor);
    }
  }

  /** The larger one, lane by lane; {@code v} loses if it is NaN. */
  static FloatVector larger(FloatVector max, FloatVector v) {
    return max.blend(v, v.compare(VectorOperators.GT, max));
  }

  private static FloatVector load(float[] x, int at) {
    return FloatVector.fromArray(S, x, at);
  }

  private static void max3x3(
      float[] x,
      int at,
      int rowStep,
      int columnStep,
      float[] y,
      int yAt,
      int count,
      int step,
      int block) {
    FloatVector least = FloatVector.broadcast(S, Float.NEGATIVE_INFINITY);
    for (int i = 0; i < count; i++) {
      int r0 = at + i * step;
      int r1 = r0 + rowStep;
      int r2 = r1 + rowStep;
      FloatVector m0 = larger(least, load(x, r0));
      FloatVector m1 = larger(least, load(x, r1));
      FloatVector m2 = larger(least, load(x, r2));
      m0 = larger(m0, load(x, r0 + columnStep));
      m1 = larger(m1, load(x, r1 + columnStep));
      m2 = larger(m2, load(x, r2 + columnStep));
      m0 = larger(m0, load(x, r0 + 2 * columnStep));
      m1 = larger(m1, load(x, r1 + 2 * columnStep));
      m2 = larger(m2, load(x, r2 + 2 * columnStep));
      larger(larger(m0, m1), m2).intoArray(y, yAt + i * block);
    }
  }

  private static void max2x2(
      float[] x,
      int at,
      int rowStep,
      int columnStep,
      float[] y,
      int yAt,
      int count,
      int step,
      int block) {
    FloatVector least = FloatVector.broadcast(S, Float.NEGATIVE_INFINITY);
    for (int i = 0; i < count; i++) {
      int r0 = at + i * step;
      int r1 = r0 + rowStep;
      FloatVector m0 = larger(larger(least, load(x, r0)), load(x, r0 + columnStep));
      FloatVector m1 = larger(larger(least, load(x, r1)), load(x, r1 + columnStep));
      larger(m0, m1).intoArray(y, yAt + i * block);
    }
  }

  private static void maxAny(
      float[] x,
      int at,
      int rows,
      int rowStep,
      int columns,
      int columnStep,
      float[] y,
      int yAt,
      int count,
      int step,
      int block) {
    for (int i = 0; i < count; i++) {
      FloatVector max = FloatVector.broadcast(S, Float.NEGATIVE_INFINITY);
      for (int r = 0; r < rows; r++) {
        int line = at + i * step + r * rowStep;
        for (int c = 0; c < columns; c++) {
          max = larger(max, load(x, line + c * columnStep));
        }
      }
      max.intoArray(y, yAt + i * block);
    }
  }

  private static void average3x3(
      float[] x,
      int at,
      int rowStep,
      int columnStep,
      float[] y,
      int yAt,
      int count,
      int step,
      int block,
      int divisor) {
    for (int i = 0; i < count; i++) {
      int r0 = at + i * step;
      int r1 = r0 + rowStep;
      int r2 = r1 + rowStep;
      FloatVector s0 = load(x, r0).add(load(x, r0 + columnStep)).add(load(x, r0 + 2 * columnStep));
      FloatVector s1 = load(x, r1).add(load(x, r1 + columnStep)).add(load(x, r1 + 2 * columnStep));
      FloatVector s2 = load(x, r2).add(load(x, r2 + columnStep)).add(load(x, r2 + 2 * columnStep));
      s0.add(s1).add(s2).div(divisor).intoArray(y, yAt + i * block);
    }
  }

  private static void average2x2(
      float[] x,
      int at,
      int rowStep,
      int columnStep,
      float[] y,
      int yAt,
      int count,
      int step,
      int block,
      int divisor) {
    for (int i = 0; i < count; i++) {
      int r0 = at + i * step;
      int r1 = r0 + rowStep;
      FloatVector s0 = load(x, r0).add(load(x, r0 + columnStep));
      FloatVector s1 = load(x, r1).add(load(x, r1 + columnStep));
      s0.add(s1).div(divisor).intoArray(y, yAt + i * block);
    }
  }

  private static void averageAny(
      float[] x,
      int at,
      int rows,
      int rowStep,
      int columns,
      int columnStep,
      float[] y,
      int yAt,
      int count,
      int step,
      int block,
      int divisor) {
    for (int i = 0; i < count; i++) {
      FloatVector sum = FloatVector.zero(S);
      for (int r = 0; r < rows; r++) {
        int line = at + i * step + r * rowStep;
        for (int c = 0; c < columns; c++) {
          sum = sum.add(load(x, line + c * columnStep));
        }
      }
      sum.div(divisor).intoArray(y, yAt + i * block);
    }
  }
}
