package dev.lanewise.tensor;

import org.jspecify.annotations.Nullable;

/**
 * Type of a tensor value.
 *
 * @param dtype element type
 * @param shape shape, null if not even the rank is known
 */
public record TensorType(DType dtype, @Nullable Shape shape) implements Type {
  /** Whether rank and all dimensions are known. */
  public boolean isKnown() {
    return shape != null && shape.isKnown();
  }

  @Override
  public String toString() {
    return dtype.name().toLowerCase(java.util.Locale.ROOT) + (shape == null ? "[...]" : shape);
  }
}
