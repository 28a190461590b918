package dev.lanewise.trainer;

import dev.lanewise.kernel.Epilogue;
import dev.lanewise.kernel.UnaryFunction;

/** Activations of dense layers; softmax only behind the last one. */
public enum Activation {
  /** None. */
  LINEAR(Epilogue.NONE),
  /** max(x, 0). */
  RELU(Epilogue.NONE.withActivation(UnaryFunction.RELU, 0, 0)),
  /** Probabilities that sum to one; computed together with the loss. */
  SOFTMAX(Epilogue.NONE);

  private final Epilogue epilogue;

  Activation(Epilogue epilogue) {
    this.epilogue = epilogue;
  }

  Epilogue epilogue() {
    return epilogue;
  }
}
