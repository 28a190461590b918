package dev.lanewise.testkit.contract;

import dev.lanewise.kernel.Epilogue;
import dev.lanewise.kernel.UnaryFunction;
import java.util.ArrayList;
import java.util.List;

/** Compares a sum of products that went through an epilogue with what it should be. */
public final class SumCheck {
  /** Half a unit in the last place of 1, the largest relative error of one rounding. */
  public static final double ROUNDING = 0x1p-24;

  private SumCheck() {}

  /**
   * Largest error of a sum of k products plus bias and residual in single precision, whatever the
   * order. The worst case is one rounding of the sum of magnitudes per step. Roundings are as good
   * as independent, so that {@code 4·√k} of them are not reached in practice either (Higham and
   * Mary, "A New Approach to Probabilistic Rounding Error Analysis", 2019).
   *
   * @param magnitude sum of the magnitudes of everything added
   */
  public static double tolerance(int k, double magnitude) {
    return Math.min(k + 2, 4 * Math.sqrt(k + 2)) * ROUNDING * magnitude;
  }

  /** Every kind of epilogue. */
  public static List<Epilogue> epilogues() {
    List<Epilogue> all = new ArrayList<>();
    for (UnaryFunction f : UnaryFunction.values()) {
      all.add(activation(f));
    }
    all.add(Epilogue.NONE.withResidual());
    all.add(activation(UnaryFunction.RELU).withResidual());
    all.add(activation(UnaryFunction.CLIP).withResidual());
    all.add(activation(UnaryFunction.GELU).withResidual());
    all.add(Epilogue.NONE.withSlope());
    all.add(Epilogue.NONE.withSlope().withResidual());
    return all;
  }

  /** Factors of {@link Epilogue#requantise}: with products that are ties or next to them. */
  static float[] factors(int channels) {
    float[] some = {0.5f, Math.nextUp(0.5f), Math.nextDown(0.25f), 1f / 3, 0.0123f, 1.5f, 700f};
    float[] factors = new float[channels];
    for (int c = 0; c < channels; c++) {
      factors[c] = some[c % some.length];
    }
    return factors;
  }

  private static Epilogue activation(UnaryFunction f) {
    return switch (f) {
      case CLIP -> Epilogue.NONE.withActivation(f, -0.5f, 1.5f);
      case LEAKY_RELU -> Epilogue.NONE.withActivation(f, 0.125f, 0);
      case HARD_SIGMOID -> Epilogue.NONE.withActivation(f, 0.2f, 0.5f);
      default -> Epilogue.NONE.withActivation(f, 1.5f, 1.25f);
    };
  }

  /**
   * Fails unless {@code actual} is the epilogue of some number within the tolerance of {@code sum}.
   * The function itself may be off by 2^-20 of its operands and result: how exact functions are is
   * not the question here.
   *
   * @param sum everything added up
   * @param tolerance error allowed for it
   * @param slope PRelu slope, used if the epilogue has one
   */
  public static void check(
      String what, float actual, double sum, double tolerance, Epilogue epilogue, double slope) {
    double middle = apply(epilogue, slope, sum);
    double low = apply(epilogue, slope, sum - tolerance);
    double high = apply(epilogue, slope, sum + tolerance);
    if (!Double.isFinite(sum) || Double.isNaN(low) && Double.isNaN(high)) {
      if (actual != middle && !(Float.isNaN(actual) && Double.isNaN(middle))) {
        throw new AssertionError(what + " is " + actual + " and not " + middle);
      }
      return;
    }
    if (Double.isNaN(low) || Double.isNaN(high) || isPole(epilogue, sum, tolerance)) {
      return;
    }
    double slack =
        epilogue.hasActivation() ? tolerance + 0x1p-20 * (1 + Math.abs(sum) + Math.abs(middle)) : 0;
    double least = Math.min(middle, Math.min(low, high)) - slack;
    double most = Math.max(middle, Math.max(low, high)) + slack;
    if (!(actual >= least && actual <= most)) {
      throw new AssertionError(
          what + " is " + actual + " and not between " + least + " and " + most);
    }
  }

  private static boolean isPole(Epilogue epilogue, double sum, double tolerance) {
    return epilogue.activation() == UnaryFunction.RECIPROCAL && Math.abs(sum) <= tolerance;
  }

  private static double apply(Epilogue epilogue, double slope, double x) {
    if (epilogue.slope()) {
      return x < 0 ? x * slope : x;
    }
    return ReferenceFunctions.unary(epilogue.activation(), epilogue.alpha(), epilogue.beta(), x);
  }
}
