package dev.lanewise.testkit;

import dev.lanewise.KernelChoice;
import dev.lanewise.kernel.KernelSet;

/** Says on which kernels the tests of a module run. */
public final class KernelsInUse {
  private KernelsInUse() {}

  /** The kernels that are used where nobody chooses; a line on standard output names them. */
  public static KernelSet report() {
    KernelSet kernels = KernelChoice.AUTO.kernels();
    System.out.printf(
        "kernels in use: %s, lanes: %d, Java %d%n",
        kernels.name(), kernels.lanes(), Runtime.version().feature());
    return kernels;
  }
}
