package dev.lanewise.graph;

import dev.lanewise.kernel.Layout;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** A node whose shapes are all known and whose layouts are chosen. */
public interface LaidOutNode {
  /** The node. */
  Node node();

  /** Number of inputs, missing ones in between counted. */
  int inputs();

  /** Whether input i is given. */
  boolean has(int i);

  /** Element type of input i. */
  DType dtype(int i);

  /** Logical shape of input i. */
  Shape shape(int i);

  /** Layout of input i as chosen by {@link Op#layouts}; constants are plain. */
  Layout layout(int i);

  /** The tensor of a constant input, else null. */
  @Nullable Tensor constant(int i);

  /** Element type of output o. */
  DType outputType(int o);

  /** Logical shape of output o. */
  Shape outputShape(int o);

  /** Layout of output o as chosen by {@link Op#layouts}. */
  Layout outputLayout(int o);
}
