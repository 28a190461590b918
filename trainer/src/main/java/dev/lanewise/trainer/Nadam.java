package dev.lanewise.trainer;

import tools.jackson.databind.node.ObjectNode;

/**
 * Adam with Nesterov's momentum (Dozat, 2016), as Keras has it. With {@code uₜ = beta1 · (1 − ½ ·
 * 0.96ᵗ)} and {@code Uₜ = u₁ · … · uₜ} the step at update t is {@code x ← x − rate · m̂ / (√(v / (1
 * − beta2ᵗ)) + epsilon)}, {@code m̂ = uₜ₊₁ · m / (1 − Uₜ₊₁) + (1 − uₜ) · g / (1 − Uₜ)}; m and v are
 * those of {@link Adam}.
 *
 * @param learningRate learning rate
 * @param beta1 share of the old mean of gradients
 * @param beta2 share of the old mean of squares
 * @param epsilon added to the root
 * @param clipping what is done to gradients before
 */
public record Nadam(
    Schedule learningRate, double beta1, double beta2, double epsilon, Clipping clipping)
    implements Optimizer {
  private static final double DECAY = 0.96;

  /** Products of {@code 1 − ½ · 0.96ⁱ} over i from 1; beyond the last one nothing changes. */
  private static final double[] PRODUCTS = products();

  private static double[] products() {
    double[] products = new double[1024];
    products[0] = 1;
    for (int i = 1; i < products.length; i++) {
      products[i] = products[i - 1] * (1 - 0.5 * Math.pow(DECAY, i));
    }
    return products;
  }

  /** With Keras' settings. */
  public Nadam(double rate) {
    this(Schedule.constant(rate), 0.9, 0.999, 1e-7, Clipping.NONE);
  }

  @Override
  public String className() {
    return "Nadam";
  }

  @Override
  public int slots() {
    return 2;
  }

  private double momentum(long step) {
    return beta1 * (1 - 0.5 * Math.pow(DECAY, step));
  }

  private double product(long step) {
    return Math.pow(beta1, step) * PRODUCTS[(int) Math.min(step, PRODUCTS.length - 1)];
  }

  @Override
  public void update(float rate, long step, float[] x, float[] gradient, float[][] slots, int n) {
    float[] m = slots[0];
    float[] v = slots[1];
    float ofMean = (float) (momentum(step + 1) / (1 - product(step + 1)));
    float ofGradient = (float) ((1 - momentum(step)) / (1 - product(step)));
    float ofSquare = (float) (1 / (1 - Math.pow(beta2, step)));
    float fresh1 = (float) (1 - beta1);
    float fresh2 = (float) (1 - beta2);
    float small = (float) epsilon;
    for (int i = 0; i < n; i++) {
      float g = gradient[i];
      float mean = m[i] + (g - m[i]) * fresh1;
      float square = v[i] + (g * g - v[i]) * fresh2;
      m[i] = mean;
      v[i] = square;
      float movement = ofMean * mean + ofGradient * g;
      x[i] -= rate * movement / ((float) Math.sqrt(square * ofSquare) + small);
    }
  }

  @Override
  public void write(ObjectNode config) {
    config.put("beta_1", beta1);
    config.put("beta_2", beta2);
    config.put("epsilon", epsilon);
  }
}
