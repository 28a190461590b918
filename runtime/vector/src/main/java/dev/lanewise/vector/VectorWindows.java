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
      FloatVector m = larger(least, FloatVector.fromArray(S, x, r0));
      m = larger(m, FloatVector.fromArray(S, x, r0 + columnStep));
      m = larger(m, FloatVector.fromArray(S, x, r0 + 2 * columnStep));
      m = larger(m, FloatVector.fromArray(S, x, r1));
      m = larger(m, FloatVector.fromArray(S, x, r1 + columnStep));
      m = larger(m, FloatVector.fromArray(S, x, r1 + 2 * columnStep));
      m = larger(m, FloatVector.fromArray(S, x, r2));
      m = larger(m, FloatVector.fromArray(S, x, r2 + columnStep));
      m = larger(m, FloatVector.fromArray(S, x, r2 + 2 * columnStep));
      m.intoArray(y, yAt + i * block);
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
      FloatVector m = larger(least, FloatVector.fromArray(S, x, r0));
      m = larger(m, FloatVector.fromArray(S, x, r0 + columnStep));
      m = larger(m, FloatVector.fromArray(S, x, r1));
      m = larger(m, FloatVector.fromArray(S, x, r1 + columnStep));
      m.intoArray(y, yAt + i * block);
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
    int i = 0;
    for (; i <= count - 4; i += 4) {
      FloatVector m0 = FloatVector.broadcast(S, Float.NEGATIVE_INFINITY);
      FloatVector m1 = m0;
      FloatVector m2 = m0;
      FloatVector m3 = m0;
      for (int r = 0; r < rows; r++) {
        int line = at + i * step + r * rowStep;
        for (int c = 0; c < columns; c++) {
          int tap = line + c * columnStep;
          FloatVector v0 = FloatVector.fromArray(S, x, tap);
          m0 = m0.blend(v0, v0.compare(VectorOperators.GT, m0));
          FloatVector v1 = FloatVector.fromArray(S, x, tap + step);
          m1 = m1.blend(v1, v1.compare(VectorOperators.GT, m1));
          FloatVector v2 = FloatVector.fromArray(S, x, tap + 2 * step);
          m2 = m2.blend(v2, v2.compare(VectorOperators.GT, m2));
          FloatVector v3 = FloatVector.fromArray(S, x, tap + 3 * step);
          m3 = m3.blend(v3, v3.compare(VectorOperators.GT, m3));
        }
      }
      m0.intoArray(y, yAt + i * block);
      m1.intoArray(y, yAt + (i + 1) * block);
      m2.intoArray(y, yAt + (i + 2) * block);
      m3.intoArray(y, yAt + (i + 3) * block);
    }
    for (; i < count; i++) {
      FloatVector m0 = FloatVector.broadcast(S, Float.NEGATIVE_INFINITY);
      for (int r = 0; r < rows; r++) {
        int line = at + i * step + r * rowStep;
        for (int c = 0; c < columns; c++) {
          FloatVector v0 = FloatVector.fromArray(S, x, line + c * columnStep);
          m0 = m0.blend(v0, v0.compare(VectorOperators.GT, m0));
        }
      }
      m0.intoArray(y, yAt + i * block);
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
      FloatVector s0 =
          FloatVector.fromArray(S, x, r0)
              .add(FloatVector.fromArray(S, x, r0 + columnStep))
              .add(FloatVector.fromArray(S, x, r0 + 2 * columnStep));
      FloatVector s1 =
          FloatVector.fromArray(S, x, r1)
              .add(FloatVector.fromArray(S, x, r1 + columnStep))
              .add(FloatVector.fromArray(S, x, r1 + 2 * columnStep));
      FloatVector s2 =
          FloatVector.fromArray(S, x, r2)
              .add(FloatVector.fromArray(S, x, r2 + columnStep))
              .add(FloatVector.fromArray(S, x, r2 + 2 * columnStep));
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
      FloatVector s0 =
          FloatVector.fromArray(S, x, r0).add(FloatVector.fromArray(S, x, r0 + columnStep));
      FloatVector s1 =
          FloatVector.fromArray(S, x, r1).add(FloatVector.fromArray(S, x, r1 + columnStep));
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
    int i = 0;
    for (; i <= count - 4; i += 4) {
      FloatVector s0 = FloatVector.zero(S);
      FloatVector s1 = s0;
      FloatVector s2 = s0;
      FloatVector s3 = s0;
      for (int r = 0; r < rows; r++) {
        int line = at + i * step + r * rowStep;
        for (int c = 0; c < columns; c++) {
          int tap = line + c * columnStep;
          s0 = s0.add(FloatVector.fromArray(S, x, tap));
          s1 = s1.add(FloatVector.fromArray(S, x, tap + step));
          s2 = s2.add(FloatVector.fromArray(S, x, tap + 2 * step));
          s3 = s3.add(FloatVector.fromArray(S, x, tap + 3 * step));
        }
      }
      s0.div(divisor).intoArray(y, yAt + i * block);
      s1.div(divisor).intoArray(y, yAt + (i + 1) * block);
      s2.div(divisor).intoArray(y, yAt + (i + 2) * block);
      s3.div(divisor).intoArray(y, yAt + (i + 3) * block);
    }
    for (; i < count; i++) {
      FloatVector s0 = FloatVector.zero(S);
      for (int r = 0; r < rows; r++) {
        int line = at + i * step + r * rowStep;
        for (int c = 0; c < columns; c++) {
          s0 = s0.add(FloatVector.fromArray(S, x, line + c * columnStep));
        }
      }
      s0.div(divisor).intoArray(y, yAt + i * block);
    }
  }
}
