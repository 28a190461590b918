package dev.lanewise;

import dev.lanewise.error.UnavailableException;
import dev.lanewise.kernel.KernelProvider;
import dev.lanewise.kernel.KernelSet;
import dev.lanewise.kernel.scalar.ScalarKernels;
import java.util.Iterator;
import java.util.Locale;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** Finds the back end: the best provider that works, or the one that is asked for. */
final class BackEnds {
  private static final String PROPERTY = "lanewise.kernels";
  private static final String ADVICE =
      "put lanewise-runtime-vector on the path and start a JDK 25 with"
          + " --add-modules jdk.incubator.vector";
  private static final KernelSet SCALAR = new ScalarKernels();

  private static @Nullable KernelProvider provider;
  private static @Nullable KernelSet vector;
  private static @Nullable String whyNoVector;
  private static boolean checked;
  private static @Nullable String whySlow;
  private static boolean slowReported;

  private BackEnds() {}

  static KernelSet choose(KernelChoice choice) {
    KernelChoice wanted = choice == KernelChoice.AUTO ? fromProperty() : choice;
    if (wanted == KernelChoice.SCALAR) {
      return SCALAR;
    }
    KernelSet found = vector(wanted == KernelChoice.VECTOR);
    if (found != null) {
      return found;
    }
    if (wanted == KernelChoice.VECTOR) {
      throw new UnavailableException(
          "the vector kernels are not available (" + whyNoVector + "); " + ADVICE);
    }
    return SCALAR;
  }

  private static KernelChoice fromProperty() {
    String value = System.getProperty(PROPERTY);
    if (value == null) {
      return KernelChoice.AUTO;
    }
    try {
      return KernelChoice.valueOf(value.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new UnavailableException(
          "-D" + PROPERTY + "=" + value + " is unknown; use auto, scalar or vector", e);
    }
  }

  /** Whether a choice leaves it open which kernels run. */
  static boolean isFree(KernelChoice choice) {
    return choice == KernelChoice.AUTO && fromProperty() == KernelChoice.AUTO;
  }

  /** The scalar kernels. */
  static KernelSet scalar() {
    return SCALAR;
  }

  /** Says once that kernels turned out to be slower than scalar ones. */
  static synchronized void reportSlow(KernelSet kernels, long nanos, long scalarNanos) {
    if (!slowReported) {
      slowReported = true;
      log(
          "the "
              + kernels.name()
              + " kernels take "
              + nanos / 1000
              + " µs where scalar ones take "
              + scalarNanos / 1000
              + " µs",
          "a JVM whose compiler knows the Vector API is needed");
    }
  }

  private static synchronized @Nullable KernelSet vector(boolean evenIfSlow) {
    if (vector == null && whyNoVector == null) {
      vector = load();
      if (vector == null) {
        log(String.valueOf(whyNoVector), "for the fast ones " + ADVICE);
      }
    }
    return evenIfSlow || whySlow() == null ? vector : null;
  }

  /** Why the provider's kernels are no gain, looked up and said once. */
  private static @Nullable String whySlow() {
    if (!checked && provider != null) {
      checked = true;
      whySlow = provider.whySlow();
      if (whySlow != null) {
        slowReported = true;
        log(whySlow, "-D" + PROPERTY + "=vector runs the vector kernels all the same");
      }
    }
    return whySlow;
  }

  private static void log(String reason, String advice) {
    Log.info("running on scalar kernels (" + reason + "); " + advice);
  }

  private static @Nullable KernelSet load() {
    String reason = "no provider found";
    KernelProvider best = null;
    Iterator<KernelProvider> providers =
        ServiceLoader.load(KernelProvider.class, BackEnds.class.getClassLoader()).iterator();
    try {
      while (providers.hasNext()) {
        KernelProvider provider = providers.next();
        if (best == null || provider.priority() > best.priority()) {
          best = provider;
        }
      }
      if (best != null) {
        KernelSet kernels = best.kernels();
        provider = best;
        return kernels;
      }
    } catch (ServiceConfigurationError | LinkageError | IllegalStateException e) {
      reason = String.valueOf(e.getMessage());
    }
    whyNoVector = reason;
    return null;
  }
}
