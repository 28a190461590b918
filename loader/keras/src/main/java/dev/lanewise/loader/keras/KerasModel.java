package dev.lanewise.loader.keras;

import dev.lanewise.graph.Graph;
import dev.lanewise.layers.ModelConfig;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.VariableSource;
import dev.lanewise.tensor.Tensor;
import java.util.Map;

/**
 * A model with its weights.
 *
 * @param config architecture, and what stands beside it in the file
 * @param weights the value of each variable, by its label; empty for a configuration alone
 */
public record KerasModel(ModelConfig config, Map<String, Tensor> weights) {
  /** Seed of the weights of a configuration alone. */
  public static final long DEFAULT_SEED = 1;

  /** Copies the map. */
  public KerasModel {
    weights = Map.copyOf(weights);
  }

  /** The layers. */
  public Network network() {
    return config.network();
  }

  /** The weights as constants; where there are none, fresh ones from a seed. */
  public VariableSource variables(long seed) {
    return VariableSource.constants(
        v -> {
          Tensor known = weights.get(v.label());
          return known != null ? known : v.initializer().tensor(v, seed);
        });
  }

  /** The model as a graph with constant weights. */
  public Graph toGraph() {
    return network().toGraph(variables(DEFAULT_SEED));
  }
}
