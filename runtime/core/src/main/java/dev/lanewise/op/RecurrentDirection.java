package dev.lanewise.op;

/** In which order a recurrent operator goes through the time steps. */
public enum RecurrentDirection {
  /** From the first to the last. */
  FORWARD,
  /** From the last to the first. */
  REVERSE,
  /** Both, with weights of their own. */
  BIDIRECTIONAL;

  /** Number of directions: the first dimension of the weights. */
  public int count() {
    return this == BIDIRECTIONAL ? 2 : 1;
  }

  /** Whether pass d goes from the last time step to the first. */
  public boolean isReverse(int d) {
    return this == REVERSE || d == 1;
  }
}
