package dev.lanewise.layers;

/**
 * An output of a layer that has been called: a symbolic value, from which models are built.
 *
 * @param connection the call
 * @param index which of its outputs
 */
public record Output(Connection connection, int index) {}
