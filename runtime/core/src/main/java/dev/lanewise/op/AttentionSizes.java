package dev.lanewise.op;

import dev.lanewise.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Sizes of an attention whose shapes are known.
 *
 * @param batch B
 * @param heads query heads H
 * @param keyHeads heads G of keys and values
 * @param queries rows of a query head
 * @param fresh keys that come with the inputs K and V
 * @param past keys that come from a cache, before the fresh ones
 * @param size elements of a query and of a key
 * @param valueSize elements of a value
 * @param headFirst whether operands are {@code [B, heads, rows, size]}; else {@code [B, rows,
 *     heads·size]}
 */
record AttentionSizes(
    int batch,
    int heads,
    int keyHeads,
    int queries,
    int fresh,
    int past,
    int size,
    int valueSize,
    boolean headFirst) {

  static AttentionSizes of(
      Shape q, Shape k, Shape v, @Nullable Shape past, int queryHeads, int keyHeads) {
    boolean headFirst = q.rank() == 4;
    int heads = headFirst ? q.dim(1) : queryHeads;
    int groups = headFirst ? k.dim(1) : keyHeads;
    return new AttentionSizes(
        q.dim(0),
        heads,
        groups,
        q.dim(headFirst ? 2 : 1),
        k.dim(headFirst ? 2 : 1),
        past == null ? 0 : past.dim(2),
        headFirst ? q.dim(3) : q.dim(2) / heads,
        headFirst ? v.dim(3) : v.dim(2) / groups,
        headFirst);
  }

  /** Keys of the cache and fresh ones. */
  int keys() {
    return past + fresh;
  }

  /** Head of keys that a query head attends to. */
  int keyHead(int head) {
    return head / (heads / keyHeads);
  }

  /** Elements from one row of a head to the next, in an operand with that many heads. */
  int rowStride(int headCount, int rowSize) {
    return headFirst ? rowSize : headCount * rowSize;
  }

  /** Offset of the first row of a head. */
  int headAt(int b, int head, int headCount, int rows, int rowSize) {
    return headFirst
        ? (b * headCount + head) * rows * rowSize
        : b * rows * headCount * rowSize + head * rowSize;
  }
}
