package dev.lanewise.tensor;

/** Type of a value that may be absent. */
public record OptionalType(Type element) implements Type {
  @Override
  public String toString() {
    return "optional(" + element + ")";
  }
}
