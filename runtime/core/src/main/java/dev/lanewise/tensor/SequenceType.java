package dev.lanewise.tensor;

/** Type of a sequence of values of one type. */
public record SequenceType(Type element) implements Type {
  @Override
  public String toString() {
    return "seq(" + element + ")";
  }
}
