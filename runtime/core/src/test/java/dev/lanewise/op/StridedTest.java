package dev.lanewise.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.tensor.Storage;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Copies of random views compared with element-by-element index arithmetic. */
final class StridedTest {
  private final Random random = new Random(7);

  @ParameterizedTest
  @EnumSource(Storage.class)
  void transposesSlicesRepeatsAndReversesEveryStorage(Storage storage) {
    for (int trial = 0; trial < 400; trial++) {
      int[] dims = random.ints(random.nextInt(6), 0, trial % 10 == 0 ? 70 : 7).toArray();
      if (Arrays.stream(dims).asLongStream().reduce(1, (a, b) -> a * b) > 100_000) {
        continue;
      }
      int arity = 1 + random.nextInt(2);
      int[] to = permuted(dims, permutation(dims.length));
      int[] from = permuted(dims, permutation(dims.length));
      int start = 3;
      for (int i = 0; i < dims.length; i++) {
        int choice = random.nextInt(8);
        if (choice == 0) {
          from[i] = 0;
        } else if (choice == 1) {
          start += Math.max(0, dims[i] - 1) * from[i];
          from[i] = -from[i];
        }
      }
      check(storage, dims, from, to, start, arity);
    }
  }

  private int[] permutation(int n) {
    int[] p = new int[n];
    for (int i = 0; i < n; i++) {
      int k = random.nextInt(i + 1);
      p[i] = p[k];
      p[k] = i;
    }
    return p;
  }

  /** Dense strides of an array whose dimensions lie in another order. */
  private static int[] permuted(int[] dims, int[] order) {
    int[] strides = new int[dims.length];
    int step = 1;
    for (int i : order) {
      strides[i] = step;
      step *= Math.max(1, dims[i]);
    }
    return strides;
  }

  private static void check(
      Storage storage, int[] dims, int[] from, int[] to, int start, int arity) {
    int size = arity * (start + 5 + Arrays.stream(dims).reduce(1, (a, b) -> a * b));
    Object x = storage.allocate(size);
    for (int i = 0; i < size; i++) {
      set(x, i, i + 1);
    }
    Object expected = storage.allocate(size);
    expect(x, start * arity, from, expected, 2 * arity, to, dims, 0, arity);
    Strided strided = Strided.of(dims, from, to, arity);
    Object whole = storage.allocate(size);
    strided.copy(storage, x, start * arity, whole, 2 * arity);
    assertThat(whole).as("%s %s", Arrays.toString(dims), Arrays.toString(from)).isEqualTo(expected);
    Object parts = storage.allocate(size);
    int units = strided.units();
    for (int u = 0; u < units; u += 2) {
      strided.copy(storage, x, start * arity, parts, 2 * arity, u, Math.min(u + 2, units));
    }
    assertThat(parts).isEqualTo(expected);
  }

  private static void expect(
      Object x, int i, int[] from, Object y, int j, int[] to, int[] dims, int axis, int arity) {
    if (axis == dims.length) {
      for (int a = 0; a < arity; a++) {
        Array.set(y, j + a, Array.get(x, i + a));
      }
      return;
    }
    for (int k = 0; k < dims[axis]; k++) {
      int at = i + k * from[axis] * arity;
      expect(x, at, from, y, j + k * to[axis] * arity, to, dims, axis + 1, arity);
    }
  }

  private static void set(Object array, int i, int value) {
    if (array instanceof String[] strings) {
      strings[i] = "s" + value;
    } else if (array instanceof byte[] bytes) {
      bytes[i] = (byte) value;
    } else if (array instanceof short[] shorts) {
      shorts[i] = (short) value;
    } else {
      Array.setInt(array, i, value);
    }
  }
}
