package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The reference evaluation of {@link Attention}: one query after the other, in double precision.
 */
final class AttentionReference {
  private final Attention op;
  private final Evaluation in;
  private final AttentionSizes s;
  private final double[] q;
  private final double[] keys;
  private final double[] values;
  private final @Nullable AttentionMask mask;
  private final double[] y;
  private final double[] scores;

  AttentionReference(Evaluation in, Attention op) {
    this.op = op;
    this.in = in;
    Tensor past = in.tensorOrNull(Attention.PAST_KEY);
    s =
        AttentionSizes.of(
            in.tensor(0).shape(),
            in.tensor(1).shape(),
            in.tensor(2).shape(),
            past == null ? null : past.shape(),
            op.queryHeads(),
            op.keyHeads());
    q = in.tensor(0).toDoubles();
    keys = all(in.tensor(1), past, s.size());
    values = all(in.tensor(2), in.tensorOrNull(Attention.PAST_VALUE), s.valueSize());
    Tensor given = in.tensorOrNull(Attention.MASK);
    mask =
        given == null
            ? null
            : AttentionMask.of(given.dtype(), given.shape(), s.keys(), op.padsMask());
    y = new double[s.batch() * s.heads() * s.queries() * s.valueSize()];
    scores = new double[in.outputs() > 3 ? rows() * s.keys() : 0];
  }

  private int rows() {
    return Math.multiplyExact(s.batch() * s.heads(), s.queries());
  }

  /** What is in the cache and what comes fresh, as {@code [B, G, rows, size]}. */
  private double[] all(Tensor fresh, @Nullable Tensor past, int size) {
    double[] x = fresh.toDoubles();
    double[] old = past == null ? new double[0] : past.toDoubles();
    double[] all = new double[s.batch() * s.keyHeads() * s.keys() * size];
    for (int head = 0; head < s.batch() * s.keyHeads(); head++) {
      int at = head * s.keys() * size;
      System.arraycopy(old, head * s.past() * size, all, at, s.past() * size);
      int b = head / s.keyHeads();
      int from = s.headAt(b, head % s.keyHeads(), s.keyHeads(), s.fresh(), size);
      for (int row = 0; row < s.fresh(); row++) {
        System.arraycopy(
            x,
            from + row * s.rowStride(s.keyHeads(), size),
            all,
            at + (s.past() + row) * size,
            size);
      }
    }
    return all;
  }

  List<Datum> outputs() {
    double[] row = new double[s.keys()];
    double[] bias = new double[s.keys()];
    for (int b = 0; b < s.batch(); b++) {
      int valid = s.keys();
      long place = s.past();
      if (in.has(Attention.VALID)) {
        long given = in.tensor(Attention.VALID).longs()[b];
        valid = (int) Math.max(0, Math.min(given, s.keys()));
        place = given - s.queries();
      }
      for (int head = 0; head < s.heads(); head++) {
        for (int i = 0; i < s.queries(); i++) {
          bias(b, head, i, op.rows().first(place + i), op.rows().end(place + i, valid), bias);
          attend(b, head, i, bias, row);
        }
      }
    }
    DType dtype = in.tensor(0).dtype();
    DType valueType = in.tensor(2).dtype();
    Shape shape = in.tensor(0).shape();
    Shape output = shape.with(-1, s.headFirst() ? s.valueSize() : s.heads() * s.valueSize());
    Tensor result = Tensor.of(dtype, output, Elements.fromDoubles(dtype, y));
    if (in.outputs() == 1) {
      return List.of(result);
    }
    Shape cache = Shape.of(s.batch(), s.keyHeads(), s.keys(), s.size());
    Tensor allKeys = Tensor.of(dtype, cache, Elements.fromDoubles(dtype, keys));
    Tensor allValues =
        Tensor.of(valueType, cache.with(3, s.valueSize()), Elements.fromDoubles(valueType, values));
    if (in.outputs() < 4) {
      return List.of(result, allKeys, allValues);
    }
    Shape matrix = Shape.of(s.batch(), s.heads(), s.queries(), s.keys());
    Tensor stage = Tensor.of(dtype, matrix, Elements.fromDoubles(dtype, scores));
    return List.of(result, allKeys, allValues, stage);
  }

  /** What is added to the scores of one query. */
  private void bias(int b, int head, int i, int first, int end, double[] bias) {
    Arrays.fill(bias, 0);
    if (mask != null) {
      mask.bias(in.tensor(Attention.MASK).array(), mask.at(b, head, i), bias, bias.length);
    }
    Arrays.fill(bias, 0, Math.min(first, bias.length), Double.NEGATIVE_INFINITY);
    Arrays.fill(bias, Math.min(end, bias.length), bias.length, Double.NEGATIVE_INFINITY);
  }

  private void attend(int b, int head, int i, double[] bias, double[] row) {
    int n = row.length;
    int size = s.size();
    int queryAt =
        s.headAt(b, head, s.heads(), s.queries(), size) + i * s.rowStride(s.heads(), size);
    int group = b * s.keyHeads() + s.keyHead(head);
    double scale = op.scale(size);
    for (int j = 0; j < n; j++) {
      double sum = 0;
      int keyAt = (group * n + j) * size;
      for (int k = 0; k < size; k++) {
        sum += q[queryAt + k] * keys[keyAt + k];
      }
      row[j] = sum * scale;
    }
    int rowAt = ((b * s.heads() + head) * s.queries() + i) * n;
    keep(Attention.Scores.PRODUCT, row, rowAt);
    double cap = op.softcap();
    for (int j = 0; cap > 0 && j < n; j++) {
      row[j] = cap * Math.tanh(row[j] / cap);
    }
    keep(Attention.Scores.CAPPED, row, rowAt);
    boolean sees = false;
    for (int j = 0; j < n; j++) {
      sees |= bias[j] != Double.NEGATIVE_INFINITY;
      row[j] += bias[j];
    }
    keep(Attention.Scores.MASKED, row, rowAt);
    softmax(row, sees);
    keep(Attention.Scores.SOFTMAX, row, rowAt);
    int e = s.valueSize();
    int yAt = s.headAt(b, head, s.heads(), s.queries(), e) + i * s.rowStride(s.heads(), e);
    for (int j = 0; j < n && sees; j++) {
      for (int k = 0; k < e; k++) {
        y[yAt + k] += row[j] * values[(group * n + j) * e + k];
      }
    }
  }

  private void keep(Attention.Scores stage, double[] row, int at) {
    if (scores.length > 0 && op.scores() == stage) {
      System.arraycopy(row, 0, scores, at, row.length);
    }
  }

  private void softmax(double[] row, boolean sees) {
    round(row);
    if (!sees || Softmaxes.max(row, 0, 1, row.length) == Double.NEGATIVE_INFINITY) {
      Arrays.fill(row, 0);
      return;
    }
    Softmax.apply(row, 0, 1, row.length);
    round(row);
  }

  /** Rounds to the type in which the softmax is computed, if the operator names one. */
  private void round(double[] row) {
    DType type = op.softmaxType();
    if (type != null && type != DType.DOUBLE) {
      Object rounded = Elements.fromDoubles(type, row);
      Elements.decode(type, rounded, 0, row, 0, row.length);
    }
  }
}
