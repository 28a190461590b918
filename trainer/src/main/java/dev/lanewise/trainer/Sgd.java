package dev.lanewise.trainer;

import tools.jackson.databind.node.ObjectNode;

/**
 * Gradient descent, plain or with momentum: {@code v ← momentum · v − rate · g}, {@code x ← x + v},
 * or {@code x ← x + momentum · v − rate · g} with Nesterov's.
 *
 * @param learningRate learning rate
 * @param momentum share of the last movement that is kept, 0 for none
 * @param nesterov whether the movement looks one step ahead
 * @param clipping what is done to gradients before
 */
public record Sgd(Schedule learningRate, double momentum, boolean nesterov, Clipping clipping)
    implements Optimizer {
  /** Checks the momentum. */
  public Sgd {
    if (!(momentum >= 0 && momentum <= 1)) {
      throw new IllegalArgumentException("momentum must be in [0, 1], but is " + momentum);
    }
  }

  /** Plain gradient descent. */
  public Sgd(double rate) {
    this(rate, 0);
  }

  /** With momentum. */
  public Sgd(double rate, double momentum) {
    this(Schedule.constant(rate), momentum, false, Clipping.NONE);
  }

  @Override
  public String className() {
    return "SGD";
  }

  @Override
  public int slots() {
    return momentum == 0 ? 0 : 1;
  }

  @Override
  public void update(float rate, long step, float[] x, float[] gradient, float[][] slots, int n) {
    if (momentum == 0) {
      for (int i = 0; i < n; i++) {
        x[i] -= rate * gradient[i];
      }
    } else {
      move(rate, (float) momentum, x, gradient, slots[0], n);
    }
  }

  private void move(float rate, float share, float[] x, float[] gradient, float[] v, int n) {
    if (nesterov) {
      for (int i = 0; i < n; i++) {
        float movement = share * v[i] - rate * gradient[i];
        v[i] = movement;
        x[i] += share * movement - rate * gradient[i];
      }
    } else {
      for (int i = 0; i < n; i++) {
        float movement = share * v[i] - rate * gradient[i];
        v[i] = movement;
        x[i] += movement;
      }
    }
  }

  @Override
  public void write(ObjectNode config) {
    config.put("momentum", momentum);
    config.put("nesterov", nesterov);
  }
}
