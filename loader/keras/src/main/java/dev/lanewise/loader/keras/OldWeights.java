package dev.lanewise.loader.keras;

import dev.lanewise.error.ModelFormatException;
import dev.lanewise.layers.Variable;
import dev.lanewise.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** Matches the weights of one layer, with the changes of layout that Keras made over time. */
final class OldWeights {
  private OldWeights() {}

  /**
   * Adds the values of a layer's variables.
   *
   * @param file name of the file
   * @param layer name of the layer
   * @param variables its variables, in the order of the file
   * @param data the weights of its group
   * @param weights where the values go, by label
   */
  static void match(
      String file,
      String layer,
      List<Variable> variables,
      List<WeightData> data,
      Map<String, Tensor> weights) {
    if (data.size() != variables.size()) {
      throw new ModelFormatException(
          file
              + ": layer '"
              + layer
              + "' needs "
              + variables.size()
              + " weights "
              + variables.stream().map(v -> v.name() + v.shape()).toList()
              + ", the file has "
              + data.size()
              + ": "
              + data.stream().map(d -> d.path() + HdfTree.shape(d.dims())).toList());
    }
    for (int i = 0; i < data.size(); i++) {
      Variable v = variables.get(i);
      weights.put(v.label(), LayerWeights.checked(v, data.get(i)).read());
    }
  }
}
