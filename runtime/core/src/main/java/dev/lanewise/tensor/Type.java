package dev.lanewise.tensor;

/** Type of a value in a graph. */
public sealed interface Type permits TensorType, SequenceType, OptionalType, MapType {}
