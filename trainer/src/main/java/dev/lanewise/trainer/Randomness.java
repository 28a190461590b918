package dev.lanewise.trainer;

/**
 * Random numbers as functions of a seed and a place, so that nothing has to be remembered to go on
 * from any epoch.
 */
final class Randomness {
  private static final long GAMMA = 0x9E3779B97F4A7C15L;

  private Randomness() {}

  /** The finaliser of SplitMix64 (Steele, Lea and Flood, 2014). */
  static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** A number that stands for an epoch of a run. */
  static long ofEpoch(long seed, int epoch) {
    return mix(mix(seed) + GAMMA * (epoch + 1L));
  }

  /** The numbers below n, in an order that a number decides, by the method of Fisher and Yates. */
  static int[] permutation(int n, long random) {
    int[] order = identity(n);
    for (int i = n - 1; i > 0; i--) {
      long bits = mix(random + GAMMA * i) >>> 32;
      int j = (int) (bits * (i + 1) >>> 32);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order;
  }

  /** The numbers below n in their order. */
  static int[] identity(int n) {
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      order[i] = i;
    }
    return order;
  }
}
