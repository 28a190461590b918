package dev.lanewise.op;

import dev.lanewise.graph.Inference;
import dev.lanewise.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Attributes of a window that slides over the spatial dimensions of {@code [N, C, spatial...]}, as
 * convolutions and pooling have them. An empty array stands for an attribute that is not given:
 * stride 1, dilation 1, no padding, and a kernel as large as the weight.
 *
 * @param autoPad how padding is determined
 * @param kernel taps per dimension
 * @param strides elements from one window to the next
 * @param dilations elements from one tap to the next
 * @param pads padding at the beginning of each dimension, then at the end of each
 * @param ceil whether a last window that reaches beyond the padded input counts
 */
public record Window(
    AutoPad autoPad, int[] kernel, int[] strides, int[] dilations, int[] pads, boolean ceil) {
  private static final int[] NONE = {};

  /** No attribute given. */
  public static final Window DEFAULT = new Window(AutoPad.NOTSET, NONE, NONE, NONE, NONE, false);

  /** The window of known sizes, with every attribute given and padding as numbers. */
  static Window explicit(Spatial s) {
    int rank = s.rank();
    int[] pads = java.util.Arrays.copyOf(s.begin(), 2 * rank);
    System.arraycopy(s.end(), 0, pads, rank, rank);
    return new Window(AutoPad.NOTSET, s.kernel(), s.strides(), s.dilations(), pads, false);
  }

  /** The window for known sizes; {@code taps} are those of the weight, or {@link #kernel}. */
  Spatial resolve(int[] in, int[] taps) {
    int rank = in.length;
    checkRank(rank, taps);
    int[] stride = orElse(strides, rank, 1);
    int[] dilation = orElse(dilations, rank, 1);
    int[] begin = new int[rank];
    int[] end = new int[rank];
    int[] out = new int[rank];
    for (int i = 0; i < rank; i++) {
      int[] pad = pads(i, in[i], taps[i]);
      begin[i] = pad[0];
      end[i] = pad[1];
      out[i] = output(i, in[i], taps[i]);
    }
    return new Spatial(in, taps, stride, dilation, begin, end, out);
  }

  /** The spatial output shape for an input shape and taps of which some may be unknown. */
  Shape infer(Inference in, Shape input, int[] taps) {
    int rank = input.rank();
    checkRank(rank, taps);
    int[] dims = new int[rank];
    @Nullable String[] symbols = new String[rank];
    for (int i = 0; i < rank; i++) {
      boolean same = autoPad == AutoPad.SAME_UPPER || autoPad == AutoPad.SAME_LOWER;
      if (input.dim(i) == Shape.UNKNOWN || (taps[i] == Shape.UNKNOWN && !same)) {
        dims[i] = Shape.UNKNOWN;
        symbols[i] = keepsSize(i, taps[i]) ? input.symbol(i) : null;
      } else {
        dims[i] = output(i, input.dim(i), taps[i] == Shape.UNKNOWN ? 1 : taps[i]);
        in.require(dims[i] >= 0, "the window is larger than the padded input in dimension " + i);
      }
    }
    return Shape.symbolic(dims, symbols);
  }

  private boolean keepsSize(int i, int taps) {
    if (stride(i) != 1) {
      return false;
    }
    return switch (autoPad) {
      case SAME_UPPER, SAME_LOWER -> true;
      case VALID -> taps == 1;
      case NOTSET ->
          taps != Shape.UNKNOWN && pad(i, false) + (long) pad(i, true) == span(i, taps) - 1;
    };
  }

  private void checkRank(int rank, int[] taps) {
    check("kernel_shape", kernel, rank, 1);
    check("kernel_shape", taps, rank, Shape.UNKNOWN);
    check("strides", strides, rank, 1);
    check("dilations", dilations, rank, 1);
    check("pads", pads, 2 * rank, Integer.MIN_VALUE);
    if (taps.length != rank) {
      throw new IllegalArgumentException("a window needs kernel_shape");
    }
  }

  private static void check(String name, int[] values, int length, int least) {
    if (values.length != 0 && values.length != length) {
      throw new IllegalArgumentException(
          name + " has " + values.length + " values instead of " + length);
    }
    for (int v : values) {
      if (v < least) {
        throw new IllegalArgumentException(name + " holds " + v + ", the least is " + least);
      }
    }
  }

  private static int[] orElse(int[] values, int length, int otherwise) {
    if (values.length == length) {
      return values;
    }
    int[] filled = new int[length];
    java.util.Arrays.fill(filled, otherwise);
    return filled;
  }

  private int stride(int i) {
    return strides.length == 0 ? 1 : strides[i];
  }

  private int pad(int i, boolean end) {
    return pads.length == 0 ? 0 : pads[end ? i + pads.length / 2 : i];
  }

  /** Elements from the first tap to the last, both counted. */
  private long span(int i, int taps) {
    return (taps - 1L) * (dilations.length == 0 ? 1 : dilations[i]) + 1;
  }

  private int output(int i, int in, int taps) {
    long stride = stride(i);
    if (autoPad == AutoPad.SAME_UPPER || autoPad == AutoPad.SAME_LOWER) {
      return (int) ((in + stride - 1) / stride);
    }
    boolean given = autoPad == AutoPad.NOTSET;
    long begin = given ? pad(i, false) : 0;
    long room = in + begin + (given ? pad(i, true) : 0) - span(i, taps);
    if (!given || !ceil) {
      return Math.toIntExact(Math.floorDiv(room, stride) + 1);
    }
    long out = -Math.floorDiv(-room, stride) + 1;
    // A window that would begin in the padding after the input is left out.
    return Math.toIntExact((out - 1) * stride >= in + begin ? out - 1 : out);
  }

  private int[] pads(int i, int in, int taps) {
    switch (autoPad) {
      case NOTSET:
        return new int[] {pad(i, false), pad(i, true)};
      case VALID:
        return new int[2];
      default:
        long total = Math.max(0, (output(i, in, taps) - 1L) * stride(i) + span(i, taps) - in);
        int less = Math.toIntExact(total / 2);
        int more = Math.toIntExact(total - less);
        return autoPad == AutoPad.SAME_UPPER ? new int[] {less, more} : new int[] {more, less};
    }
  }
}
