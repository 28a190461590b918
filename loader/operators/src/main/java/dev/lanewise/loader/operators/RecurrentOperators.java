package dev.lanewise.loader.operators;

import dev.lanewise.kernel.UnaryFunction;
import dev.lanewise.op.Activation;
import dev.lanewise.op.CellFunction;
import dev.lanewise.op.GRU;
import dev.lanewise.op.LSTM;
import dev.lanewise.op.RNN;
import dev.lanewise.op.Recurrence;
import dev.lanewise.op.RecurrentDirection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Table lines of recurrent operators. */
final class RecurrentOperators {
  private RecurrentOperators() {}

  static void addTo(OperatorTable table) {
    table.add("RNN", 1, n -> n.emit(new RNN(recurrence(n, "Tanh"))));
    table.add(
        "GRU",
        1,
        n ->
            n.emit(
                new GRU(recurrence(n, "Sigmoid", "Tanh"), n.flag("linear_before_reset", false))));
    table.add(
        "LSTM",
        1,
        n ->
            n.emit(
                new LSTM(recurrence(n, "Sigmoid", "Tanh", "Tanh"), n.flag("input_forget", false))));
  }

  private static Recurrence recurrence(OnnxNode n, String... defaults) {
    RecurrentDirection direction =
        ResampleOperators.oneOf(n, RecurrentDirection.class, "direction", "forward");
    List<String> names = new ArrayList<>();
    for (int d = 0; d < direction.count(); d++) {
      names.addAll(List.of(defaults));
    }
    return new Recurrence(
        direction,
        functions(n, n.hasAttribute("activations") ? n.texts("activations") : names),
        n.hasAttribute("clip") ? n.real("clip") : Float.POSITIVE_INFINITY,
        n.flag("layout", false));
  }

  /** Activations with their parameters, which are listed only for those that have them. */
  private static List<CellFunction> functions(OnnxNode n, List<String> names) {
    float[] alphas = n.reals("activation_alpha");
    float[] betas = n.reals("activation_beta");
    int a = 0;
    int b = 0;
    List<CellFunction> functions = new ArrayList<>();
    for (String name : names) {
      Parameters p = parameters(name);
      float alpha = p.alpha && a < alphas.length ? alphas[a++] : p.defaultAlpha;
      float beta = p.beta && b < betas.length ? betas[b++] : p.defaultBeta;
      functions.add(function(n, name, alpha, beta));
    }
    return functions;
  }

  /** Which parameters an activation has. */
  private record Parameters(boolean alpha, float defaultAlpha, boolean beta, float defaultBeta) {}

  private static Parameters parameters(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "affine" -> new Parameters(true, 1, true, 0);
      case "scaledtanh" -> new Parameters(true, 1, true, 1);
      case "hardsigmoid" -> new Parameters(true, 0.2f, true, 0.5f);
      case "leakyrelu" -> new Parameters(true, 0.01f, false, 0);
      case "thresholdedrelu", "elu" -> new Parameters(true, 1, false, 0);
      default -> new Parameters(false, 0, false, 0);
    };
  }

  private static CellFunction function(OnnxNode n, String name, float alpha, float beta) {
    UnaryFunction f =
        switch (name.toLowerCase(Locale.ROOT)) {
          case "relu" -> UnaryFunction.RELU;
          case "tanh", "scaledtanh" -> UnaryFunction.TANH;
          case "sigmoid" -> UnaryFunction.SIGMOID;
          case "affine" -> UnaryFunction.AFFINE;
          case "leakyrelu" -> UnaryFunction.LEAKY_RELU;
          case "thresholdedrelu" -> UnaryFunction.THRESHOLDED_RELU;
          case "hardsigmoid" -> UnaryFunction.HARD_SIGMOID;
          case "elu" -> UnaryFunction.ELU;
          case "softsign" -> UnaryFunction.SOFTSIGN;
          case "softplus" -> UnaryFunction.SOFTPLUS;
          default -> throw n.fail("activation '" + name + "' is not one of the standard's");
        };
    return name.equalsIgnoreCase("ScaledTanh")
        ? new CellFunction(new Activation(f), beta, alpha)
        : CellFunction.of(new Activation(f, alpha, beta));
  }
}
