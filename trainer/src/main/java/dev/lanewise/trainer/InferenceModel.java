package dev.lanewise.trainer;

import dev.lanewise.Model;
import dev.lanewise.Session;
import dev.lanewise.SessionOptions;
import dev.lanewise.graph.Graph;
import dev.lanewise.graph.GraphBuilder;
import dev.lanewise.graph.Value;
import dev.lanewise.op.Identity;
import dev.lanewise.pass.Passes;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A model as it is after training: variables are constants, and batches may have any size. */
final class InferenceModel implements AutoCloseable {
  private final Session session;

  private InferenceModel(Graph graph, SessionOptions options) {
    this.session = Model.of(graph).newSession(options);
  }

  /** The graph of the model; its inputs and its output have the given names. */
  static Graph graph(
      Architecture architecture,
      Weights weights,
      String name,
      List<String> inputNames,
      List<TensorType> inputs,
      String outputName) {
    GraphBuilder graph = new GraphBuilder(name);
    List<Value> xs = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      xs.add(graph.input(inputNames.get(i), inputs.get(i)));
    }
    Value y = architecture.forward(new Tape(graph, weights, 0, null), xs);
    graph.output(graph.add(outputName, new Identity(), y));
    return Passes.portable(graph.build());
  }

  static InferenceModel predicting(Graph graph, SessionOptions options) {
    return new InferenceModel(graph, options);
  }

  /** The model with loss and metrics; labels and weights are inputs after those of the model. */
  static InferenceModel scoring(
      Architecture architecture,
      Weights weights,
      Objective objective,
      List<TensorType> inputs,
      TensorType label,
      SessionOptions options) {
    GraphBuilder graph = new GraphBuilder("evaluation");
    List<Value> xs = TrainingGraph.inputs(graph, inputs);
    Shape any = Shape.symbolic(new int[] {Shape.UNKNOWN}, new String[] {"batch"});
    Shape labels = any.concat(Objects.requireNonNull(label.shape()));
    Value ys = graph.input("labels", new TensorType(label.dtype(), labels));
    Value ws = graph.input("weights", new TensorType(DType.FLOAT, any));
    Tape tape = new Tape(graph, weights, 0, null);
    Value predictions = architecture.forward(tape, xs);
    graph.output(objective.mean(tape, ys, predictions, ws));
    objective.sums(tape, ys, predictions, ws).forEach(graph::output);
    return new InferenceModel(graph.build(), options);
  }

  /** The model's output for its inputs. */
  Tensor predict(List<Tensor> inputs) {
    @Nullable Datum[] outputs = {null};
    session.run(inputs.toArray(new Datum[0]), outputs);
    return (Tensor) Objects.requireNonNull(outputs[0]);
  }

  /** Adds loss and metrics of a batch to scores. */
  void score(Batch batch, Scores scores) {
    List<Datum> inputs = new ArrayList<>(batch.inputs());
    inputs.add(batch.labels());
    inputs.add(batch.weights());
    @Nullable Datum[] outputs = new Datum[session.model().outputs().size()];
    session.run(inputs.toArray(new Datum[0]), outputs);
    scores.add(batch.size(), ((Tensor) Objects.requireNonNull(outputs[0])).floats()[0]);
    for (int i = 1; i < outputs.length; i++) {
      scores.add(i - 1, (Tensor) Objects.requireNonNull(outputs[i]));
    }
  }

  @Override
  public void close() {
    session.close();
  }
}
