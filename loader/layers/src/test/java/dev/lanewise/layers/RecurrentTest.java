package dev.lanewise.layers;

import static dev.lanewise.layers.Recurrence.BATCH;
import static dev.lanewise.layers.Recurrence.IN;
import static dev.lanewise.layers.Recurrence.TIME;
import static dev.lanewise.layers.Recurrence.UNITS;
import static dev.lanewise.layers.Recurrence.X;
import static dev.lanewise.layers.Recurrence.cell;
import static dev.lanewise.layers.Recurrence.everything;
import static dev.lanewise.layers.Recurrence.lastOf;
import static dev.lanewise.layers.Recurrence.recurrent;
import static dev.lanewise.layers.Recurrence.states;
import static dev.lanewise.layers.Recurrence.unroll;
import static dev.lanewise.layers.Recurrence.zeros;

import dev.lanewise.Model;
import dev.lanewise.Session;
import dev.lanewise.graph.Graph;
import dev.lanewise.layers.Recurrence.Cell;
import dev.lanewise.layers.Recurrence.Unrolled;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Recurrent layers, by the formulas of their cells. */
class RecurrentTest {
  @ParameterizedTest
  @CsvSource({
    "LSTM,false",
    "LSTM,true",
    "GRU,false",
    "GRU,true",
    "SimpleRNN,false",
    "SimpleRNN,true",
    "CuDNNLSTM,false",
    "CuDNNGRU,true"
  })
  void passes(String className, boolean backwards) {
    Layer layer = recurrent(className).with("go_backwards", backwards);
    LayerRun one = LayerRun.of(layer, X);
    Unrolled want =
        unroll(cell(className, one, ""), backwards, everything(), zeros(states(className)));
    one.gives(lastOf(want.outputs()));
    int outputs = 1 + states(className);
    LayerRun all =
        LayerRun.of(
            layer.with("return_sequences", true).with("return_state", true), Map.of(), outputs, X);
    all.gives(want.outputs());
    for (int s = 0; s < want.states().length; s++) {
      all.gives(1 + s, want.states()[s]);
    }
  }

