package dev.lanewise.trainer;

/**
 * Stochastic gradient descent.
 *
 * @param learningRate factor of the gradient
 * @param momentum share of the last step that is taken again, 0 for none
 */
public record SgdOptions(float learningRate, float momentum) {
  /**
   * One update in one pass: {@code v = momentum·v − rate·g; w += v}, as Keras defines it.
   *
   * @param w parameters
   * @param v velocities, of the same length
   * @param g gradients, of the same length
   */
  void update(float[] w, float[] v, float[] g) {
    float mu = momentum;
    float rate = learningRate;
    for (int i = 0; i < w.length; i++) {
      v[i] = mu * v[i] - rate * g[i];
      w[i] += v[i];
    }
  }
}
