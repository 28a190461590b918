package dev.lanewise.op;

import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How an attention mask broadcasts to {@code [B, heads, queries, keys]}.
 *
 * @param dtype BOOL (a key takes part where it is true) or numbers that are added to the scores
 * @param batchStride elements from one batch to the next
 * @param headStride elements from one head to the next
 * @param rowStride elements from one query to the next
 * @param columns keys the mask has a value for; there are none behind them
 * @param repeats whether one value stands for all keys
 */
record AttentionMask(
    DType dtype, int batchStride, int headStride, int rowStride, int columns, boolean repeats) {
  /**
   * The mask of an attention.
   *
   * @param pads whether a mask with too few columns is continued with −∞, also if it has only one
   */
  static @Nullable AttentionMask of(
      @Nullable DType dtype, @Nullable Shape mask, int keys, boolean pads) {
    if (dtype == null || mask == null) {
      return null;
    }
    int[] strides = mask.strides();
    int[] aligned = new int[4];
    for (int i = 0; i < mask.rank(); i++) {
      aligned[4 - mask.rank() + i] = mask.dim(i) == 1 ? 0 : strides[i];
    }
    int columns = mask.rank() == 0 ? 1 : mask.dim(-1);
    boolean repeats = columns == 1 && (!pads || keys == 1);
    return new AttentionMask(
        dtype, aligned[0], aligned[1], aligned[2], repeats ? keys : columns, repeats);
  }

  /** Offset of the values for a query. */
  int at(int b, int head, int query) {
    return b * batchStride + head * headStride + query * rowStride;
  }

  /**
   * Writes what is added to the scores of one query: 0 or −∞ for truth values.
   *
   * @param from offset of the query's values
   * @param bias receives {@code n} numbers
   */
  void bias(Object array, int from, double[] bias, int n) {
    int given = Math.min(n, columns);
    int read = repeats ? Math.min(1, given) : given;
    Elements.decode(dtype, array, from, bias, 0, read);
    if (dtype == DType.BOOL) {
      for (int j = 0; j < read; j++) {
        bias[j] = bias[j] == 0 ? Double.NEGATIVE_INFINITY : 0;
      }
    }
    for (int j = read; j < given; j++) {
      bias[j] = bias[0];
    }
    for (int j = given; j < n; j++) {
      bias[j] = Double.NEGATIVE_INFINITY;
    }
  }

  /** Whether the mask lets a query see one of the keys from {@code first} to {@code end}. */
  boolean shows(Object array, int from, int first, int end) {
    int last = Math.min(end, columns);
    if (dtype == DType.BOOL) {
      byte[] allowed = (byte[]) array;
      for (int j = first; j < last; j++) {
        if (allowed[repeats ? from : from + j] != 0) {
          return true;
        }
      }
      return false;
    }
    float[] values = (float[]) array;
    for (int j = first; j < last; j++) {
      if (values[repeats ? from : from + j] != Float.NEGATIVE_INFINITY) {
        return true;
      }
    }
    return false;
  }

  /** Adds the mask to n scores of one query in place; BOOL and FLOAT only. */
  void apply(Object array, int from, float[] scores, int at, int n) {
    int given = Math.min(n, columns);
    if (dtype == DType.BOOL) {
      byte[] allowed = (byte[]) array;
      for (int j = 0; j < given; j++) {
        if (allowed[repeats ? from : from + j] == 0) {
          scores[at + j] = Float.NEGATIVE_INFINITY;
        }
      }
    } else if (repeats) {
      float value = ((float[]) array)[from];
      for (int j = 0; j < given; j++) {
        scores[at + j] += value;
      }
    } else {
      float[] values = (float[]) array;
      for (int j = 0; j < given; j++) {
        scores[at + j] += values[from + j];
      }
    }
    Arrays.fill(scores, at + given, at + n, Float.NEGATIVE_INFINITY);
  }
}
