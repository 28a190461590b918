package dev.lanewise.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.gradient.GradientRules;
import dev.lanewise.gradient.Gradients;
import dev.lanewise.graph.Graph;
import dev.lanewise.graph.GraphBuilder;
import dev.lanewise.graph.Interpreter;
import dev.lanewise.graph.Value;
import dev.lanewise.layers.Activation;
import dev.lanewise.layers.BatchNormalization;
import dev.lanewise.layers.Convolution;
import dev.lanewise.layers.Dense;
import dev.lanewise.layers.Flatten;
import dev.lanewise.layers.Functional;
import dev.lanewise.layers.GlobalPooling;
import dev.lanewise.layers.InputLayer;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.LayerNormalization;
import dev.lanewise.layers.Merging;
import dev.lanewise.layers.MultiHeadAttention;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Output;
import dev.lanewise.layers.PassThrough;
import dev.lanewise.layers.Pooling;
import dev.lanewise.layers.Recurrent;
import dev.lanewise.layers.Sequential;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Derivatives of the losses of whole networks against central differences, in DOUBLE. */
class NetworkGradientsTest {
  private static final double STEP = 1e-6;
  private static final double WORST = 1e-5;
  private static final int PROBES = 12;
  private static final long SEED = 4;

  private static Network network(Layer... layers) {
    Layer[] wide = new Layer[layers.length];
    for (int i = 0; i < layers.length; i++) {
      wide[i] = wide(layers[i]);
    }
    return Sequential.of("net", wide);
  }

  private static Layer wide(Layer layer) {
    return layer.with("dtype", "float64");
  }

  private static Tensor random(int seed, int... dims) {
    Shape shape = Shape.of(dims);
    double[] values = new Random(seed).doubles(shape.size(), -1, 1).toArray();
    return Tensor.of(DType.DOUBLE, shape, values);
  }

  private static void check(Network network, Loss loss, Tensor x, Tensor y) {
    Architecture architecture = Architecture.of(network);
    Weights weights = new Weights();
    TrainingGraph.declare(architecture, weights, SEED, List.of(x.type()));
    GraphBuilder graph = new GraphBuilder("check");
    Value input = graph.input("x", x.type());
    Value labels = graph.input("y", y.type());
    Value key = graph.input("key", new TensorType(DType.INT64, Shape.of(2)));
    int n = x.shape().dim(0);
    Value counts = graph.input("weights", new TensorType(DType.DOUBLE, Shape.of(n)));
    Tape tape = new Tape(graph, weights, SEED, key);
    Objective objective = new Objective(new Sgd(0.1), loss, List.of());
    Value output = architecture.forward(tape, List.of(input));
    Value mean = objective.mean(tape, labels, output, counts);
    graph.output(mean);
    List<Value> variables = new ArrayList<>();
    List<Datum> inputs =
        new ArrayList<>(List.of(x, y, Tensor.of(Shape.of(2), 1L, 2L), random(9, n)));
    List<Weight> trained = new ArrayList<>();
    for (Weight weight : weights.all()) {
      Value value = tape.value(weight);
      if (value != null && value.constant() == null) {
        inputs.add(weight.current(0));
        if (weight.isTrainable()) {
          trained.add(weight);
          variables.add(value);
        }
      }
    }
    assertThat(variables).isNotEmpty();
    Gradients.of(graph, mean, variables, List.of(), GradientRules.standard())
        .forEach(graph::output);
    compare(graph.build(), inputs, trained);
  }

  private static void compare(Graph graph, List<Datum> inputs, List<Weight> trained) {
    List<Datum> results = Interpreter.run(graph, inputs);
    Random random = new Random(3);
    for (int v = 0; v < trained.size(); v++) {
      double[] gradient = ((Tensor) results.get(1 + v)).doubles();
      double[] x = trained.get(v).current(0).doubles();
      for (int probe = 0; probe < Math.min(PROBES, x.length); probe++) {
        int i = x.length <= PROBES ? probe : random.nextInt(x.length);
        double old = x[i];
        x[i] = old + STEP;
        double above = ((Tensor) Interpreter.run(graph, inputs).get(0)).doubles()[0];
        x[i] = old - STEP;
        double below = ((Tensor) Interpreter.run(graph, inputs).get(0)).doubles()[0];
        x[i] = old;
        double expected = (above - below) / (2 * STEP);
        assertThat(Math.abs(gradient[i] - expected))
            .as("%s, element %d: %s for %s", trained.get(v).name(), i, gradient[i], expected)
            .isLessThan(WORST * Math.max(0.01, Math.abs(expected)));
      }
    }
  }

  @Test
  void perceptron() {
    Network network =
        network(
            InputLayer.of(5),
            Dense.of(7, "relu").with("kernel_regularizer", regularizer(0.01, 0.02)),
            PassThrough.dropout(0.3),
            Dense.of(4, "tanh"),
            Dense.of(3, "softmax"));
    Tensor classes = Tensor.of(Shape.of(6), 0L, 2L, 1L, 1L, 0L, 2L);
    check(network, new SparseCategoricalCrossentropy(), random(1, 6, 5), classes);
    check(network, new MeanSquaredError(), random(1, 6, 5), random(2, 6, 3));
  }

  private static Object regularizer(double l1, double l2) {
    return Map.of("class_name", "L1L2", "config", Map.of("l1", l1, "l2", l2));
  }

  @Test
  void convolutionalNetwork() {
    Network network =
        network(
            InputLayer.of(8, 8, 2),
            Convolution.conv2d(4, 3).with("padding", "same"),
            BatchNormalization.of(),
            Activation.of("relu"),
            Pooling.max2d(2),
            Convolution.conv2d(5, 2).with("activation", "gelu"),
            PassThrough.dropout(0.2),
            Pooling.average2d(2),
            Flatten.of(),
            Dense.of(3, "softmax"));
    Tensor classes = Tensor.of(Shape.of(4), 0L, 2L, 1L, 1L);
    check(network, new SparseCategoricalCrossentropy(), random(1, 4, 8, 8, 2), classes);
  }

  @Test
  void globalPooling() {
    Network network =
        network(
            InputLayer.of(6, 6, 1),
            Convolution.conv2d(4, 3).with("strides", 2),
            Activation.of("silu"),
            PassThrough.spatialDropout2d(0.4),
            GlobalPooling.average2d(),
            Dense.of(2));
    check(network, new MeanSquaredError(), random(1, 3, 6, 6, 1), random(2, 3, 2));
  }

  @Test
  void recurrentNetwork() {
    Network network =
        network(InputLayer.of(5, 3), Recurrent.lstm(4, true), Recurrent.gru(3, false), Dense.of(2));
    check(network, new MeanSquaredError(), random(1, 3, 5, 3), random(2, 3, 2));
  }

  @Test
  void attentionNetwork() {
    Output x = wide(InputLayer.of(4, 6)).named("x").on();
    Output seen = wide(MultiHeadAttention.of(2, 3)).on(x, x);
    Output sum = wide(LayerNormalization.of()).on(wide(Merging.add()).on(x, seen));
    Output hidden = wide(Flatten.of()).on(wide(Dense.of(5, "gelu")).on(sum));
    Output y = wide(Dense.of(2)).on(hidden);
    check(
        Functional.of("net", List.of(x), List.of(y)),
        new MeanSquaredError(),
        random(1, 3, 4, 6),
        random(2, 3, 2));
  }
}
