package dev.lanewise.vector;

import dev.lanewise.KernelChoice;

/** Says which kernels a JVM of its own chooses, asked twice. */
public final class KernelsInChild {
  private KernelsInChild() {}

  /** Prints their name. */
  public static void main(String[] args) {
    KernelChoice.AUTO.kernels();
    System.out.println("chosen: " + KernelChoice.AUTO.kernels().name());
  }
}
