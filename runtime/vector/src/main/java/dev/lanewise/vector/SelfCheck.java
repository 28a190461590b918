package dev.lanewise.vector;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import jdk.incubator.vector.VectorShape;
import org.jspecify.annotations.Nullable;

/**
 * Tells by its settings whether this JVM compiles the Vector API to vector instructions. Without
 * them every operation on a vector is a loop that allocates, hundreds of times slower. Nothing is
 * timed: before a kernel is compiled it is as slow as one that never will be.
 */
final class SelfCheck {
  private static final int LEAST_BITS = 128;

  private SelfCheck() {}

  /** What is wrong, null if nothing is. */
  static @Nullable String whySlow() {
    String mode = System.getProperty("java.vm.info", "").toLowerCase(Locale.ROOT);
    if (mode.contains("interpreted")) {
      return "this JVM only interprets";
    }
    if (mode.contains("emulated-client")) {
      return "this JVM runs without its optimising compiler";
    }
    int bits = VectorShape.preferredShape().vectorBitSize();
    if (bits < LEAST_BITS) {
      return "this JVM or CPU has vectors of " + bits + " bits only";
    }
    return isOff("EnableVectorSupport") ? "this JVM runs with -XX:-EnableVectorSupport" : null;
  }

  /** Whether a switch of HotSpot is off; those it does not show are as they come. */
  private static boolean isOff(String flag) {
    HotSpotDiagnosticMXBean options =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    try {
      return options != null && options.getVMOption(flag).getValue().equals("false");
    } catch (IllegalArgumentException e) {
      // not a HotSpot that has the switch, or one that does not let it be set
      return false;
    }
  }
}
