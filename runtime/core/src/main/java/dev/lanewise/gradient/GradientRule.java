package dev.lanewise.gradient;

/** How derivatives pass backwards through an operator. */
public interface GradientRule {
  /**
   * Adds nodes that compute the derivatives with respect to the inputs of a node, and hands each to
   * {@link Backward#give}.
   */
  void write(Backward b);
}
