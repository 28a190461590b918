package dev.lanewise.graph;

import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The meaning of an operator: an immutable record of its attributes with a shape rule, a reference
 * evaluation and, where speed matters, a lowering to kernels.
 */
public interface Op {
  /** Name of the operator as the ONNX standard has it. */
  default String name() {
    return getClass().getSimpleName();
  }

  /**
   * Types of the outputs from the types (and constant values) of the inputs. Dimensions that depend
   * on data stay unknown.
   *
   * @return one type per output the operator can have, at least {@code in.outputs()}
   * @throws dev.lanewise.error.ModelFormatException through {@link Inference#fail} if the inputs
   *     break a rule of the operator
   */
  List<Type> infer(Inference in);

  /**
   * Computes the outputs in the plainest way, for all types and shapes the operator admits.
   *
   * @return one value per output the operator can have, at least {@code in.outputs()}; a value that
   *     was not asked for may be missing at the end
   */
  List<Datum> evaluate(Evaluation in);

  /**
   * The layouts this operator reads and writes, given those its inputs come in. The default is
   * plain everywhere.
   */
  default LayoutChoice layouts(LayoutQuery q) {
    return LayoutChoice.PLAIN;
  }

  /**
   * Where in the first output each input lies, unchanged and in one piece: what computes an input
   * may then write it there at once, see {@link Lowering#isInPlace}.
   *
   * @return for each input its offset from the output's beginning in array elements, or −1; empty
   *     if there is no such input, which is the default
   */
  default int[] pieces(LaidOutNode n) {
    return new int[0];
  }

  /**
   * Emits the steps that compute the outputs when all shapes are known. The default runs the
   * reference evaluation.
   */
  default void lower(Lowering l) {
    l.reference();
  }

  /**
   * The first output, if it follows from the types of the inputs alone (as a shape does), else
   * null.
   */
  default @Nullable Tensor knownOutput(Inference in) {
    return null;
  }

  /** Whether equal inputs give equal outputs, so that a node of constants can be folded. */
  default boolean isPure() {
    return true;
  }
}
