package dev.lanewise.op;

import dev.lanewise.graph.Op;
import dev.lanewise.kernel.Epilogue;

/**
 * An operator that can add a bias, a residual and an activation to its sum before it is stored.
 *
 * <p>Inputs: two operands, the bias (which may be missing), then the residual and the PRelu slope
 * if the epilogue has them.
 */
public interface HasEpilogue extends Op {
  /** Number of inputs before the residual; the bias is the last of them. */
  int STANDARD_INPUTS = 3;

  /** What is applied to the sum. */
  Epilogue epilogue();

  /** The same operator with another epilogue. */
  HasEpilogue withEpilogue(Epilogue other);

  /** Axis of the output that has one bias and one slope per index; negative counts from the end. */
  int channelAxis();
}
