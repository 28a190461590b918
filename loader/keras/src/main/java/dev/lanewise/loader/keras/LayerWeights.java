package dev.lanewise.loader.keras;

import dev.lanewise.error.ModelFormatException;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Variable;
import dev.lanewise.tensor.Tensor;
import io.jhdf.api.Group;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Weights of Keras 1 and 2: a group per layer with an ordered list of weights. Layers are matched
 * by name or, if the names are others, by order; the weights of a layer by order.
 */
final class LayerWeights {
  private final HdfTree tree;
  private final Map<String, List<WeightData>> groups = new LinkedHashMap<>();
  private final @Nullable String version;
  private final @Nullable String backend;

  LayerWeights(HdfTree tree, Group holder, List<String> layers) {
    this.tree = tree;
    this.version = text(holder, "keras_version");
    this.backend = text(holder, "backend");
    for (String layer : layers) {
      groups.put(layer, weights(holder, layer));
    }
  }

  private @Nullable String text(Group holder, String name) {
    List<String> texts = tree.texts(holder, name);
    return texts == null || texts.size() != 1 ? null : texts.get(0);
  }

  private List<WeightData> weights(Group holder, String layer) {
    Group group = tree.group(holder.getPath() + layer);
    if (group == null) {
      throw new ModelFormatException(
          tree.file() + " lists layer '" + layer + "', but has no group of that name");
    }
    List<String> names = tree.longTexts(group, "weight_names");
    List<WeightData> all = new ArrayList<>();
    for (String name : names == null ? List.<String>of() : names) {
      WeightData data = tree.dataset(group, name);
      if (data == null) {
        throw new ModelFormatException(
            tree.file() + " lists weight '" + name + "' of layer '" + layer + "', but lacks it");
      }
      all.add(data);
    }
    return all;
  }

  /** The value of each variable, by its label. */
  Map<String, Tensor> match(Network network, List<Variable> variables) {
    Map<String, List<Variable>> wanted = new LinkedHashMap<>();
    for (Layer layer : network.layers()) {
      List<Variable> own =
          variables.stream().filter(v -> v.path().get(0).equals(layer.name())).toList();
      if (!own.isEmpty()) {
        wanted.put(layer.name(), layer instanceof Network ? trainableFirst(own) : own);
      }
    }
    List<String> given =
        groups.keySet().stream().filter(name -> !weightsOf(name).isEmpty()).toList();
    boolean byName = given.containsAll(wanted.keySet());
    if (!byName && given.size() != wanted.size()) {
      throw new ModelFormatException(
          tree.file()
              + " has weights of the "
              + given.size()
              + " layers "
              + given
              + ", the model has "
              + wanted.size()
              + " layers with weights: "
              + wanted.keySet());
    }
    OldKernels kernels = new OldKernels(network, version, backend);
    OldWeights old = new OldWeights(tree.file(), kernels);
    Map<String, Tensor> weights = new HashMap<>();
    int next = 0;
    for (Map.Entry<String, List<Variable>> entry : wanted.entrySet()) {
      String group = byName ? entry.getKey() : given.get(next);
      next++;
      old.match(entry.getKey(), entry.getValue(), weightsOf(group), weights);
    }
    return weights;
  }

  private List<WeightData> weightsOf(String group) {
    return groups.getOrDefault(group, List.of());
  }

  private static List<Variable> trainableFirst(List<Variable> variables) {
    List<Variable> sorted =
        new ArrayList<>(variables.stream().filter(Variable::trainable).toList());
    variables.stream().filter(v -> !v.trainable()).forEach(sorted::add);
    return sorted;
  }

  /** The data, if it has the shape of the variable. */
  static WeightData checked(Variable v, WeightData data) {
    if (!data.has(v.shape())) {
      throw mismatch(v, data);
    }
    return data;
  }

  static ModelFormatException mismatch(Variable v, @Nullable WeightData data) {
    return new ModelFormatException(
        "layer '"
            + String.join("/", v.path())
            + "', variable '"
            + v.name()
            + "': expected shape "
            + v.shape()
            + ", found "
            + (data == null ? "nothing" : HdfTree.shape(data.dims()) + " (" + data.place() + ")"));
  }
}
