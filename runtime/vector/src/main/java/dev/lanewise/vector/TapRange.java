package dev.lanewise.vector;

import java.util.ArrayList;
import java.util.List;

/**
 * Neighbouring output rows (or columns) whose windows meet the input with the same taps.
 *
 * @param from first output
 * @param to end of the outputs
 * @param tapFrom first tap that is inside the input
 * @param tapTo end of the taps that are inside
 */
record TapRange(int from, int to, int tapFrom, int tapTo) {
  /** All outputs of one direction of a convolution, in order. */
  static List<TapRange> of(int outputs, int inputs, int taps, int stride, int dilation, int pad) {
    List<TapRange> ranges = new ArrayList<>();
    int begun = 0;
    for (int o = 0; o < outputs; o++) {
      int first = first(o * stride - pad, taps, dilation);
      int end = end(o * stride - pad, inputs, taps, dilation);
      boolean last = o == outputs - 1;
      if (last
          || first != first((o + 1) * stride - pad, taps, dilation)
          || end != end((o + 1) * stride - pad, inputs, taps, dilation)) {
        ranges.add(new TapRange(begun, o + 1, first, Math.max(first, end)));
        begun = o + 1;
      }
    }
    return ranges;
  }

  /** First tap inside the input, of a window that begins at {@code position}. */
  private static int first(int position, int taps, int dilation) {
    return position >= 0 ? 0 : Math.min(taps, (-position - 1) / dilation + 1);
  }

  /** End of the taps before the end of the input. */
  private static int end(int position, int inputs, int taps, int dilation) {
    int left = inputs - position;
    return left <= 0 ? 0 : Math.min(taps, (left - 1) / dilation + 1);
  }

  /** Number of taps inside. */
  int taps() {
    return tapTo - tapFrom;
  }
}
