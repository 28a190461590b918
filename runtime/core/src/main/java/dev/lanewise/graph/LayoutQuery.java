package dev.lanewise.graph;

import dev.lanewise.kernel.Accuracy;
import dev.lanewise.kernel.KernelSet;
import dev.lanewise.kernel.Layout;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** What an operator may look at to choose layouts; all tensor shapes are known. */
public interface LayoutQuery {
  /** Kernels the plan is made for. */
  KernelSet kernels();

  /** Accuracy the plan is made for. */
  Accuracy accuracy();

  /** Threads the plan is made for. */
  int threads();

  /** Number of inputs, missing ones counted. */
  int inputs();

  /** Whether input i is given. */
  boolean has(int i);

  /** Element type of input i. */
  DType dtype(int i);

  /** Logical shape of input i. */
  Shape shape(int i);

  /** The layout input i comes in; constants are plain. */
  Layout layout(int i);

  /** The tensor of a constant input, else null. */
  @Nullable Tensor constant(int i);

  /** Whether anybody reads output o. */
  boolean isUsed(int o);

  /** Logical shape of output o. */
  Shape outputShape(int o);
}
