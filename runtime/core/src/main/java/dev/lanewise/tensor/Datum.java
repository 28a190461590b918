package dev.lanewise.tensor;

/** A value that a graph computes with: usually a {@link Tensor}. */
public sealed interface Datum permits Tensor, SequenceDatum, OptionalDatum, MapDatum {
  /** Its type; shapes of tensors are known. */
  Type type();
}
