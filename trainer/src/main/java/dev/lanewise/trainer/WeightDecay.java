package dev.lanewise.trainer;

import tools.jackson.databind.node.ObjectNode;

/**
 * Variables that shrink before each update, {@code x ← x − rate · decay · x}, apart from the
 * gradient (Loshchilov and Hutter, 2017). Around {@link Adam} that is AdamW.
 *
 * @param optimizer what follows the gradients
 * @param decay how fast variables shrink
 */
public record WeightDecay(Optimizer optimizer, double decay) implements Optimizer {
  /** Checks that the decay is not negative. */
  public WeightDecay {
    if (!(decay >= 0)) {
      throw new IllegalArgumentException("decay must not be negative, but is " + decay);
    }
  }

  /** AdamW with Keras' settings. */
  public static WeightDecay adamW(double rate) {
    return new WeightDecay(new Adam(rate), 0.004);
  }

  @Override
  public String className() {
    return optimizer instanceof Adam ? "AdamW" : optimizer.className();
  }

  @Override
  public Schedule learningRate() {
    return optimizer.learningRate();
  }

  @Override
  public int slots() {
    return optimizer.slots();
  }

  @Override
  public Clipping clipping() {
    return optimizer.clipping();
  }

  @Override
  public void update(float rate, long step, float[] x, float[] gradient, float[][] slots, int n) {
    float share = (float) (rate * decay);
    for (int i = 0; i < n; i++) {
      x[i] -= share * x[i];
    }
    optimizer.update(rate, step, x, gradient, slots, n);
  }

  @Override
  public void write(ObjectNode config) {
    optimizer.write(config);
    config.put("weight_decay", decay);
  }
}
