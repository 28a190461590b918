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

  private static @Nullable KernelSet vector;
  private static @Nullable String whyNoVector;

  private BackEnds() {}

  static KernelSet choose(KernelChoice choice) {
    KernelChoice wanted = choice == KernelChoice.AUTO ? fromProperty() : choice;
    if (wanted == KernelChoice.SCALAR) {
      return SCALAR;
    }
    KernelSet found = vector();
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

  private static synchronized @Nullable KernelSet vector() {
    if (vector == null && whyNoVector == null) {
      vector = load();
      if (vector == null) {
        System.getLogger("dev.lanewise")
            .log(
                System.Logger.Level.INFO,
                "running on scalar kernels ({0}); for the fast ones {1}",
                whyNoVector,
                ADVICE);
      }
    }
    return vector;
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
        return best.kernels();
      }
    } catch (ServiceConfigurationError | LinkageError | IllegalStateException e) {
      reason = String.valueOf(e.getMessage());
    }
    whyNoVector = reason;
    return null;
  }
}
