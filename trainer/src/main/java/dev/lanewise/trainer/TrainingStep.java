package dev.lanewise.trainer;

import dev.lanewise.Model;
import dev.lanewise.Session;
import dev.lanewise.SessionOptions;
import dev.lanewise.plan.PlanSummary;
import dev.lanewise.plan.StepListener;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A {@link TrainingGraph} ready to run. A step allocates nothing. */
final class TrainingStep implements AutoCloseable {
  private final TrainingGraph graph;
  private final Session session;
  private final List<Weight> changing;
  private final Datum[] inputs;
  private final @Nullable Datum[] outputs;
  private final int first;
  private final int extras;
  private final float[] loss = new float[1];
  private final long[] key = new long[2];
  private final float[] rate = new float[1];
  private final long[] updates = new long[1];

  TrainingStep(TrainingGraph graph, SessionOptions options) {
    this.graph = graph;
    this.session = Model.of(graph.graph()).newSession(options);
    this.changing = graph.written().stream().map(TrainingGraph.Place::weight).distinct().toList();
    this.inputs = new Datum[graph.graph().inputs().size()];
    this.outputs = new Datum[graph.graph().outputs().size()];
    this.first = inputs.length - graph.read().size();
    this.extras = outputs.length - graph.written().size() - 1;
    inputs[first - 3] = Tensor.of(Shape.of(2), key);
    inputs[first - 2] = Tensor.of(Shape.SCALAR, rate);
    inputs[first - 1] = Tensor.of(Shape.SCALAR, updates);
    outputs[0] = Tensor.of(Shape.SCALAR, loss);
    for (int i = 0; i < extras; i++) {
      TensorType type = (TensorType) graph.graph().outputs().get(1 + i).type();
      outputs[1 + i] = Tensor.zeros(type.dtype(), Objects.requireNonNull(type.shape()));
    }
  }

  /**
   * Trains on a batch; the variables have changed when it returns, and not at all if it fails.
   *
   * @param seed of the random numbers
   * @param done updates before this one
   * @return the mean loss before the update
   */
  double run(Batch batch, double learningRate, long seed, long done) {
    return run(batch, learningRate, seed, done, null);
  }

  /** The same, telling a listener about every step of the plan unless it is null. */
  double run(
      Batch batch, double learningRate, long seed, long done, @Nullable StepListener listener) {
    bind(batch, learningRate, seed, done);
    if (listener == null) {
      session.run(inputs, outputs);
    } else {
      session.run(inputs, outputs, listener);
    }
    for (int i = 0; i < changing.size(); i++) {
      changing.get(i).flip();
    }
    return loss[0];
  }

  private void bind(Batch batch, double learningRate, long seed, long done) {
    for (int i = 0; i < batch.inputs().size(); i++) {
      inputs[i] = batch.inputs().get(i);
    }
    inputs[first - 5] = batch.labels();
    inputs[first - 4] = batch.weights();
    key[0] = seed;
    key[1] = done;
    rate[0] = (float) learningRate;
    updates[0] = done;
    List<TrainingGraph.Place> read = graph.read();
    for (int i = 0; i < read.size(); i++) {
      inputs[first + i] = read.get(i).weight().current(read.get(i).slot());
    }
    List<TrainingGraph.Place> written = graph.written();
    for (int o = 0; o < written.size(); o++) {
      outputs[1 + extras + o] = written.get(o).weight().next(written.get(o).slot());
    }
  }

  /** Adds loss and metrics of the last run to scores. */
  void addTo(Scores scores, int samples) {
    scores.add(samples, loss[0]);
    for (int i = 0; i < extras; i++) {
      scores.add(i, extra(i));
    }
  }

  /** What the last run gave behind the loss: sums of metrics, or derivatives. */
  Tensor extra(int i) {
    return (Tensor) Objects.requireNonNull(outputs[1 + i]);
  }

  /** The plan of a step on batches like this one. */
  PlanSummary planSummary(Batch batch) {
    bind(batch, 0, 0, 0);
    return session.planSummary(inputs);
  }

  /** The plan of a step on batches like this one, for people. */
  String describePlan(Batch batch) {
    bind(batch, 0, 0, 0);
    return session.describePlan(inputs);
  }

  @Override
  public void close() {
    session.close();
  }
}
