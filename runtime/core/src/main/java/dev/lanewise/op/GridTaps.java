package dev.lanewise.op;

/**
 * The elements of an image that the value at one position is interpolated from, and their weights.
 * A position is given axis by axis, outermost first. Elements outside of the image are left out
 * where they count as zeros.
 */
final class GridTaps {
  /** Parameter of cubic convolution. */
  private static final double CUBIC = -0.75;

  private final ResizeMode mode;
  private final GridPadding padding;
  private final boolean alignCorners;
  private final int[] in;
  private final double[] factors = new double[4];
  private final int[] indices = new int[4];

  /** Offset into the image of each element. */
  final int[] offset;

  /** Weight of each element. */
  final double[] weight;

  /** Number of elements. */
  int count;

  /** For images of the given spatial dimensions. */
  GridTaps(ResizeMode mode, GridPadding padding, boolean alignCorners, int[] in) {
    this.mode = mode;
    this.padding = padding;
    this.alignCorners = alignCorners;
    this.in = in;
    int perAxis = mode == ResizeMode.NEAREST ? 1 : mode == ResizeMode.LINEAR ? 2 : 4;
    int most = 1;
    for (int i = 0; i < in.length; i++) {
      most = Math.multiplyExact(most, perAxis);
    }
    offset = new int[most];
    weight = new double[most];
  }

  /** Goes to a position in grid coordinates, which lists the innermost axis first. */
  void moveTo(double[] grid, int at, boolean single) {
    begin();
    for (int i = 0; i < in.length; i++) {
      double g = grid[at + in.length - 1 - i];
      axis(i, single ? pixel((float) g, in[i]) : pixel(g, in[i]));
    }
  }

  /** Goes to a position in grid coordinates, which lists the innermost axis first. */
  void moveTo(float[] grid, int at) {
    begin();
    for (int i = 0; i < in.length; i++) {
      axis(i, pixel(grid[at + in.length - 1 - i], in[i]));
    }
  }

  /** In single precision, as which of two elements is nearest depends on the last bit. */
  private float pixel(float g, int length) {
    return alignCorners ? (g + 1) / 2 * (length - 1) : ((g + 1) * length - 1) / 2;
  }

  private double pixel(double g, int length) {
    return alignCorners ? (g + 1) / 2 * (length - 1) : ((g + 1) * length - 1) / 2;
  }

  /** Starts a position whose axes follow. */
  void begin() {
    count = 1;
    offset[0] = 0;
    weight[0] = 1;
  }

  /** Adds axis i of a position, in elements; what is not a number is outside of the image. */
  void axis(int i, double position) {
    int length = in[i];
    int taps = length == 0 ? 0 : taps(Double.isNaN(position) ? -1e9 : position, length);
    for (int k = count - 1; k >= 0; k--) {
      int base = offset[k] * length;
      double factor = weight[k];
      for (int t = 0; t < taps; t++) {
        offset[k * taps + t] = base + indices[t];
        weight[k * taps + t] = factor * factors[t];
      }
    }
    count *= taps;
  }

  /** Finds indices and factors along one axis; returns their number. */
  private int taps(double position, int length) {
    double x = mode == ResizeMode.NEAREST ? Math.rint(position) : position;
    double low = alignCorners ? 0 : -0.5;
    double high = alignCorners ? length - 1 : length - 0.5;
    if (x < low || x > high) {
      if (padding == GridPadding.BORDER) {
        x = Math.max(0, Math.min(length - 1, x));
      } else if (padding == GridPadding.REFLECTION) {
        x = reflect(x, low, high);
      }
    }
    x = Math.max(-4, Math.min(length + 3.0, x));
    int first;
    int n;
    if (mode == ResizeMode.NEAREST) {
      first = (int) x;
      n = 1;
      factors[0] = 1;
    } else {
      int floor = (int) Math.floor(x);
      double t = x - floor;
      if (mode == ResizeMode.LINEAR) {
        first = floor;
        n = 2;
        factors[0] = 1 - t;
        factors[1] = t;
      } else {
        first = floor - 1;
        n = 4;
        factors[0] = outer(t + 1);
        factors[1] = inner(t);
        factors[2] = inner(1 - t);
        factors[3] = outer(2 - t);
      }
    }
    int kept = 0;
    for (int k = 0; k < n; k++) {
      int index = index(first + k, length, low, high);
      if (index >= 0) {
        indices[kept] = index;
        factors[kept++] = factors[k];
      }
    }
    return kept;
  }

  private int index(int i, int length, double low, double high) {
    if (i >= 0 && i < length) {
      return i;
    }
    return switch (padding) {
      case ZEROS -> -1;
      case BORDER -> i < 0 ? 0 : length - 1;
      case REFLECTION -> (int) Math.max(0, Math.min(length - 1, reflect(i, low, high)));
    };
  }

  private static double reflect(double x, double low, double high) {
    double range = high - low;
    if (range <= 0 || Double.isInfinite(x)) {
      return low;
    }
    boolean below = x < low;
    double distance = below ? low - x : x - high;
    double times = Math.floor(distance / range);
    double rest = distance - times * range;
    boolean even = times % 2 == 0;
    double y = below == even ? low + rest : high - rest;
    return Math.max(low, Math.min(high, y));
  }

  private static double inner(double t) {
    return ((CUBIC + 2) * t - (CUBIC + 3)) * t * t + 1;
  }

  private static double outer(double t) {
    return ((CUBIC * t - 5 * CUBIC) * t + 8 * CUBIC) * t - 4 * CUBIC;
  }
}
