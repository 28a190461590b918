package dev.lanewise.op;

import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Finds where a key stands in a list. Keys are strings, integers or floats; NaN equals NaN, and 0
 * equals −0. Of equal keys the last one is found.
 */
public final class KeyTable {
  private final Tensor keys;
  private final DType dtype;
  private final int count;
  private final Map<String, Integer> strings = new HashMap<>();
  private final long[] numbers;
  private final int[] places;

  /** A table of the elements of a tensor. */
  public KeyTable(Tensor keys) {
    this.keys = keys;
    this.dtype = keys.dtype();
    this.count = keys.size();
    if (dtype == DType.STRING) {
      for (int i = 0; i < count; i++) {
        strings.put(keys.strings()[i], i);
      }
      this.numbers = new long[0];
      this.places = new int[0];
      return;
    }
    long[] unsorted = numbers(keys);
    this.places = order(unsorted);
    this.numbers = new long[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = unsorted[places[i]];
    }
  }

  private static int[] order(long[] unsorted) {
    IntStream places = IntStream.range(0, unsorted.length);
    boolean ascending =
        IntStream.range(1, unsorted.length).allMatch(i -> unsorted[i - 1] <= unsorted[i]);
    if (ascending) {
      return places.toArray();
    }
    return places
        .boxed()
        .sorted((a, b) -> Long.compare(unsorted[a], unsorted[b]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** The keys in their order. */
  public Tensor keys() {
    return keys;
  }

  /** Type of the keys. */
  public DType dtype() {
    return dtype;
  }

  /** Number of keys. */
  public int count() {
    return count;
  }

  /** Place of each element of a tensor of the keys' type; −1 where it is no key. */
  int[] find(Tensor x) {
    int[] found = new int[x.size()];
    if (dtype == DType.STRING) {
      String[] text = x.strings();
      for (int i = 0; i < found.length; i++) {
        found[i] = find(text[i]);
      }
      return found;
    }
    long[] wanted = numbers(x);
    for (int i = 0; i < found.length; i++) {
      found[i] = find(wanted[i]);
    }
    return found;
  }

  /** Place of a string, −1 if it is no key. */
  int find(String key) {
    return strings.getOrDefault(key, -1);
  }

  /** Place of an integer, −1 if it is no key. */
  public int find(long key) {
    int at = Arrays.binarySearch(numbers, key);
    if (at < 0) {
      return -1;
    }
    while (at + 1 < numbers.length && numbers[at + 1] == key) {
      at++;
    }
    return places[at];
  }

  /** Integers as they are, floats as bits that are the same for equal numbers. */
  private static long[] numbers(Tensor x) {
    if (!x.dtype().isFloating()) {
      return x.toLongs();
    }
    double[] v = x.toDoubles();
    long[] bits = new long[v.length];
    for (int i = 0; i < v.length; i++) {
      bits[i] = Double.doubleToLongBits(v[i] == 0 ? 0.0 : v[i]);
    }
    return bits;
  }
}
