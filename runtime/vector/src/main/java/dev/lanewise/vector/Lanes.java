package dev.lanewise.vector;

import dev.lanewise.kernel.Operands;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The vector width of all kernels: 256 bits, or 128 where the CPU has no more. */
final class Lanes {
  static final VectorSpecies<Float> S =
      FloatVector.SPECIES_PREFERRED.length() >= 8
          ? FloatVector.SPECIES_256
          : FloatVector.SPECIES_128;

  /** Floats in a vector. */
  static final int L = S.length();

  /** The number of each lane. */
  static final FloatVector NUMBERS =
      FloatVector.fromArray(S, new float[] {0, 1, 2, 3, 4, 5, 6, 7}, 0);

  /**
   * Mask for indices of hot loops: what passed it is not negative, and adding a displacement cannot
   * overflow, so that the compiler combines the range checks of a whole block.
   */
  static final int INDEX = 0x3fff_ffff;

  /**
   * Whether hot loops put a load fence behind every row. On x86 the fence is no instruction, but
   * keeps the compiler from hoisting all loads of a block, which would spill the accumulators.
   */
  static final boolean FENCE = isX86(System.getProperty("os.arch", ""));

  private Lanes() {}

  /**
   * Checks that {@link #INDEX} leaves indices as they are.
   *
   * @throws IllegalArgumentException if an array is longer
   */
  static void checkLengths(Operands o) {
    int longest =
        Math.max(Math.max(o.x.length, o.w.length), Math.max(o.y.length, o.scratch.length));
    if (longest > INDEX + 1) {
      throw new IllegalArgumentException(
          "vector kernels work on arrays of at most 2^30 floats, but one has " + longest);
    }
  }

  private static boolean isX86(String architecture) {
    return architecture.equals("amd64") || architecture.equals("x86_64");
  }
}
