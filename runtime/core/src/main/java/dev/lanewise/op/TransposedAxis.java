package dev.lanewise.op;

/**
 * One axis of a phase of a transposed convolution. Output elements whose position plus padding has
 * the same remainder modulo the stride form a phase; each is an ordinary convolution of the input
 * with some of the taps.
 *
 * @param in input elements
 * @param kernel taps of the transposed convolution
 * @param stride its stride
 * @param dilation its dilation
 * @param pad its padding at the beginning
 * @param out its output elements
 * @param remainder of the phase
 */
record TransposedAxis(
    int in, int kernel, int stride, int dilation, int pad, int out, int remainder) {
  /** Position in the phase of the first output element that exists. */
  private int first() {
    return Math.floorDiv(pad - remainder + stride - 1, stride);
  }

  /** Output elements of the phase. */
  int count() {
    return Math.max(0, Math.floorDiv(out - 1 + pad - remainder, stride) - first() + 1);
  }

  /** Output position of the first element of the phase; the next ones are a stride apart. */
  int start() {
    return stride * first() + remainder - pad;
  }

  /** Taps of the phase's convolution, at least 1; some may have no weight. */
  int taps() {
    return stride == 1 ? kernel : Math.max(0, (kernel - 1) * dilation - remainder) / stride + 1;
  }

  /** Dilation of the phase's convolution. */
  int tapDilation() {
    return stride == 1 ? dilation : 1;
  }

  /** Padding of the phase's convolution at the beginning. */
  int padBegin() {
    return (taps() - 1) * tapDilation() - first();
  }

  /** The tap of the transposed convolution that tap t of the phase is, −1 if it has no weight. */
  int tap(int t) {
    int back = taps() - 1 - t;
    if (stride == 1) {
      return back;
    }
    int reach = back * stride + remainder;
    return reach % dilation == 0 && reach / dilation < kernel ? reach / dilation : -1;
  }
}
