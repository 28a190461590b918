package dev.lanewise.op;

import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Ref;
import dev.lanewise.tensor.Storage;
import org.jspecify.annotations.Nullable;

/**
 * Where the keys or the values of an attention are.
 *
 * @param ref place of all of them
 * @param rowStride elements from one row of a head to the next
 * @param headStride elements from one head to the next
 * @param batchStride elements from one batch to the next
 */
record AttentionOperand(Ref ref, int rowStride, int headStride, int batchStride) {
  private static final int GRAIN = 1 << 14;

  /** Offset of the first row of a head. */
  int at(int b, int head) {
    return ref.offset() + b * batchStride + head * headStride;
  }

  /**
   * The operand of input {@code fresh}, behind what input {@code past} has in its cache if it is
   * given; adds steps that put both together, and into an output if that is used.
   *
   * @param size elements of a row
   * @param output output that takes all rows
   */
  static AttentionOperand of(
      Lowering l, AttentionSizes s, int fresh, int past, int size, int output) {
    Ref x = l.input(fresh);
    boolean wanted = l.isUsed(output);
    int stride = s.rowStride(s.keyHeads(), size);
    AttentionOperand direct =
        new AttentionOperand(
            x, stride, s.headFirst() ? s.fresh() * size : size, s.fresh() * s.keyHeads() * size);
    if (!l.has(past) && !wanted) {
      return direct;
    }
    if (!l.has(past) && s.headFirst()) {
      l.alias(output, fresh);
      return direct;
    }
    int block = s.keys() * size;
    int heads = s.batch() * s.keyHeads();
    Ref old = l.has(past) ? l.input(past) : null;
    Ref all =
        wanted ? l.output(output) : l.scratch(Storage.FLOATS, Math.multiplyExact(heads, block));
    l.emitRange(
        "cache",
        heads,
        1 + GRAIN / block,
        (f, from, to) -> {
          for (int head = from; head < to; head++) {
            float[] y = f.floats(all);
            int at = all.offset() + head * block;
            copyPast(old == null ? null : f.floats(old), old, head, s.past() * size, y, at);
            int row = x.offset() + direct.inHead(head, s.keyHeads());
            for (int i = 0; i < s.fresh(); i++) {
              System.arraycopy(f.floats(x), row + i * stride, y, at + (s.past() + i) * size, size);
            }
          }
        });
    return new AttentionOperand(all, size, block, s.keyHeads() * block);
  }

  private int inHead(int head, int heads) {
    return head / heads * batchStride + head % heads * headStride;
  }

  private static void copyPast(
      float @Nullable [] x, @Nullable Ref ref, int head, int n, float[] y, int at) {
    if (x != null && ref != null) {
      System.arraycopy(x, ref.offset() + head * n, y, at, n);
    }
  }
}
