package dev.lanewise.trainer;

/**
 * A fully connected layer.
 *
 * @param units outputs
 * @param activation what follows the sum
 */
public record DenseSpec(int units, Activation activation) {}
