package dev.lanewise.op;

import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Ref;
import dev.lanewise.tensor.Storage;

/**
 * Copies of equally long runs of array elements from or to places given by a list of offsets, for
 * every kind of storage.
 */
final class Indexed {
  private static final int SHORT_RUN = 8;

  private static final int GRAIN_ELEMENTS = 20_000;

  private Indexed() {}

  /**
   * Adds a step that gathers the same n runs from each of several equally large parts of input 0
   * into output 0, which is dense.
   *
   * @param offsets place of the offsets of the runs in a part, in array elements
   * @param parts number of parts
   * @param length array elements of a part
   * @param n runs per part
   * @param run array elements of a run
   */
  static void emitGather(
      Lowering l, String description, Ref offsets, int parts, int length, int n, int run) {
    emitGather(l, description, offsets, parts, length, n * run, n, run);
  }

  /**
   * The same into parts of {@code target} array elements, of which what lies behind the runs stays.
   */
  static void emitGather(
      Lowering l,
      String description,
      Ref offsets,
      int parts,
      int length,
      int target,
      int n,
      int run) {
    if (run == 0) {
      return;
    }
    Ref x = l.input(0);
    Ref y = l.output(0);
    Storage storage = y.storage();
    l.emitRange(
        description,
        parts * n,
        Math.max(1, GRAIN_ELEMENTS / run),
        (frame, first, end) -> {
          int[] at = frame.ints(offsets);
          Object from = frame.array(x);
          Object to = frame.array(y);
          int u = first;
          while (u < end) {
            int part = u / n;
            int k = u - part * n;
            int count = Math.min(end - u, n - k);
            int xAt = x.offset() + part * length;
            int yAt = y.offset() + part * target + k * run;
            gather(storage, from, xAt, at, offsets.offset() + k, count, run, to, yAt);
            u += count;
          }
        });
  }

  /**
   * {@code y[yAt + k·run + r] = x[xAt + offsets[first + k] + r]} for k below n and r below run.
   *
   * @param storage kind of both arrays
   */
  static void gather(
      Storage storage,
      Object x,
      int xAt,
      int[] offsets,
      int first,
      int n,
      int run,
      Object y,
      int yAt) {
    if (run >= SHORT_RUN) {
      for (int k = 0; k < n; k++) {
        System.arraycopy(x, xAt + offsets[first + k], y, yAt + k * run, run);
      }
      return;
    }
    switch (storage) {
      case FLOATS -> take((float[]) x, xAt, offsets, first, n, run, (float[]) y, yAt);
      case DOUBLES -> take((double[]) x, xAt, offsets, first, n, run, (double[]) y, yAt);
      case BYTES -> take((byte[]) x, xAt, offsets, first, n, run, (byte[]) y, yAt);
      case SHORTS -> take((short[]) x, xAt, offsets, first, n, run, (short[]) y, yAt);
      case INTS -> take((int[]) x, xAt, offsets, first, n, run, (int[]) y, yAt);
      case LONGS -> take((long[]) x, xAt, offsets, first, n, run, (long[]) y, yAt);
      case STRINGS -> take((String[]) x, xAt, offsets, first, n, run, (String[]) y, yAt);
    }
  }

  /**
   * {@code y[yAt + offsets[first + k] + r] = x[xAt + k·run + r]} for k below n and r below run; of
   * several runs with one target the last stays.
   *
   * @param storage kind of both arrays
   */
  static void scatter(
      Storage storage,
      Object x,
      int xAt,
      int[] offsets,
      int first,
      int n,
      int run,
      Object y,
      int yAt) {
    if (run >= SHORT_RUN) {
      for (int k = 0; k < n; k++) {
        System.arraycopy(x, xAt + k * run, y, yAt + offsets[first + k], run);
      }
      return;
    }
    switch (storage) {
      case FLOATS -> put((float[]) x, xAt, offsets, first, n, run, (float[]) y, yAt);
      case DOUBLES -> put((double[]) x, xAt, offsets, first, n, run, (double[]) y, yAt);
      case BYTES -> put((byte[]) x, xAt, offsets, first, n, run, (byte[]) y, yAt);
      case SHORTS -> put((short[]) x, xAt, offsets, first, n, run, (short[]) y, yAt);
      case INTS -> put((int[]) x, xAt, offsets, first, n, run, (int[]) y, yAt);
      case LONGS -> put((long[]) x, xAt, offsets, first, n, run, (long[]) y, yAt);
      case STRINGS -> put((String[]) x, xAt, offsets, first, n, run, (String[]) y, yAt);
    }
  }

