package dev.lanewise.trainer;

import dev.lanewise.SessionOptions;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The compiled steps of a model, one for each shape of a batch. */
final class TrainingSteps implements AutoCloseable {
  /** Types of a batch, for which a step is compiled. */
  private record Form(List<TensorType> inputs, TensorType labels, boolean update) {
    /** Whether a batch has these types; makes no objects. */
    boolean fits(Batch batch) {
      boolean same = fits(labels, batch.labels()) && inputs.size() == batch.inputs().size();
      for (int i = 0; same && i < inputs.size(); i++) {
        same = fits(inputs.get(i), batch.inputs().get(i));
      }
      return same;
    }

    private static boolean fits(TensorType type, Tensor t) {
      return t.dtype() == type.dtype() && t.shape().equals(type.shape());
    }
  }

  private final Architecture architecture;
  private final Weights weights;
  private final long seed;
  private final SessionOptions options;
  private final Map<Form, TrainingStep> steps = new HashMap<>();
  private @Nullable Form lastForm;
  private @Nullable TrainingStep last;

  TrainingSteps(Architecture architecture, Weights weights, long seed, SessionOptions options) {
    this.architecture = architecture;
    this.weights = weights;
    this.seed = seed;
    this.options = options;
  }

  /**
   * The step for batches of the types of this one, compiled if there is none yet.
   *
   * @param update whether it updates the variables; else it gives derivatives
   */
  TrainingStep get(Batch batch, Objective objective, boolean update) {
    if (last != null && lastForm != null && lastForm.update == update && lastForm.fits(batch)) {
      return last;
    }
    List<TensorType> inputs = batch.inputs().stream().map(Tensor::type).toList();
    Form form = new Form(inputs, batch.labels().type(), update);
    TrainingStep found = steps.get(form);
    if (found == null) {
      TrainingGraph graph =
          TrainingGraph.of(
              architecture,
              weights,
              seed,
              objective,
              form.inputs,
              form.labels,
              batch.weights().type(),
              update);
      found = new TrainingStep(graph, options);
      steps.put(form, found);
    }
    lastForm = form;
    last = found;
    return found;
  }

  /** Ends the sessions; later steps are compiled anew, with today's values of what is constant. */
  @Override
  public void close() {
    steps.values().forEach(TrainingStep::close);
    steps.clear();
    lastForm = null;
    last = null;
  }
}
