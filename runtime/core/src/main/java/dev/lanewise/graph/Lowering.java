package dev.lanewise.graph;

import dev.lanewise.kernel.Accuracy;
import dev.lanewise.kernel.KernelSet;
import dev.lanewise.kernel.Packing;
import dev.lanewise.kernel.PreparedKernel;
import dev.lanewise.tensor.Storage;
import dev.lanewise.tensor.Tensor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an operator has at hand to turn one node into steps. All tensor shapes are known. Places
 * ({@link Ref}) are asked for while lowering and filled in before the first run.
 *
 * <p>Inputs must be treated as read-only. An output's memory is distinct from every input's unless
 * the operator asks for {@link #alias} or {@link #reuse}.
 */
public interface Lowering extends LaidOutNode {
  /** Kernels to use. */
  KernelSet kernels();

  /** Accuracy to keep. */
  Accuracy accuracy();

  /** Threads that may take part. */
  int threads();

  /** Whether anybody reads output o. */
  boolean isUsed(int o);

  /** Place of input i. */
  Ref input(int i);

  /**
   * Whether input i already is where {@link Op#pieces} says that it belongs, so that nothing is
   * left to be done for it.
   */
  boolean isInPlace(int i);

  /** Place of output o. */
  Ref output(int o);

  /** Place of a constant that the operator computed while lowering. */
  Ref constant(Tensor tensor);

  /**
   * Place of a packed form of input i, which is FLOAT and plain. A constant is packed now, and
   * shared by every plan that wants the same packing of it; anything else is packed in each run.
   */
  Ref packed(int i, Packing packing);

  /** Memory that is the node's own while it runs; unspecified content. */
  Ref scratch(Storage storage, int length);

  /** An object each frame has of its own: made once per frame, found by {@link Frame#state}. */
  int state(Supplier<Object> perFrame);

  /**
   * States that the next step that is added does so many multiply-adds, in direct form, for those
   * who measure; counts add up.
   */
  void multiplyAdds(long count);

  /** Adds a step; the description is for people who print the plan. */
  void emit(String description, Step step);

  /**
   * Adds a step that is cut into ranges for the threads.
   *
   * @param total length of the whole range
   * @param grain smallest range worth a thread of its own (about 20 µs of work)
   */
  void emitRange(String description, int total, int grain, Step.Range body);

  /** Adds a step that runs a prepared kernel on places; scratch is provided. */
  void emitKernel(
      PreparedKernel kernel,
      Ref x,
      Ref w,
      @Nullable Ref bias,
      @Nullable Ref residual,
      @Nullable Ref slope,
      Ref y);

  /**
   * Makes output o the same memory as input i, from its first element: for operators that only
   * change the shape. Always works: if the memory cannot be shared a copying step is added.
   */
  void alias(int o, int i);

  /**
   * Lets output o take over the memory of input i if nobody reads that input later: for operators
   * that may work in place. Call before asking for the output's place.
   */
  void reuse(int o, int i);

  /** Adds a step that runs the reference evaluation. */
  void reference();
}
