package dev.lanewise.testkit.property;

import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * An argument of an operator.
 *
 * @param value the value, null for one that is not given; for {@link Kind#CONVOLVED} what is
 *     convolved
 * @param kind how it gets there
 * @param weight of the convolution, if there is one
 */
record Argument(@Nullable Datum value, Kind kind, @Nullable Tensor weight) {
  enum Kind {
    /** Input of the graph. */
    INPUT,
    /** Constant of the graph. */
    CONSTANT,
    /** Comes out of a 1×1 convolution, hence in the layout a back end prefers. */
    CONVOLVED
  }
}
