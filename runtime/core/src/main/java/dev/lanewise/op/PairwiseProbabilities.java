package dev.lanewise.op;

import java.util.Arrays;

/**
 * Probabilities of classes from those of pairs of classes: the second method of T.-F. Wu, C.-J. Lin
 * and R. C. Weng, Probability Estimates for Multi-class Classification by Pairwise Coupling, 2004.
 */
final class PairwiseProbabilities {
  private static final int MOST_ROUNDS = 100;

  private PairwiseProbabilities() {}

  /**
   * Minimises {@code Σ (r[j][i] p[i] − r[i][j] p[j])²} over probabilities p.
   *
   * @param k number of classes
   * @param r probability of class i against class j at {@code i · k + j}
   */
  static double[] couple(int k, double[] r) {
    double[] q = new double[k * k];
    for (int i = 0; i < k; i++) {
      for (int j = 0; j < k; j++) {
        if (j != i) {
          q[i * k + i] += r[j * k + i] * r[j * k + i];
          q[i * k + j] = -r[j * k + i] * r[i * k + j];
        }
      }
    }
    double[] p = new double[k];
    Arrays.fill(p, 1.0 / k);
    double[] qp = new double[k];
    for (int round = 0; round < MOST_ROUNDS; round++) {
      double pqp = 0;
      for (int i = 0; i < k; i++) {
        qp[i] = Features.dot(q, i * k, p, 0, k);
        pqp += p[i] * qp[i];
      }
      double error = 0;
      for (int i = 0; i < k; i++) {
        error = Math.max(error, Math.abs(qp[i] - pqp));
      }
      if (error < 0.005 / k) {
        break;
      }
      for (int i = 0; i < k; i++) {
        double diff = (pqp - qp[i]) / q[i * k + i];
        p[i] += diff;
        pqp = (pqp + diff * (diff * q[i * k + i] + 2 * qp[i])) / (1 + diff) / (1 + diff);
        for (int j = 0; j < k; j++) {
          qp[j] = (qp[j] + diff * q[i * k + j]) / (1 + diff);
          p[j] /= 1 + diff;
        }
      }
    }
    return p;
  }
}
