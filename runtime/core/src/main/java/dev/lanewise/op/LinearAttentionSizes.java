package dev.lanewise.op;

/**
 * Sizes of a {@link LinearAttention}.
 *
 * @param batch B
 * @param time T
 * @param queryHeads H
 * @param keyHeads G
 * @param d elements of a head of query and key
 * @param e elements of a head of value
 * @param scale factor of the output
 */
record LinearAttentionSizes(
    int batch, int time, int queryHeads, int keyHeads, int d, int e, float scale) {
  /** Steps of all sequences. */
  int tokens() {
    return batch * time;
  }

  /** Query heads that share a head of keys. */
  int group() {
    return queryHeads / keyHeads;
  }

  /** Matrices that are carried along. */
  int states() {
    return batch * keyHeads;
  }

  /** Elements of such a matrix. */
  int matrix() {
    return d * e;
  }
}
