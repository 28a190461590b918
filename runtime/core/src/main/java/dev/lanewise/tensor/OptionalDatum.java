package dev.lanewise.tensor;

import org.jspecify.annotations.Nullable;

/**
 * A value that may be absent.
 *
 * @param element type of the value
 * @param value the value, or null
 */
public record OptionalDatum(Type element, @Nullable Datum value) implements Datum {
  @Override
  public OptionalType type() {
    return new OptionalType(element);
  }
}
