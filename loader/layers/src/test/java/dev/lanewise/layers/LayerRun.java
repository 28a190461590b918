package dev.lanewise.layers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.Model;
import dev.lanewise.Session;
import dev.lanewise.graph.Graph;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Runs one layer as a model with random weights. */
final class LayerRun {
  private static final double TOLERANCE = 2e-4;

  final Map<String, Grid> weights = new HashMap<>();
  final List<Grid> outputs = new ArrayList<>();

  private LayerRun() {}

  static LayerRun of(Layer layer, Grid... inputs) {
    return of(layer, Map.of(), 1, inputs);
  }

  /**
   * @param named arguments given by name
   * @param count number of outputs
   */
  static LayerRun of(Layer layer, Map<String, ?> named, int count, Grid... inputs) {
    List<Output> symbols = new ArrayList<>();
    for (int i = 0; i < inputs.length; i++) {
      int[] sample = Arrays.copyOfRange(inputs[i].dims(), 1, inputs[i].dims().length);
      symbols.add(InputLayer.input("x" + i, sample));
    }
    Connection call = layer.named("tested").connect(symbols, named);
    List<Output> ends = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ends.add(call.output(i));
    }
    Functional model = Functional.of("model", symbols, ends);
    LayerRun run = new LayerRun();
    run.run(model, inputs);
    assertThat(ModelConfig.parse(ModelConfig.of(model).write()).network()).isEqualTo(model);
    return run;
  }

  private void run(Network model, Grid... inputs) {
    Graph graph =
        model.toGraph(
            VariableSource.constants(
                v -> {
                  Random random = new Random(v.label().hashCode());
                  boolean positive = v.name().contains("variance");
                  Grid grid =
                      Grid.of(
                          v.shape().dims(),
                          i ->
                              (float)
                                  (positive
                                      ? 0.5 + random.nextDouble()
                                      : random.nextDouble() - 0.5));
                  weights.put(v.label().replaceFirst("tested/", ""), grid);
                  return grid.tensor();
                }));
    Datum[] given = Arrays.stream(inputs).map(Grid::tensor).toArray(Datum[]::new);
    Datum[] results = new Datum[graph.outputs().size()];
    try (Session session = Model.of(graph).newSession()) {
      session.run(given, results);
    }
    for (Datum result : results) {
      outputs.add(Grid.of((Tensor) result));
    }
  }

  Grid weight(String name) {
    Grid grid = weights.get(name);
    if (grid == null) {
      throw new AssertionError("no weight " + name + " in " + weights.keySet());
    }
    return grid;
  }

  void gives(Grid expected) {
    check(outputs.get(0), expected);
  }

  void gives(int output, Grid expected) {
    check(outputs.get(output), expected);
  }

  static void check(Grid got, Grid expected) {
    assertThat(got.dims()).isEqualTo(expected.dims());
    for (int i = 0; i < expected.values().length; i++) {
      double want = expected.values()[i];
      if (!(Math.abs(got.values()[i] - want) <= TOLERANCE * (1 + Math.abs(want)))) {
        throw new AssertionError("element " + i + " is " + got.values()[i] + " instead of " + want);
      }
    }
  }
}
