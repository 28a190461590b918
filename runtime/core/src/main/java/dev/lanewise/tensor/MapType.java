package dev.lanewise.tensor;

/** Type of a map from integers or strings to values. */
public record MapType(DType key, Type value) implements Type {
  @Override
  public String toString() {
    return "map(" + key + ", " + value + ")";
  }
}
