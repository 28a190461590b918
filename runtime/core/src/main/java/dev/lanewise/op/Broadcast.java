package dev.lanewise.op;

import dev.lanewise.tensor.Shape;

/**
 * How several row-major operands are walked through together when they are broadcast to one shape:
 * row by row, where a row is the longest run along which every operand advances by a constant step
 * of 0 or 1.
 */
final class Broadcast {
  private final int rows;
  private final int run;
  private final int[] outer;
  private final int[][] strides;
  private final int[] steps;

  private Broadcast(int rows, int run, int[] outer, int[][] strides, int[] steps) {
    this.rows = rows;
    this.run = run;
    this.outer = outer;
    this.strides = strides;
    this.steps = steps;
  }

  /**
   * The walk through operands.
   *
   * @param result the shape all operands are broadcast to
   * @param operands shapes that broadcast to it
   */
  static Broadcast of(Shape result, Shape... operands) {
    int rank = result.rank();
    int count = 0;
    int[] dims = new int[rank];
    int[][] strides = new int[operands.length][rank];
    for (int d = 0; d < rank; d++) {
      if (result.dim(d) == 1) {
        continue;
      }
      boolean merge = count > 0;
      for (int k = 0; k < operands.length; k++) {
        int stride = stride(operands[k], d - rank);
        strides[k][count] = stride;
        merge &= count > 0 && strides[k][count - 1] == stride * result.dim(d);
      }
      if (merge) {
        count--;
        dims[count] *= result.dim(d);
        for (int[] s : strides) {
          s[count] = s[count + 1];
        }
      } else {
        dims[count] = result.dim(d);
      }
      count++;
    }
    int last = Math.max(count - 1, 0);
    int[] steps = new int[operands.length];
    for (int k = 0; k < steps.length; k++) {
      steps[k] = count == 0 ? 1 : strides[k][last];
    }
    int[] outer = java.util.Arrays.copyOf(dims, last);
    int rows = result.size() == 0 ? 0 : 1;
    for (int d : outer) {
      rows *= d;
    }
    return new Broadcast(rows, count == 0 ? 1 : dims[last], outer, strides, steps);
  }

  /** Elements from one index to the next of dimension d, counted from the end (−1 is the last). */
  private static int stride(Shape operand, int d) {
    int at = operand.rank() + d;
    if (at < 0 || operand.dim(at) == 1) {
      return 0;
    }
    return operand.size(at + 1, operand.rank());
  }

  /** Number of rows; 0 if the result has no element. */
  int rows() {
    return rows;
  }

  /** Elements of a row. */
  int run() {
    return run;
  }

  /** Elements by which operand k advances within a row: 0 or 1. */
  int step(int k) {
    return steps[k];
  }

  /** Where operand k begins for a row, in elements. */
  int offset(int k, int row) {
    int[] s = strides[k];
    int at = 0;
    int rest = row;
    for (int d = outer.length - 1; d > 0; d--) {
      int next = rest / outer[d];
      at += (rest - next * outer[d]) * s[d];
      rest = next;
    }
    return outer.length == 0 ? 0 : at + rest * s[0];
  }

  /** Whether operand k is the same for all rows. */
  boolean repeats(int k) {
    for (int d = 0; d < outer.length; d++) {
      if (strides[k][d] != 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether operand k is as large as the result, so that row r begins at r times the run. */
  boolean isWhole(int k) {
    int expected = run;
    for (int d = outer.length - 1; d >= 0; d--) {
      if (strides[k][d] != expected) {
        return false;
      }
      expected *= outer[d];
    }
    return steps[k] == 1;
  }
}
