package dev.lanewise.op;

import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Ref;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Storage;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;

/**
 * A copy from one N-dimensional view of an array to another: the element with index {@code (i0, i1,
 * …)} is read at {@code Σ ik·from[k]} and written at {@code Σ ik·to[k]}, counted from the offsets
 * handed to the copy. A stride of 0 in {@code from} repeats elements, a negative one reverses them.
 *
 * <p>Immutable; works on every kind of storage; copying allocates nothing. The two arrays' ranges
 * must not overlap.
 */
final class Strided {
  /** Rows and columns copied at a time where rows are contiguous on one side only. */
  private static final int TILE = 32;

  private static final int SHORT_RUN = 8;

  private final int[] dims;
  private final int[] from;
  private final int[] to;
  private final int rows;
  private final int rowFrom;
  private final int rowTo;
  private final int columns;
  private final int columnFrom;
  private final int columnTo;
  private final int outer;
  private final int tiles;

  private Strided(int[] dims, int[] from, int[] to, boolean empty) {
    int inner = dims.length - 1;
    int next = dims.length - 2;
    this.columns = inner < 0 ? 1 : dims[inner];
    this.columnFrom = inner < 0 ? 1 : from[inner];
    this.columnTo = inner < 0 ? 1 : to[inner];
    this.rows = next < 0 ? 1 : dims[next];
    this.rowFrom = next < 0 ? 0 : from[next];
    this.rowTo = next < 0 ? 0 : to[next];
    int n = Math.max(next, 0);
    this.dims = Arrays.copyOf(dims, n);
    this.from = Arrays.copyOf(from, n);
    this.to = Arrays.copyOf(to, n);
    int product = 1;
    for (int d : this.dims) {
      product *= d;
    }
    this.outer = empty ? 0 : product;
    this.tiles = (rows + TILE - 1) / TILE;
  }

  /**
   * A copy of tensor elements.
   *
   * @param dims number of elements along each dimension
   * @param from step in the source, in tensor elements, along each dimension
   * @param to step in the target
   * @param arity array elements per tensor element, which are kept together
   */
  static Strided of(int[] dims, int[] from, int[] to, int arity) {
    int n = dims.length;
    int[] d = new int[n + 1];
    int[] f = new int[n + 1];
    int[] t = new int[n + 1];
    int rank = 0;
    boolean empty = false;
    for (int i = 0; i <= n; i++) {
      int dim = i < n ? dims[i] : arity;
      int fromStep = i < n ? from[i] * arity : 1;
      int toStep = i < n ? to[i] * arity : 1;
      empty |= dim == 0;
      if (dim == 1) {
        continue;
      }
      boolean continues = rank > 0 && f[rank - 1] == fromStep * dim && t[rank - 1] == toStep * dim;
      if (continues) {
        rank--;
        dim *= d[rank];
      }
      d[rank] = dim;
      f[rank] = fromStep;
      t[rank] = toStep;
      rank++;
    }
    d = Arrays.copyOf(d, rank);
    f = Arrays.copyOf(f, rank);
    t = Arrays.copyOf(t, rank);
    order(d, f, t);
    return new Strided(d, f, t, empty);
  }

  /** A copy of tensor elements into a dense row-major target. */
  static Strided toDense(int[] dims, int[] from, int arity) {
    return of(dims, from, dense(dims), arity);
  }

  /** A copy of one element to a contiguous range. */
  static Strided fill(int n, int arity) {
    return of(new int[] {n}, new int[] {0}, new int[] {1}, arity);
  }

  /** Row-major strides of dimensions. */
  static int[] dense(int[] dims) {
    int[] strides = new int[dims.length];
    int step = 1;
    for (int i = dims.length - 1; i >= 0; i--) {
      strides[i] = step;
      step *= dims[i];
    }
    return strides;
  }

  /**
   * Sorts by falling steps in the target, and then moves the dimension that is contiguous in the
   * source next to the last one, unless that is contiguous in both.
   */
  private static void order(int[] dims, int[] from, int[] to) {
    int n = dims.length;
    for (int i = 1; i < n; i++) {
      for (int k = i; k > 0 && Math.abs(to[k]) > Math.abs(to[k - 1]); k--) {
        swap(dims, from, to, k, k - 1);
      }
    }
    if (n < 3 || Math.abs(from[n - 1]) <= 1) {
      return;
    }
    int best = n - 2;
    for (int i = n - 3; i >= 0; i--) {
      if (from[i] != 0 && (from[best] == 0 || Math.abs(from[i]) < Math.abs(from[best]))) {
        best = i;
      }
    }
    for (int k = best; k < n - 2; k++) {
      swap(dims, from, to, k, k + 1);
    }
  }

