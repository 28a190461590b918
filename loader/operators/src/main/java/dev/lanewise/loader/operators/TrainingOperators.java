package dev.lanewise.loader.operators;

import dev.lanewise.gradient.GradientRules;
import dev.lanewise.gradient.Gradients;
import dev.lanewise.graph.Value;
import dev.lanewise.op.Adagrad;
import dev.lanewise.op.Adam;
import dev.lanewise.op.LossReduction;
import dev.lanewise.op.Momentum;
import dev.lanewise.op.NegativeLogLikelihoodLoss;
import dev.lanewise.op.SoftmaxCrossEntropyLoss;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Table lines of losses, optimisers and derivatives. */
final class TrainingOperators {
  static final String DOMAIN = "ai.onnx.preview.training";

  private TrainingOperators() {}

  static void addTo(OperatorTable table) {
    table.add(
        "NegativeLogLikelihoodLoss",
        12,
        n -> n.emit(new NegativeLogLikelihoodLoss(reduction(n), ignored(n))));
    table.add(
        "SoftmaxCrossEntropyLoss",
        12,
        n -> n.emit(new SoftmaxCrossEntropyLoss(reduction(n), ignored(n))));
    table.add(
        DOMAIN,
        "Adagrad",
        1,
        n ->
            n.emit(
                new Adagrad(
                    n.real("decay_factor", 0),
                    n.real("epsilon", 0),
                    n.real("norm_coefficient", 0))));
    table.add(
        DOMAIN,
        "Adam",
        1,
        n ->
            n.emit(
                new Adam(
                    n.real("alpha", 0.9f),
                    n.real("beta", 0.999f),
                    n.real("epsilon", 0),
                    n.real("norm_coefficient", 0),
                    n.real("norm_coefficient_post", 0))));
    table.add(
        DOMAIN,
        "Momentum",
        1,
        n ->
            n.emit(
                new Momentum(
                    n.real("alpha"), n.real("beta"), isNesterov(n), n.real("norm_coefficient"))));
    table.add(DOMAIN, "Gradient", 1, TrainingOperators::gradient);
  }

  private static LossReduction reduction(OnnxNode n) {
    return ResampleOperators.oneOf(n, LossReduction.class, "reduction", "mean");
  }

  private static @Nullable Long ignored(OnnxNode n) {
    return n.hasAttribute("ignore_index") ? n.integer("ignore_index") : null;
  }

  private static boolean isNesterov(OnnxNode n) {
    String mode = n.text("mode");
    if (!mode.equals("nesterov") && !mode.equals("standard")) {
      throw n.fail("mode is '" + mode + "', which the standard does not know");
    }
    return mode.equals("nesterov");
  }

  /**
   * Derivatives become nodes of the graph. Attributes name values of the graph around the node; the
   * inputs say at which values to differentiate, which need not be those.
   */
  private static void gradient(OnnxNode n) {
    List<String> names = new ArrayList<>(n.texts("xs"));
    int count = names.size();
    names.addAll(n.texts("zs"));
    if (count == 0 || names.size() != n.inputs()) {
      throw n.fail("needs one input for every name in xs and zs, and at least one in xs");
    }
    Map<Value, Value> replaced = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      Value named = n.named(names.get(i));
      if (named != n.input(i)) {
        replaced.put(named, n.input(i));
      }
    }
    List<Value> given = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      given.add(n.input(i));
    }
    Value y = n.named(n.text("y"));
    if (!replaced.isEmpty()) {
      y = Gradients.substitute(n.builder(), y, replaced);
    }
    List<Value> xs = given.subList(0, count);
    List<Value> zs = given.subList(count, given.size());
    n.emitAs(Gradients.of(n.builder(), y, xs, zs, GradientRules.standard()));
  }
}
