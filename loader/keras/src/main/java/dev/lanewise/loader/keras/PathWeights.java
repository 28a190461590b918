package dev.lanewise.loader.keras;

import dev.lanewise.error.ModelFormatException;
import dev.lanewise.layers.Variable;
import dev.lanewise.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Weights of Keras 3, which are found by the path of their layer: {@code layers/dense/vars/0}.
 * Where a path does not exist, the layer's name is looked for among the names of the groups.
 */
final class PathWeights {
  private static final String VARS = "/vars/";

  private final String file;
  private final Map<String, WeightData> datasets;
  private final Map<String, String> groups = new HashMap<>();

  PathWeights(HdfTree tree) {
    this.file = tree.file();
    this.datasets = tree.datasets();
    tree.names().forEach((path, name) -> groups.putIfAbsent(name, path));
  }

  /** The value of each variable, by its label. */
  Map<String, Tensor> match(List<Variable> variables) {
    Map<String, Tensor> weights = new HashMap<>();
    for (Variable v : variables) {
      WeightData data = find(v);
      if (data == null) {
        throw new ModelFormatException(
            file
                + ": there is no weight '"
                + v.name()
                + "' of layer '"
                + String.join("/", v.path())
                + "', which should be "
                + v.shape()
                + " at "
                + v.store()
                + "; the file has "
                + some());
      }
      weights.put(v.label(), LayerWeights.checked(v, data).read());
    }
    return weights;
  }

  private @Nullable WeightData find(Variable v) {
    WeightData exact = datasets.get(v.store());
    if (exact != null) {
      return exact;
    }
    for (String older :
        List.of(
            v.store().replace("layers/", "_layer_checkpoint_dependencies/"),
            v.store().replaceAll("/(query|key|value|output)_dense/", "/_$1_dense/"))) {
      if (datasets.containsKey(older)) {
        return datasets.get(older);
      }
    }
    String group = groups.get(v.path().get(0));
    String[] parts = v.store().split("/", 3);
    return group == null || parts.length < 3 ? null : datasets.get(group + "/" + parts[2]);
  }

  private String some() {
    List<String> paths = datasets.keySet().stream().filter(p -> p.contains(VARS)).limit(6).toList();
    return paths.isEmpty()
        ? "no weights of Keras"
        : paths + (datasets.size() > 6 ? " and more" : "");
  }
}