  @Test
  void gruThatResetsBefore() {
    Layer layer = recurrent("GRU").with("reset_after", false);
    LayerRun run = LayerRun.of(layer, X);
    run.gives(lastOf(unroll(cell("GRU", run, ""), false, everything(), zeros(1)).outputs()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"LSTM", "GRU", "SimpleRNN"})
  void initialStates(String className) {
    int count = states(className);
    Grid[] inputs = new Grid[1 + count];
    inputs[0] = X;
    Grid[] initial = new Grid[count];
    for (int s = 0; s < count; s++) {
      initial[s] = Grid.random(20 + s, BATCH, UNITS);
      inputs[1 + s] = initial[s];
    }
    LayerRun run = LayerRun.of(recurrent(className), inputs);
    run.gives(lastOf(unroll(cell(className, run, ""), false, everything(), initial).outputs()));
  }

  @ParameterizedTest
  @CsvSource({"LSTM,concat", "GRU,sum", "SimpleRNN,mul", "LSTM,ave"})
  void bothDirections(String className, String mode) {
    for (boolean sequences : new boolean[] {true, false}) {
      Recurrent inner = (Recurrent) recurrent(className).with("return_sequences", sequences);
      LayerRun run = LayerRun.of(Bidirectional.of(inner).with("merge_mode", mode), X);
      int count = states(className);
      Unrolled a =
          unroll(cell(className, run, "forward_layer/"), false, everything(), zeros(count));
      Unrolled b =
          unroll(cell(className, run, "backward_layer/"), true, everything(), zeros(count));
      boolean concat = mode.equals("concat");
      int width = concat ? 2 * UNITS : UNITS;
      int[] dims = sequences ? new int[] {BATCH, TIME, width} : new int[] {BATCH, width};
      run.gives(
          Grid.of(
              dims,
              i -> {
                int u = i[i.length - 1] % UNITS;
                int t = sequences ? i[1] : TIME - 1;
                double x = a.outputs().get(i[0], t, u);
                double y = b.outputs().get(i[0], sequences ? TIME - 1 - t : TIME - 1, u);
                return switch (mode) {
                  case "concat" -> i[i.length - 1] < UNITS ? x : y;
                  case "sum" -> x + y;
                  case "mul" -> x * y;
                  default -> (x + y) / 2;
                };
              }));
    }
  }

  @ParameterizedTest
  @CsvSource({"LSTM,false", "LSTM,true", "GRU,false", "SimpleRNN,true"})
  void maskedSteps(String className, boolean backwards) {
    boolean[][] mask = {{false, true, true, false, true}, {true, true, false, false, false}};
    Grid masked = Grid.of(X.dims(), i -> mask[i[0]][i[1]] ? X.get(i) : 0);
    Output x = InputLayer.input("x", TIME, IN);
    Output kept = LayerTypes.find("Masking").create().on(x);
    Layer layer =
        recurrent(className)
            .with("go_backwards", backwards)
            .with("return_sequences", true)
            .named("tested");
    Functional model = Functional.of("model", List.of(x), List.of(layer.on(kept)));
    Map<String, Grid> weights = new HashMap<>();
    VariableSource source =
        VariableSource.constants(
            v -> {
              Grid grid = Grid.random(v.label().hashCode(), v.shape().dims());
              weights.put(v.label(), grid);
              return grid.tensor();
            });
    Graph graph = model.toGraph(source);
    Cell cell = cell(className, weights::get, "tested/cell");
    Unrolled want = unroll(cell, backwards, mask, zeros(states(className)));
    LayerRun.check(graph, want.outputs(), masked.tensor());
    LayerRun.CHECKED.add("Masking");
  }

  @Test
  void timeDistributedDense() {
    LayerRun run = LayerRun.of(TimeDistributed.of(Dense.of(2, "relu")), X);
    run.gives(
        Grid.of(
            new int[] {BATCH, TIME, 2},
            i -> {
              double sum = run.weight("layer/bias").get(i[2]);
              for (int k = 0; k < IN; k++) {
                sum += X.get(i[0], i[1], k) * run.weight("layer/kernel").get(k, i[2]);
              }
              return Math.max(0, sum);
            }));
  }

  private static ObjectNode cellJson(String className) {
    ObjectNode cell = JsonMapper.shared().createObjectNode();
    cell.put("class_name", className + "Cell");
    cell.putObject("config").put("name", "c").put("units", UNITS);
    return cell;
  }

  @ParameterizedTest
  @CsvSource({"LSTM,false", "GRU,true", "SimpleRNN,false"})
  void cellsOfTheirOwn(String className, boolean backwards) {
    Layer layer =
        LayerTypes.find("RNN")
            .create(
                "cell", cellJson(className), "return_sequences", true, "go_backwards", backwards);
    LayerRun run = LayerRun.of(layer, X);
    run.gives(
        unroll(cell(className, run, ""), backwards, everything(), zeros(states(className)))
            .outputs());
  }

  @ParameterizedTest
  @CsvSource({"LSTM,LSTM,false", "LSTM,GRU,true", "GRU,SimpleRNN,false"})
  void stackedCells(String first, String second, boolean sequences) {
    ObjectNode stack = JsonMapper.shared().createObjectNode();
    stack.put("class_name", "StackedRNNCells");
    stack.putObject("config").putArray("cells").add(cellJson(first)).add(cellJson(second));
    Layer layer =
        LayerTypes.find("RNN")
            .create("cell", stack, "return_sequences", sequences, "return_state", true);
    int count = 1 + states(first) + states(second);
    LayerRun run = LayerRun.of(layer, Map.of(), count, X);
    StoreNames names = new StoreNames();
    Cell below = cell(first, run::weight, "cell/cells/" + names.next(first + "Cell"));
    Cell above = cell(second, run::weight, "cell/cells/" + names.next(second + "Cell"));
    Unrolled a = unroll(below, false, everything(), zeros(states(first)));
    Unrolled b = unroll(above, a.outputs(), false, everything(), zeros(states(second)));
    run.gives(sequences ? b.outputs() : lastOf(b.outputs()));
    List<Grid> states = new ArrayList<>(List.of(a.states()));
    states.addAll(List.of(b.states()));
    for (int s = 0; s < states.size(); s++) {
      run.gives(1 + s, states.get(s));
    }
  }

  /** The states of a run are forgotten after it. */
  @ParameterizedTest
  @ValueSource(strings = {"LSTM", "GRU", "SimpleRNN"})
  void statefulLayersStartEachRunFromZeros(String className) {
    Layer layer = recurrent(className).with("stateful", true).named("tested");
    Output x = InputLayer.input("x", TIME, IN);
    Functional model = Functional.of("model", List.of(x), List.of(layer.on(x)));
    Map<String, Grid> weights = new HashMap<>();
    Graph graph =
        model.toGraph(
            VariableSource.constants(
                v -> {
                  Grid grid = Grid.random(v.label().hashCode(), v.shape().dims());
                  weights.put(v.label(), grid);
                  return grid.tensor();
                }));
    Cell cell = cell(className, weights::get, "tested/cell");
    Grid want = lastOf(unroll(cell, false, everything(), zeros(states(className))).outputs());
    try (Session session = Model.of(graph).newSession()) {
      LayerRun.check(Grid.of(session.run(X.tensor())), want);
      LayerRun.check(Grid.of(session.run(X.tensor())), want);
    }
  }
}
