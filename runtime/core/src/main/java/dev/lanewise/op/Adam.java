package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Type;
import java.util.List;

/**
 * One step of Adam (Kingma and Ba, 2014) for any number of variables: learning rate, number of
 * updates, the variables, their gradients, and the running averages of gradients and of squared
 * gradients give the new variables and the new averages.
 *
 * @param alpha weight of the old average of gradients
 * @param beta weight of the old average of squared gradients
 * @param epsilon added to the square root that is divided by
 * @param normCoefficient weight of the variables themselves in the gradient
 * @param normCoefficientPost part by which the new variables shrink
 */
public record Adam(
    float alpha, float beta, float epsilon, float normCoefficient, float normCoefficientPost)
    implements Op {
  @Override
  public List<Type> infer(Inference in) {
    return Optimizers.infer(in, 2);
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    return Optimizers.evaluate(in, 2, this::update);
  }

  private void update(double[][] values, double[] gradient, double rate, long updates) {
    double[] x = values[0];
    double[] v = values[1];
    double[] h = values[2];
    double a = alpha;
    double b = beta;
    double r =
        updates > 0
            ? rate * Math.sqrt(1 - Math.pow(b, updates)) / (1 - Math.pow(a, updates))
            : rate;
    for (int i = 0; i < x.length; i++) {
      double g = normCoefficient * x[i] + gradient[i];
      v[i] = a * v[i] + (1 - a) * g;
      h[i] = b * h[i] + (1 - b) * g * g;
      double moved = x[i] - r * v[i] / (Math.sqrt(h[i]) + epsilon);
      x[i] = (1 - (double) normCoefficientPost) * moved;
    }
  }
}
