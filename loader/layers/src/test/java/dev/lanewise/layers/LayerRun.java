package dev.lanewise.layers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.KernelChoice;
import dev.lanewise.Model;
import dev.lanewise.Session;
import dev.lanewise.SessionOptions;
import dev.lanewise.graph.Graph;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Runs one layer as a model with random weights, on the kernels of every back end. */
final class LayerRun {
  /** Class names of the layers whose outputs have been compared with a formula. */
  static final Set<String> CHECKED = ConcurrentHashMap.newKeySet();

  private static final List<KernelChoice> BACK_ENDS =
      List.of(KernelChoice.SCALAR, KernelChoice.VECTOR);
  private static final double TOLERANCE = 2e-4;

  final Map<String, Grid> weights = new HashMap<>();
  private final Map<KernelChoice, List<Grid>> outputs = new EnumMap<>(KernelChoice.class);
  private final Set<String> classNames;

  private LayerRun(String... classNames) {
    this.classNames = new HashSet<>(List.of(classNames));
  }

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
    LayerRun run = new LayerRun(layer.className(), "Functional", "InputLayer");
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
    outputs.putAll(outputs(graph, Arrays.stream(inputs).map(Grid::tensor).toArray(Datum[]::new)));
  }

  /** What a graph gives on each back end. */
  private static Map<KernelChoice, List<Grid>> outputs(Graph graph, Datum... inputs) {
    Map<KernelChoice, List<Grid>> all = new EnumMap<>(KernelChoice.class);
    for (KernelChoice kernels : BACK_ENDS) {
      Datum[] results = new Datum[graph.outputs().size()];
      SessionOptions options = SessionOptions.defaults().withKernels(kernels);
      try (Session session = Model.of(graph).newSession(options)) {
        session.run(inputs, results);
      }
      all.put(kernels, Arrays.stream(results).map(r -> Grid.of((Tensor) r)).toList());
    }
    return all;
  }

  /** Compares the first output of a graph on each back end. */
  static void check(Graph graph, Grid expected, Datum... inputs) {
    outputs(graph, inputs).values().forEach(results -> check(results.get(0), expected));
  }

  Grid weight(String name) {
    Grid grid = weights.get(name);
    if (grid == null) {
      throw new AssertionError("no weight " + name + " in " + weights.keySet());
    }
    return grid;
  }

  void gives(Grid expected) {
    gives(0, expected);
  }

  void gives(int output, Grid expected) {
    outputs.values().forEach(results -> check(results.get(output), expected));
    CHECKED.addAll(classNames);
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
