package dev.lanewise.cli;

import dev.lanewise.loader.onnx.Tolerance;
import java.nio.file.Path;

/** Tolerances of a verification. */
enum Profile {
  /** For single operators. */
  CONFORMANCE(Tolerance.CONFORMANCE),
  /** For trained models. */
  MODEL(Tolerance.MODEL);

  private final Tolerance tolerance;

  Profile(Tolerance tolerance) {
    this.tolerance = tolerance;
  }

  Tolerance tolerance() {
    return tolerance;
  }

  /** MODEL for files in a tree called models or keras, else CONFORMANCE. */
  static Profile of(Path model) {
    for (Path part : model.toAbsolutePath().normalize()) {
      String name = part.toString();
      if (name.equals("models") || name.equals("keras")) {
        return MODEL;
      }
    }
    return CONFORMANCE;
  }
}
