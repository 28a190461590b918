package dev.lanewise.kernel;

/**
 * Coefficients of approximations that several back ends evaluate in single precision. They are our
 * own minimax fits of relative error, found by iteratively reweighted least squares (Lawson) and
 * the erf fit then adjusted by single units in the last place against the error of its evaluation.
 */
public final class Approximation {
  /**
   * Beyond ±this, erf is ±1 in single precision; {@link #ERF_P0} is then at least 1 in magnitude,
   * so that clamping operand and result gives exactly ±1.
   */
  public static final float ERF_LIMIT = 4.05f;

  /**
   * erf x = x·(P0 + P1·u + … + P5·u⁵) / (1 + Q1·u + … + Q5·u⁵), u = x², for |x| ≤ 3.93 with a
   * relative error of 1.9e-8 before rounding; at most 6 ulp with it.
   */
  public static final float ERF_P0 = 1.1283791f;

  /** See {@link #ERF_P0}. */
  public static final float ERF_P1 = 0.19078365f;

  /** See {@link #ERF_P0}. */
  public static final float ERF_P2 = 0.05279025f;

  /** See {@link #ERF_P0}. */
  public static final float ERF_P3 = 0.0037796022f;

  /** See {@link #ERF_P0}. */
  public static final float ERF_P4 = 0.00028480784f;

  /** See {@link #ERF_P0}. */
  public static final float ERF_P5 = 2.0419639e-06f;

  /** See {@link #ERF_P0}. */
  public static final float ERF_Q1 = 0.50241035f;

  /** See {@link #ERF_P0}. */
  public static final float ERF_Q2 = 0.11425743f;

  /** See {@link #ERF_P0}. */
  public static final float ERF_Q3 = 0.014997422f;

  /** See {@link #ERF_P0}. */
  public static final float ERF_Q4 = 0.0011652097f;

  /** See {@link #ERF_P0}. */
  public static final float ERF_Q5 = 3.8003986e-05f;

  /**
   * log(1 + t) = t·(1 + P1·t + P2·t²) / (1 + Q1·t + Q2·t² + Q3·t³) for 0 ≤ t ≤ 1 with a relative
   * error of 2.1e-8.
   */
  public static final float LOG1P_P1 = 0.86951506f;

  /** See {@link #LOG1P_P1}. */
  public static final float LOG1P_P2 = 0.12463845f;

  /** See {@link #LOG1P_P1}. */
  public static final float LOG1P_Q1 = 1.3695138f;

  /** See {@link #LOG1P_P1}. */
  public static final float LOG1P_Q2 = 0.47608948f;

  /** See {@link #LOG1P_P1}. */
  public static final float LOG1P_Q3 = 0.031352278f;

  private Approximation() {}
}
