package dev.lanewise.testkit.cases;

import dev.lanewise.op.AutoPad;
import dev.lanewise.op.Window;
import java.util.List;

/** Windows of 3×3 taps that reach about 2^30 elements beyond a small input. */
final class HugeWindows {
  private static final int HUGE = 1 << 30;
  private static final int[] NONE = {};

  private HugeWindows() {}

  /**
   * For inputs of the given height and width; each has few outputs, most of which see the input.
   */
  static List<Window> of(int[] kernel, int height, int width) {
    int d = HUGE / 2;
    return List.of(
        window(kernel, NONE, new int[] {HUGE - 1, HUGE - 1}, HUGE - 1, HUGE - 1),
        window(kernel, NONE, new int[] {HUGE - 1, 1}, HUGE - 1, 1),
        window(kernel, NONE, new int[] {1, HUGE - 1}, 1, HUGE - 1),
        window(kernel, new int[] {d, d}, NONE, d, d),
        window(kernel, new int[] {d, 1}, NONE, d, 1),
        window(kernel, new int[] {1, d - 3}, new int[] {1, 2}, 1, d),
        new Window(
            AutoPad.NOTSET,
            kernel,
            NONE,
            NONE,
            new int[] {-HUGE, 1 - HUGE, HUGE + 4 - height, HUGE + 4 - width},
            false));
  }

  private static Window window(int[] kernel, int[] strides, int[] dilations, int top, int left) {
    return new Window(
        AutoPad.NOTSET, kernel, strides, dilations, new int[] {top, left, top, left}, false);
  }
}
