package dev.lanewise.tensor;

import java.util.List;

/**
 * A sequence of values.
 *
 * @param element type of the elements; shapes may differ between elements
 * @param values the elements
 */
public record SequenceDatum(Type element, List<Datum> values) implements Datum {
  /** Copies the list. */
  public SequenceDatum {
    values = List.copyOf(values);
  }

  @Override
  public SequenceType type() {
    return new SequenceType(element);
  }
}
