package dev.lanewise.loader.format;

/** How weights of type FLOAT are stored. */
public enum WeightType {
  /** As they are. */
  FLOAT32,
  /** As FLOAT16, widened when they are read; weights that would overflow stay as they are. */
  FLOAT16,
  /** As BFLOAT16, widened when they are read. */
  BFLOAT16,
  /**
   * Weights of convolutions and matrix products as INT8 with one scale per output channel, and a
   * DequantizeLinear in the graph; others as they are.
   */
  INT8
}
