package dev.lanewise.tensor;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Type of a tensor value.
 *
 * @param dtype element type
 * @param shape shape, null if not even the rank is known
 */
public record TensorType(DType dtype, @Nullable Shape shape) implements Type {
  // What a record generates is linked at its first call, which takes a cold JVM tens of
  // milliseconds.
  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof TensorType t && dtype == t.dtype && Objects.equals(shape, t.shape);
  }

  @Override
  public int hashCode() {
    return dtype.hashCode() * 31 + Objects.hashCode(shape);
  }

  /** Whether rank and all dimensions are known. */
  public boolean isKnown() {
    return shape != null && shape.isKnown();
  }

  @Override
  public String toString() {
    return dtype.name().toLowerCase(java.util.Locale.ROOT) + (shape == null ? "[...]" : shape);
  }
}
