package dev.lanewise.trainer;

import dev.lanewise.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A variable of a model with what an optimiser remembers of it. Everything is there twice: a step
 * reads the one and writes the other, and only when it has ended they change places, so that a step
 * that is interrupted leaves nothing behind.
 */
final class Weight {
  private final String name;
  private final boolean trainable;
  private Tensor[] current;
  private @Nullable Tensor @Nullable [] next;
  private boolean updated;

  Weight(String name, boolean trainable, Tensor value) {
    this.name = name;
    this.trainable = trainable;
    this.current = new Tensor[] {value};
  }

  String name() {
    return name;
  }

  /** Whether gradients change it. */
  boolean isTrainable() {
    return trainable;
  }

  /** Whether it changes in training, by gradients or otherwise. */
  boolean changes() {
    return trainable || updated;
  }

  /** Notes that something other than gradients changes it. */
  void markUpdated() {
    updated = true;
  }

  /** The value, or state {@code slot} − 1 of the optimiser. */
  Tensor current(int slot) {
    return current[slot];
  }

  /** Number of tensors, the value included. */
  int tensors() {
    return current.length;
  }

  /** Where the next step writes. */
  Tensor next(int slot) {
    if (next == null || next.length != current.length) {
      next = new @Nullable Tensor[current.length];
    }
    Tensor t = next[slot];
    if (t == null) {
      t = Tensor.zeros(current[slot].dtype(), current[slot].shape());
      next[slot] = t;
    }
    return t;
  }

  /** Forgets what an optimiser remembered and makes room for so many tensors of state. */
  void reset(int slots) {
    Tensor[] fresh = new Tensor[1 + slots];
    fresh[0] = current[0];
    for (int s = 1; s < fresh.length; s++) {
      fresh[s] = Tensor.zeros(fresh[0].dtype(), fresh[0].shape());
    }
    current = fresh;
    next = null;
  }

  /** Makes what the step wrote the current values. */
  void flip() {
    for (int s = 0; s < current.length; s++) {
      Tensor written = next(s);
      java.util.Objects.requireNonNull(next)[s] = current[s];
      current[s] = written;
    }
  }

  /** Refuses a derivative by which the variable cannot be moved. */
  void requireMovable(Tensor gradient) {
    if (!trainable) {
      throw new IllegalArgumentException("'" + name + "' is not trained");
    }
    if (!gradient.type().equals(current[0].type())) {
      throw new IllegalArgumentException(
          "'" + name + "' is " + current[0] + ", but its derivative is " + gradient);
    }
  }

  /** Does one update by a derivative. */
  void move(Optimizer optimizer, float rate, long updates, Tensor gradient) {
    requireMovable(gradient);
    Tensor x = current[0];
    float[][] slots = new float[current.length - 1][];
    for (int s = 0; s < current.length; s++) {
      float[] to = next(s).floats();
      System.arraycopy(current[s].floats(), 0, to, 0, to.length);
      if (s > 0) {
        slots[s - 1] = to;
      }
    }
    optimizer.update(rate, updates + 1, next(0).floats(), gradient.floats(), slots, x.size());
    flip();
  }

  /** Copies elements into the value or a state. */
  void set(int slot, Tensor value) {
    Tensor to = current[slot];
    if (!value.type().equals(to.type())) {
      throw new IllegalArgumentException(
          "'" + name + "' is " + to + ", but the new value is " + value);
    }
    current[slot] = value.copy();
    next = null;
  }
}
