package dev.lanewise.pass;

import dev.lanewise.error.EvaluationException;
import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Interpreter;
import dev.lanewise.graph.Node;
import dev.lanewise.graph.Rewriter;
import dev.lanewise.graph.Value;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Computes nodes whose inputs are all constant, and nodes whose result follows from types alone.
 * Large results are computed when they are needed, so that a folded weight takes memory only in its
 * packed form.
 */
final class ConstantFolding implements Rewriter.Rule {
  /** Results from this many elements on are computed on demand. */
  private static final int LAZY_ELEMENTS = 16 * 1024;

  @Override
  public boolean apply(Node node, Rewriter r) {
    if (!node.op().isPure()) {
      return false;
    }
    if (node.outputs().size() == 1) {
      Tensor known = r.knownOutput(node);
      if (known != null) {
        r.replace(node.output(0), r.constant(node.output(0).name(), known));
        return true;
      }
    }
    List<@Nullable Datum> inputs = new ArrayList<>();
    for (Value v : r.inputs(node)) {
      if (v != null && v.constant() == null) {
        return false;
      }
      inputs.add(v == null ? null : v.constant());
    }
    List<Tensor> results = fold(node, r, inputs);
    if (results == null) {
      return false;
    }
    for (int o = 0; o < results.size(); o++) {
      r.replace(node.output(o), r.constant(node.output(o).name(), results.get(o)));
    }
    return true;
  }

  private static @Nullable List<Tensor> fold(Node node, Rewriter r, List<@Nullable Datum> inputs) {
    Evaluation evaluation = new Evaluation(node, inputs, Interpreter::run);
    List<Tensor> lazy = lazyResults(node, r, evaluation);
    if (lazy != null) {
      return lazy;
    }
    List<Datum> results;
    try {
      results = evaluation.evaluate();
    } catch (EvaluationException e) {
      // The node may never run, as in a branch that is not taken: it fails when it does.
      return null;
    }
    List<Tensor> tensors = new ArrayList<>();
    for (int o = 0; o < node.outputs().size(); o++) {
      if (!(o < results.size() && results.get(o) instanceof Tensor t)) {
        return null;
      }
      tensors.add(t);
    }
    return tensors;
  }

  private static @Nullable List<Tensor> lazyResults(Node node, Rewriter r, Evaluation evaluation) {
    Outputs outputs = new Outputs(evaluation);
    List<Tensor> lazy = new ArrayList<>();
    long elements = 0;
    for (Type inferred : r.infer(node)) {
      if (!(inferred instanceof TensorType type) || !type.isKnown()) {
        return null;
      }
      int o = lazy.size();
      Shape shape = Objects.requireNonNull(type.shape());
      lazy.add(Tensor.lazy(type.dtype(), shape, () -> outputs.array(o)));
      elements += shape.size();
    }
    return elements < LAZY_ELEMENTS ? null : lazy;
  }

  /** The outputs of a node, which are computed together and kept as long as somebody uses them. */
  private static final class Outputs {
    private final Evaluation evaluation;
    private WeakReference<@Nullable List<Datum>> last = new WeakReference<>(null);

    Outputs(Evaluation evaluation) {
      this.evaluation = evaluation;
    }

    synchronized Object array(int o) {
      List<Datum> results = last.get();
      if (results == null) {
        results = evaluation.evaluate();
        last = new WeakReference<>(results);
      }
      return ((Tensor) results.get(o)).array();
    }
  }
}
