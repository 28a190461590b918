package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Type;
import java.util.List;

/**
 * One step of Adagrad (Duchi, Hazan and Singer, 2011) for any number of variables: learning rate,
 * number of updates, the variables, their gradients, and the sums of squared gradients so far give
 * the new variables and the new sums.
 *
 * @param decayFactor how the learning rate falls with the number of updates
 * @param epsilon added to the square root that is divided by
 * @param normCoefficient weight of the variables themselves in the gradient
 */
public record Adagrad(float decayFactor, float epsilon, float normCoefficient) implements Op {
  @Override
  public List<Type> infer(Inference in) {
    return Optimizers.infer(in, 1);
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    return Optimizers.evaluate(in, 1, this::update);
  }

  private void update(double[][] values, double[] gradient, double rate, long updates) {
    double[] x = values[0];
    double[] h = values[1];
    double r = rate / (1 + updates * (double) decayFactor);
    for (int i = 0; i < x.length; i++) {
      double g = normCoefficient * x[i] + gradient[i];
      h[i] += g * g;
      x[i] -= r * g / (Math.sqrt(h[i]) + epsilon);
    }
  }
}
