package dev.lanewise.layers;

import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import java.util.List;

/**
 * A variable of a layer, as a model declares it while it is built.
 *
 * @param path names of the layers from the model inwards, then of parts such as a cell
 * @param name name within its owner, as {@code kernel}
 * @param store where a Keras 3 weight file has it, as {@code layers/dense/vars/0}
 * @param shape its shape
 * @param dtype its element type
 * @param initializer its first value
 * @param trainable whether training changes it by gradients
 */
public record Variable(
    List<String> path,
    String name,
    String store,
    Shape shape,
    DType dtype,
    Initializer initializer,
    boolean trainable) {
  /** Copies the list. */
  public Variable {
    path = List.copyOf(path);
  }

  /** Path and name, as {@code encoder/dense/kernel}. */
  public String label() {
    return String.join("/", path) + "/" + name;
  }
}
