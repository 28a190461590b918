package dev.lanewise.testkit.property;

import dev.lanewise.graph.Op;

/**
 * How random cases of an operator are made.
 *
 * @param operator the operator's record
 * @param trial draws one case
 */
public record OpProperty(Class<? extends Op> operator, Trial trial) {
  /** Draws one case that the standard admits. */
  public interface Trial {
    /** Adds the arguments, and gives the operator with its attributes. */
    Op draw(Draw d);
  }
}
