package dev.lanewise.op;

import dev.lanewise.tensor.DType;

/**
 * A broadcast result in pieces that stay in the first-level cache, for operators that decode their
 * operands to doubles or 64-bit numbers first: some rows of the walk, or a part of one.
 */
final class Pieces {
  private static final int LENGTH = 1024;

  private final Broadcast walk;
  private final int run;
  private final int rows;
  private final int parts;

  Pieces(Broadcast walk) {
    this.walk = walk;
    run = Math.max(1, walk.run());
    rows = Math.max(1, LENGTH / run);
    parts = (run + LENGTH - 1) / LENGTH;
  }

  /** Elements of the longest piece. */
  int longest() {
    return Math.min(LENGTH, Math.min(rows, walk.rows()) * run);
  }

  int count() {
    return parts * ((walk.rows() + rows - 1) / rows);
  }

  /** First element of a piece in the result. */
  int first(int piece) {
    return piece / parts * rows * run + piece % parts * LENGTH;
  }

  /** Elements of a piece. */
  int length(int piece) {
    return parts == 1
        ? Math.min(rows, walk.rows() - piece * rows) * run
        : Math.min(LENGTH, run - piece % parts * LENGTH);
  }

  /**
   * Decodes a piece of operand k.
   *
   * @param array array of the operand, whose elements begin at {@code at}
   * @param y {@code double[]} or {@code long[]}, receives the piece from yAt on
   */
  void decode(int piece, int k, DType dtype, Object array, int at, Object y, int yAt) {
    int row = piece / parts * rows;
    int start = piece % parts * LENGTH;
    int n = Math.min(run - start, LENGTH);
    int end = Math.min(walk.rows(), row + rows);
    for (int to = yAt; row < end; row++) {
      int from = at + walk.offset(k, row) + start * walk.step(k);
      if (y instanceof double[] doubles) {
        Wide.decode(dtype, array, from, walk.step(k), doubles, to, n);
      } else {
        Wide.decode(dtype, array, from, walk.step(k), (long[]) y, to, n);
      }
      to += n;
    }
  }
}
