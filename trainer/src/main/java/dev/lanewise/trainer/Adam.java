package dev.lanewise.trainer;

import tools.jackson.databind.node.ObjectNode;

/**
 * Adaptive moments (Kingma and Ba, 2014), with epsilon where Keras has it: {@code m ← m + (g − m) ·
 * (1 − beta1)}, {@code v ← v + (g² − v) · (1 − beta2)}, {@code x ← x − rate · √(1 − beta2ᵗ) / (1 −
 * beta1ᵗ) · m / (√v + epsilon)} at update t. With {@code amsgrad} the largest v so far is divided
 * by (Reddi, Kale and Kumar, 2018). With decay it is AdamW: {@link WeightDecay}.
 *
 * @param learningRate learning rate
 * @param beta1 share of the old mean of gradients
 * @param beta2 share of the old mean of squares
 * @param epsilon added to the root
 * @param amsgrad whether the largest mean of squares counts
 * @param clipping what is done to gradients before
 */
public record Adam(
    Schedule learningRate,
    double beta1,
    double beta2,
    double epsilon,
    boolean amsgrad,
    Clipping clipping)
    implements Optimizer {
  /** With Keras' settings. */
  public Adam(double rate) {
    this(Schedule.constant(rate));
  }

  /** With Keras' settings but for the rate. */
  public Adam(Schedule rate) {
    this(rate, 0.9, 0.999, 1e-7, false, Clipping.NONE);
  }

  @Override
  public String className() {
    return "Adam";
  }

  @Override
  public int slots() {
    return amsgrad ? 3 : 2;
  }

  @Override
  public void update(float rate, long step, float[] x, float[] gradient, float[][] slots, int n) {
    float[] m = slots[0];
    float[] v = slots[1];
    double correction = Math.sqrt(1 - Math.pow(beta2, step)) / (1 - Math.pow(beta1, step));
    float r = (float) (rate * correction);
    float fresh1 = (float) (1 - beta1);
    float fresh2 = (float) (1 - beta2);
    float small = (float) epsilon;
    if (amsgrad) {
      float[] most = slots[2];
      for (int i = 0; i < n; i++) {
        float g = gradient[i];
        m[i] += (g - m[i]) * fresh1;
        v[i] += (g * g - v[i]) * fresh2;
        most[i] = Math.max(most[i], v[i]);
        x[i] -= r * m[i] / ((float) Math.sqrt(most[i]) + small);
      }
    } else {
      for (int i = 0; i < n; i++) {
        float g = gradient[i];
        float mean = m[i] + (g - m[i]) * fresh1;
        float square = v[i] + (g * g - v[i]) * fresh2;
        m[i] = mean;
        v[i] = square;
        x[i] -= r * mean / ((float) Math.sqrt(square) + small);
      }
    }
  }

  @Override
  public void write(ObjectNode config) {
    config.put("beta_1", beta1);
    config.put("beta_2", beta2);
    config.put("epsilon", epsilon);
    config.put("amsgrad", amsgrad);
  }
}
