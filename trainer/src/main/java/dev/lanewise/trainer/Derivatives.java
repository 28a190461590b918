package dev.lanewise.trainer;

import dev.lanewise.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The mean loss of a batch and its derivatives.
 *
 * @param loss the loss
 * @param gradients derivatives with respect to the variables that are trained, by name
 */
public record Derivatives(double loss, Map<String, Tensor> gradients) {
  /** Copies the map. */
  public Derivatives {
    gradients = Collections.unmodifiableMap(new LinkedHashMap<>(gradients));
  }
}
