package dev.lanewise.trainer;

import dev.lanewise.graph.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * What a model is trained for, and what is measured.
 *
 * @param optimizer how variables follow their gradients
 * @param loss what is made small
 * @param metrics what is measured beside it
 * @param segments into how many segments the way forward is cut to save memory, see {@link
 *     #withRemat}; 1 if all is kept
 */
public record Objective(Optimizer optimizer, Loss loss, List<Metric> metrics, int segments) {
  /** Copies the list. */
  public Objective {
    if (segments < 1) {
      throw new IllegalArgumentException("segments must be at least 1, but is " + segments);
    }
    metrics = List.copyOf(metrics);
  }

  /** Keeps all that the way back needs. */
  public Objective(Optimizer optimizer, Loss loss, List<Metric> metrics) {
    this(optimizer, loss, metrics, 1);
  }

  /**
   * The same with less memory and more time (rematerialisation): the way forward is cut into
   * segments of about equal memory, of which only what crosses a cut is kept; the way back computes
   * a segment once more before it passes it. Weights come out bit-identical.
   */
  public Objective withRemat(int count) {
    return new Objective(optimizer, loss, metrics, count);
  }

  /**
   * Adds the mean loss of a batch to a graph: {@code Σ weight · loss / N}, and penalties.
   *
   * @param weights FLOAT {@code [N]}
   */
  Value mean(Tape tape, Value labels, Value predictions, Value weights) {
    Value each = loss.perSample(tape, labels, predictions);
    Value scaled = tape.mul(each, tape.cast(weights, Tape.type(each).dtype()));
    Value mean = tape.mean(scaled);
    Value penalty = tape.penalty();
    return penalty == null ? mean : tape.add(mean, penalty);
  }

  /** Adds what the metrics sum over batches to a graph. */
  List<Value> sums(Tape tape, Value labels, Value predictions, Value weights) {
    Value numbers = tape.cast(weights, Tape.type(predictions).dtype());
    List<Value> sums = new ArrayList<>();
    for (Metric metric : metrics) {
      sums.add(metric.sums(tape, labels, predictions, numbers));
    }
    return sums;
  }
}
