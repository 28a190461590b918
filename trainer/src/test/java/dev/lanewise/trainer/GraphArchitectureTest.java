package dev.lanewise.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.KernelChoice;
import dev.lanewise.SessionOptions;
import dev.lanewise.error.InvalidInputException;
import dev.lanewise.error.UnsupportedModelException;
import dev.lanewise.graph.Graph;
import dev.lanewise.graph.GraphBuilder;
import dev.lanewise.layers.Dense;
import dev.lanewise.layers.InputLayer;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Sequential;
import dev.lanewise.op.Floor;
import dev.lanewise.op.Mul;
import dev.lanewise.op.Relu;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GraphArchitectureTest {
  private static final SessionOptions OPTIONS =
      SessionOptions.defaults().withKernels(KernelChoice.SCALAR);

  private static Graph trained() {
    Network network =
        Sequential.of("net", InputLayer.of(2), Dense.of(16, "relu"), Dense.of(3, "softmax"));
    try (TrainableModel model = TrainableModel.of(network, 5, OPTIONS)) {
      model.compile(new Sgd(0.1, 0.9), new SparseCategoricalCrossentropy());
      model.fit(Blobs.of(300, 9), FitOptions.epochs(5).withBatchSize(50));
      return model.toGraph();
    }
  }

  /** The same points, their classes numbered in another way. */
  private static Dataset renamed(Dataset data) {
    long[] classes = ((TensorDataset) data).labels().longs().clone();
    for (int i = 0; i < classes.length; i++) {
      classes[i] = (classes[i] + 1) % 3;
    }
    return Dataset.of(
        ((TensorDataset) data).samples().get(0), Tensor.of(Shape.of(classes.length), classes));
  }

  private static double accuracy(TrainableModel model, Dataset data) {
    return model.evaluate(data, 64).get("accuracy");
  }

  @Test
  void theLastLayerLearnsOtherLabels() {
    Graph graph = trained();
    Dataset data = renamed(Blobs.of(300, 9));
    GraphArchitecture net = GraphArchitecture.of(graph).training("dense_1/kernel", "dense_1/bias");
    try (TrainableModel model = TrainableModel.of("tuned", net, net.samples(), 1, OPTIONS)) {
      model.compile(new Sgd(0.1, 0.9), new SparseCategoricalCrossentropy(), new Accuracy());
      assertThat(model.weights()).containsOnlyKeys("dense_1/kernel", "dense_1/bias");
      assertThat(accuracy(model, data)).isLessThan(0.2);
      model.fit(data, FitOptions.epochs(20).withBatchSize(50));
      assertThat(accuracy(model, data)).isGreaterThan(0.97);
      Batch batch = Batch.of(((TensorDataset) data).samples(), ((TensorDataset) data).labels());
      assertThat(model.describePlan(batch))
          .contains("gradient of dense_1/Gemm")
          .doesNotContain("gradient of dense/");
      assertThat(constant(model.toGraph(), "dense/kernel"))
          .isEqualTo(constant(graph, "dense/kernel"));
    }
  }

  private static float[] constant(Graph graph, String name) {
    return graph.nodes().stream()
        .flatMap(n -> n.inputs().stream())
        .filter(v -> v != null && v.name().equals(name))
        .map(v -> v.constant() == null ? new float[0] : v.constant().floats())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aNewHeadGoesBehindAPart() {
    Graph graph = trained();
    String hidden =
        graph.nodes().stream()
            .filter(n -> n.op() instanceof Relu)
            .map(n -> n.output(0).name())
            .findFirst()
            .orElseThrow();
    GraphArchitecture body = GraphArchitecture.of(graph).upTo(hidden);
    assertThat(body.constants()).containsOnlyKeys("dense/kernel", "dense/bias");
    Architecture tuned = (tape, x) -> tape.softmax(tape.dense("head", body.forward(tape, x), 3));
    Dataset data = renamed(Blobs.of(300, 9));
    try (TrainableModel model = TrainableModel.of("tuned", tuned, body.samples(), 1, OPTIONS)) {
      model.compile(new Adam(0.01), new SparseCategoricalCrossentropy(), new Accuracy());
      assertThat(model.weights()).containsOnlyKeys("head/kernel", "head/bias");
      model.fit(data, FitOptions.epochs(20).withBatchSize(50));
      assertThat(accuracy(model, data)).isGreaterThan(0.97);
    }
  }

  @Test
  void everythingCanBeTrained() {
    GraphArchitecture net = GraphArchitecture.of(trained()).training(name -> true);
    try (TrainableModel model = TrainableModel.of("all", net, net.samples(), 1, OPTIONS)) {
      model.compile(new Sgd(0.1), new SparseCategoricalCrossentropy());
      Map<String, Tensor> before = model.weights();
      assertThat(before).hasSize(4);
      model.fit(renamed(Blobs.of(50, 9)), FitOptions.epochs(1).withBatchSize(50));
      model
          .weights()
          .forEach((name, w) -> assertThat(w.floats()).isNotEqualTo(before.get(name).floats()));
    }
  }

  @Test
  void whatIsNotThereIsNamed() {
    GraphArchitecture net = GraphArchitecture.of(trained());
    assertThatThrownBy(() -> net.training("dense_7/kernel"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("dense_7/kernel")
        .hasMessageContaining("dense_1/kernel");
    assertThatThrownBy(() -> net.upTo("nowhere"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("nowhere");
  }

  @Test
  void anOperatorWithoutGradientMattersOnlyOnTheWayBack() {
    GraphBuilder b = new GraphBuilder("floor");
    var x = b.input("x", new TensorType(DType.FLOAT, Shape.of(1, 2)));
    var first = b.constant("first", Tensor.of(Shape.of(2), 2f, 3f));
    var second = b.constant("second", Tensor.of(Shape.of(2), 4f, 5f));
    var y = b.add("floor", new Floor(), b.add("before", new Mul(), x, first));
    b.output(b.add("after", new Mul(), y, second));
    GraphArchitecture net = GraphArchitecture.of(b.build());
    Dataset data = Dataset.of(Tensor.of(Shape.of(1, 2), 1.5f, 2.5f), Tensor.of(Shape.of(1), 1L));
    try (TrainableModel model =
        TrainableModel.of("after", net.training("second"), net.samples(), 1, OPTIONS)) {
      model.compile(new Sgd(0.1), new SparseCategoricalCrossentropy(true));
      model.fit(data, FitOptions.epochs(1));
      assertThat(model.updates()).isEqualTo(1);
    }
    try (TrainableModel model =
        TrainableModel.of("before", net.training("first"), net.samples(), 1, OPTIONS)) {
      model.compile(new Sgd(0.1), new SparseCategoricalCrossentropy(true));
      assertThatThrownBy(() -> model.fit(data, FitOptions.epochs(1)))
          .isInstanceOf(UnsupportedModelException.class)
          .hasMessageContaining("Floor");
      assertThat(model.updates()).isZero();
    }
  }
}