  private static void take(
      float[] x, int xAt, int[] offsets, int first, int n, int run, float[] y, int yAt) {
    for (int k = 0, j = yAt; k < n; k++) {
      int i = xAt + offsets[first + k];
      for (int end = j + run; j < end; i++, j++) {
        y[j] = x[i];
      }
    }
  }

  private static void take(
      double[] x, int xAt, int[] offsets, int first, int n, int run, double[] y, int yAt) {
    for (int k = 0, j = yAt; k < n; k++) {
      int i = xAt + offsets[first + k];
      for (int end = j + run; j < end; i++, j++) {
        y[j] = x[i];
      }
    }
  }

  private static void take(
      byte[] x, int xAt, int[] offsets, int first, int n, int run, byte[] y, int yAt) {
    for (int k = 0, j = yAt; k < n; k++) {
      int i = xAt + offsets[first + k];
      for (int end = j + run; j < end; i++, j++) {
        y[j] = x[i];
      }
    }
  }

  private static void take(
      short[] x, int xAt, int[] offsets, int first, int n, int run, short[] y, int yAt) {
    for (int k = 0, j = yAt; k < n; k++) {
      int i = xAt + offsets[first + k];
      for (int end = j + run; j < end; i++, j++) {
        y[j] = x[i];
      }
    }
  }

  private static void take(
      int[] x, int xAt, int[] offsets, int first, int n, int run, int[] y, int yAt) {
    for (int k = 0, j = yAt; k < n; k++) {
      int i = xAt + offsets[first + k];
      for (int end = j + run; j < end; i++, j++) {
        y[j] = x[i];
      }
    }
  }

  private static void take(
      long[] x, int xAt, int[] offsets, int first, int n, int run, long[] y, int yAt) {
    for (int k = 0, j = yAt; k < n; k++) {
      int i = xAt + offsets[first + k];
      for (int end = j + run; j < end; i++, j++) {
        y[j] = x[i];
      }
    }
  }

  private static void take(
      String[] x, int xAt, int[] offsets, int first, int n, int run, String[] y, int yAt) {
    for (int k = 0, j = yAt; k < n; k++) {
      int i = xAt + offsets[first + k];
      for (int end = j + run; j < end; i++, j++) {
        y[j] = x[i];
      }
    }
  }

  private static void put(
      float[] x, int xAt, int[] offsets, int first, int n, int run, float[] y, int yAt) {
    for (int k = 0, i = xAt; k < n; k++) {
      int j = yAt + offsets[first + k];
      for (int end = i + run; i < end; i++, j++) {
        y[j] = x[i];
      }
    }
  }

  private static void put(
      double[] x, int xAt, int[] offsets, int first, int n, int run, double[] y, int yAt) {
    for (int k = 0, i = xAt; k < n; k++) {
      int j = yAt + offsets[first + k];
      for (int end = i + run; i < end; i++, j++) {
        y[j] = x[i];
      }
    }
  }

  private static void put(
      byte[] x, int xAt, int[] offsets, int first, int n, int run, byte[] y, int yAt) {
    for (int k = 0, i = xAt; k < n; k++) {
      int j = yAt + offsets[first + k];
      for (int end = i + run; i < end; i++, j++) {
        y[j] = x[i];
      }
    }
  }

  private static void put(
      short[] x, int xAt, int[] offsets, int first, int n, int run, short[] y, int yAt) {
    for (int k = 0, i = xAt; k < n; k++) {
      int j = yAt + offsets[first + k];
      for (int end = i + run; i < end; i++, j++) {
        y[j] = x[i];
      }
    }
  }

  private static void put(
      int[] x, int xAt, int[] offsets, int first, int n, int run, int[] y, int yAt) {
    for (int k = 0, i = xAt; k < n; k++) {
      int j = yAt + offsets[first + k];
      for (int end = i + run; i < end; i++, j++) {
        y[j] = x[i];
      }
    }
  }

  private static void put(
      long[] x, int xAt, int[] offsets, int first, int n, int run, long[] y, int yAt) {
    for (int k = 0, i = xAt; k < n; k++) {
      int j = yAt + offsets[first + k];
      for (int end = i + run; i < end; i++, j++) {
        y[j] = x[i];
      }
    }
  }

  private static void put(
      String[] x, int xAt, int[] offsets, int first, int n, int run, String[] y, int yAt) {
    for (int k = 0, i = xAt; k < n; k++) {
      int j = yAt + offsets[first + k];
      for (int end = i + run; i < end; i++, j++) {
        y[j] = x[i];
      }
    }
  }
}