  private static void swap(int[] dims, int[] from, int[] to, int i, int k) {
    for (int[] a : new int[][] {dims, from, to}) {
      int t = a[i];
      a[i] = a[k];
      a[k] = t;
    }
  }

  /** Whether this copies one contiguous range in order. */
  boolean isContiguous() {
    return outer == 1 && rows == 1 && columnFrom == 1 && columnTo == 1;
  }

  /** Number of parts the copy can be cut into. */
  int units() {
    return outer * tiles;
  }

  /** Smallest number of units worth a thread of its own. */
  int grain() {
    int perNanosecond = columnFrom == 1 && columnTo == 1 && columns >= SHORT_RUN ? 4 : 1;
    long elements = Math.max(1, (long) Math.min(rows, TILE) * columns);
    return (int) Math.max(1, 20_000L * perNanosecond / elements);
  }

  /** Adds the copy as a step; {@code xAt} and {@code yAt} count array elements in the places. */
  void emit(Lowering l, String description, Ref x, int xAt, Ref y, int yAt) {
    if (units() == 0) {
      return;
    }
    Storage storage = y.storage();
    l.emitRange(
        description,
        units(),
        grain(),
        (frame, first, end) ->
            copy(
                storage,
                frame.array(x),
                x.offset() + xAt,
                frame.array(y),
                y.offset() + yAt,
                first,
                end));
  }

  /**
   * A new tensor with what the copy makes of another one.
   *
   * @param at first element of {@code x} that the copy counts from
   * @param shape shape of the result, which the copy must fill
   */
  Tensor tensor(Tensor x, int at, Shape shape) {
    Tensor y = Tensor.zeros(x.dtype(), shape);
    copy(x.dtype().storage(), x.array(), at * x.dtype().arity(), y.array(), 0);
    return y;
  }

  /** Copies everything. */
  void copy(Storage storage, Object x, int xAt, Object y, int yAt) {
    copy(storage, x, xAt, y, yAt, 0, units());
  }

  /**
   * Copies the units from {@code first} to {@code end} (exclusive).
   *
   * @param storage kind of both arrays
   */
  void copy(Storage storage, Object x, int xAt, Object y, int yAt, int first, int end) {
    boolean tall = rows == 1 || columnFrom == 0 || columnFrom == 1 && columnTo == 1;
    int width = tall ? columns : TILE;
    for (int u = first; u < end; u++) {
      int o = u / tiles;
      int row = (u - o * tiles) * TILE;
      int i = xAt + row * rowFrom;
      int j = yAt + row * rowTo;
      for (int k = dims.length - 1; k >= 0; k--) {
        int rest = o / dims[k];
        int index = o - rest * dims[k];
        i += index * from[k];
        j += index * to[k];
        o = rest;
      }
      int height = Math.min(TILE, rows - row);
      for (int c = 0; c < columns; c += width) {
        int n = Math.min(width, columns - c);
        block(storage, x, i + c * columnFrom, y, j + c * columnTo, height, n);
      }
    }
  }

  private void block(Storage storage, Object x, int i, Object y, int j, int height, int width) {
    switch (storage) {
      case FLOATS -> floats((float[]) x, i, (float[]) y, j, height, width);
      case DOUBLES -> doubles((double[]) x, i, (double[]) y, j, height, width);
      case BYTES -> bytes((byte[]) x, i, (byte[]) y, j, height, width);
      case SHORTS -> shorts((short[]) x, i, (short[]) y, j, height, width);
      case INTS -> ints((int[]) x, i, (int[]) y, j, height, width);
      case LONGS -> longs((long[]) x, i, (long[]) y, j, height, width);
      case STRINGS -> strings((String[]) x, i, (String[]) y, j, height, width);
    }
  }

