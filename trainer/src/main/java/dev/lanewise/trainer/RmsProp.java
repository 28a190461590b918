package dev.lanewise.trainer;

import tools.jackson.databind.node.ObjectNode;

/**
 * Gradients over their running root mean square (Tieleman and Hinton, 2012), as Keras has it:
 * {@code v ← rho · v + (1 − rho) · g²}, {@code x ← x − rate · g / √(v + epsilon)}. Centred, the
 * square of the running mean of g is taken off v under the root; with momentum the movement goes
 * into {@code m ← momentum · m + movement}, {@code x ← x − m}.
 *
 * @param learningRate learning rate
 * @param rho share of the old mean of squares
 * @param momentum share of the last movement that is kept, 0 for none
 * @param epsilon keeps the root away from 0
 * @param centered whether gradients are taken relative to their mean
 * @param clipping what is done to gradients before
 */
public record RmsProp(
    Schedule learningRate,
    double rho,
    double momentum,
    double epsilon,
    boolean centered,
    Clipping clipping)
    implements Optimizer {
  /** With Keras' settings. */
  public RmsProp(double rate) {
    this(Schedule.constant(rate), 0.9, 0, 1e-7, false, Clipping.NONE);
  }

  @Override
  public String className() {
    return "RMSprop";
  }

  @Override
  public int slots() {
    return 1 + (momentum > 0 ? 1 : 0) + (centered ? 1 : 0);
  }

  @Override
  public void update(float rate, long step, float[] x, float[] gradient, float[][] slots, int n) {
    float[] v = slots[0];
    float kept = (float) rho;
    float fresh = (float) (1 - rho);
    for (int i = 0; i < n; i++) {
      v[i] = kept * v[i] + fresh * gradient[i] * gradient[i];
    }
    float small = (float) epsilon;
    float[] movement = gradient;
    if (centered) {
      float[] mean = slots[slots.length - 1];
      for (int i = 0; i < n; i++) {
        mean[i] = kept * mean[i] + fresh * gradient[i];
        float variance = Math.max(v[i] - mean[i] * mean[i], 0);
        movement[i] = rate * gradient[i] / (float) Math.sqrt(variance + small);
      }
    } else {
      for (int i = 0; i < n; i++) {
        movement[i] = rate * gradient[i] / (float) Math.sqrt(v[i] + small);
      }
    }
    if (momentum > 0) {
      float share = (float) momentum;
      float[] m = slots[1];
      for (int i = 0; i < n; i++) {
        m[i] = share * m[i] + movement[i];
        x[i] -= m[i];
      }
    } else {
      for (int i = 0; i < n; i++) {
        x[i] -= movement[i];
      }
    }
  }

  @Override
  public void write(ObjectNode config) {
    config.put("rho", rho);
    config.put("momentum", momentum);
    config.put("epsilon", epsilon);
    config.put("centered", centered);
  }
}
