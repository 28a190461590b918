package dev.lanewise.loader.operators;

import dev.lanewise.op.CellFunction;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How activations of recurrent cells are written: names, and the parameters of those that have. */
final class CellFunctions {
  private CellFunctions() {}

  static void write(NodeWriter n, List<CellFunction> functions) {
    List<String> names = new ArrayList<>();
    List<Float> alphas = new ArrayList<>();
    List<Float> betas = new ArrayList<>();
    for (CellFunction f : functions) {
      String name = name(f);
      if (name == null) {
        n.require(false, "there is no name for its activation " + f);
        return;
      }
      names.add(name);
      float alpha = name.equals("ScaledTanh") ? f.outputScale() : f.activation().alpha();
      float beta = name.equals("ScaledTanh") ? f.inputScale() : f.activation().beta();
      switch (name) {
        case "Affine", "ScaledTanh", "HardSigmoid" -> {
          alphas.add(alpha);
          betas.add(beta);
        }
        case "LeakyRelu", "ThresholdedRelu", "Elu" -> alphas.add(alpha);
        default -> {}
      }
    }
    n.texts("activations", names);
    if (!alphas.isEmpty()) {
      n.reals("activation_alpha", floats(alphas));
    }
    if (!betas.isEmpty()) {
      n.reals("activation_beta", floats(betas));
    }
  }

  private static @Nullable String name(CellFunction f) {
    boolean scaled = f.inputScale() != 1 || f.outputScale() != 1;
    return switch (f.activation().function()) {
      case TANH -> scaled ? "ScaledTanh" : "Tanh";
      case RELU -> scaled ? null : "Relu";
      case SIGMOID -> scaled ? null : "Sigmoid";
      case AFFINE -> scaled ? null : "Affine";
      case LEAKY_RELU -> scaled ? null : "LeakyRelu";
      case THRESHOLDED_RELU -> scaled ? null : "ThresholdedRelu";
      case HARD_SIGMOID -> scaled ? null : "HardSigmoid";
      case ELU -> scaled ? null : "Elu";
      case SOFTSIGN -> scaled ? null : "Softsign";
      case SOFTPLUS -> scaled ? null : "Softplus";
      default -> null;
    };
  }

  private static float[] floats(List<Float> values) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i);
    }
    return floats;
  }
}
