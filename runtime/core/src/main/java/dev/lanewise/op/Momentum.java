package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Type;
import java.util.List;

/**
 * One step of gradient descent with momentum for any number of variables: learning rate, number of
 * updates, the variables, their gradients and their momenta give the new variables and the new
 * momenta.
 *
 * @param alpha weight of the old momentum
 * @param beta weight of the gradient in the new momentum, after the first update
 * @param nesterov Nesterov's momentum, which looks one step ahead
 * @param normCoefficient weight of the variables themselves in the gradient
 */
public record Momentum(float alpha, float beta, boolean nesterov, float normCoefficient)
    implements Op {
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
    double[] v = values[1];
    double a = alpha;
    double b = updates > 0 ? beta : 1;
    for (int i = 0; i < x.length; i++) {
      double g = normCoefficient * x[i] + gradient[i];
      v[i] = a * v[i] + b * g;
      x[i] -= rate * (nesterov ? g + a * v[i] : v[i]);
    }
  }
}