  private void floats(float[] x, int xAt, float[] y, int yAt, int height, int width) {
    for (int r = 0; r < height; r++) {
      int i = xAt + r * rowFrom;
      int j = yAt + r * rowTo;
      if (columnFrom == 1 && columnTo == 1 && width >= SHORT_RUN) {
        System.arraycopy(x, i, y, j, width);
      } else if (columnFrom == 0 && columnTo == 1 && width >= SHORT_RUN) {
        Arrays.fill(y, j, j + width, x[i]);
      } else {
        for (int c = 0; c < width; c++) {
          y[j + c * columnTo] = x[i + c * columnFrom];
        }
      }
    }
  }

  private void doubles(double[] x, int xAt, double[] y, int yAt, int height, int width) {
    for (int r = 0; r < height; r++) {
      int i = xAt + r * rowFrom;
      int j = yAt + r * rowTo;
      if (columnFrom == 1 && columnTo == 1 && width >= SHORT_RUN) {
        System.arraycopy(x, i, y, j, width);
      } else if (columnFrom == 0 && columnTo == 1 && width >= SHORT_RUN) {
        Arrays.fill(y, j, j + width, x[i]);
      } else {
        for (int c = 0; c < width; c++) {
          y[j + c * columnTo] = x[i + c * columnFrom];
        }
      }
    }
  }

  private void bytes(byte[] x, int xAt, byte[] y, int yAt, int height, int width) {
    for (int r = 0; r < height; r++) {
      int i = xAt + r * rowFrom;
      int j = yAt + r * rowTo;
      if (columnFrom == 1 && columnTo == 1 && width >= SHORT_RUN) {
        System.arraycopy(x, i, y, j, width);
      } else if (columnFrom == 0 && columnTo == 1 && width >= SHORT_RUN) {
        Arrays.fill(y, j, j + width, x[i]);
      } else {
        for (int c = 0; c < width; c++) {
          y[j + c * columnTo] = x[i + c * columnFrom];
        }
      }
    }
  }

  private void shorts(short[] x, int xAt, short[] y, int yAt, int height, int width) {
    for (int r = 0; r < height; r++) {
      int i = xAt + r * rowFrom;
      int j = yAt + r * rowTo;
      if (columnFrom == 1 && columnTo == 1 && width >= SHORT_RUN) {
        System.arraycopy(x, i, y, j, width);
      } else if (columnFrom == 0 && columnTo == 1 && width >= SHORT_RUN) {
        Arrays.fill(y, j, j + width, x[i]);
      } else {
        for (int c = 0; c < width; c++) {
          y[j + c * columnTo] = x[i + c * columnFrom];
        }
      }
    }
  }

  private void ints(int[] x, int xAt, int[] y, int yAt, int height, int width) {
    for (int r = 0; r < height; r++) {
      int i = xAt + r * rowFrom;
      int j = yAt + r * rowTo;
      if (columnFrom == 1 && columnTo == 1 && width >= SHORT_RUN) {
        System.arraycopy(x, i, y, j, width);
      } else if (columnFrom == 0 && columnTo == 1 && width >= SHORT_RUN) {
        Arrays.fill(y, j, j + width, x[i]);
      } else {
        for (int c = 0; c < width; c++) {
          y[j + c * columnTo] = x[i + c * columnFrom];
        }
      }
    }
  }

  private void longs(long[] x, int xAt, long[] y, int yAt, int height, int width) {
    for (int r = 0; r < height; r++) {
      int i = xAt + r * rowFrom;
      int j = yAt + r * rowTo;
      if (columnFrom == 1 && columnTo == 1 && width >= SHORT_RUN) {
        System.arraycopy(x, i, y, j, width);
      } else if (columnFrom == 0 && columnTo == 1 && width >= SHORT_RUN) {
        Arrays.fill(y, j, j + width, x[i]);
      } else {
        for (int c = 0; c < width; c++) {
          y[j + c * columnTo] = x[i + c * columnFrom];
        }
      }
    }
  }

  private void strings(String[] x, int xAt, String[] y, int yAt, int height, int width) {
    for (int r = 0; r < height; r++) {
      int i = xAt + r * rowFrom;
      int j = yAt + r * rowTo;
      if (columnFrom == 1 && columnTo == 1 && width >= SHORT_RUN) {
        System.arraycopy(x, i, y, j, width);
      } else if (columnFrom == 0 && columnTo == 1 && width >= SHORT_RUN) {
        Arrays.fill(y, j, j + width, x[i]);
      } else {
        for (int c = 0; c < width; c++) {
          y[j + c * columnTo] = x[i + c * columnFrom];
        }
      }
    }
  }
}
