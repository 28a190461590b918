package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.Arrays;
import java.util.List;

/**
 * Classes predicted by support vector machines from features {@code [N, F]}. Outputs: labels {@code
 * [N]} and scores, FLOAT.
 *
 * <p>With support vectors each pair of classes i and j has a machine that votes for i if its
 * decision value is positive and for j otherwise; the class with most votes is foremost. Scores are
 * the probabilities {@code [N, C]} if {@link #probA} is given, else the decision values {@code [N,
 * C (C − 1) / 2]}; the one value s of two classes becomes −s and s, or 1 − s and s if there is a
 * transform, as ONNX Runtime has it. Without support vectors each class has a linear function,
 * whose values {@code [N, C]} are the scores.
 *
 * @param kernel kernel function
 * @param supportVectors F numbers per support vector, ordered by class; empty for linear functions
 * @param vectorsPerClass support vectors of each class
 * @param coefficients {@code [C − 1, vectors]}, or {@code [C, F]} for linear functions
 * @param rho summand of each machine; of linear functions the first is taken for all
 * @param probA factors of the logistic functions that make probabilities, one per machine, or none
 * @param probB their summands
 * @param labels names of the classes
 * @param transform applied to the scores of a sample
 */
public record SVMClassifier(
    SvmKernel kernel,
    double[] supportVectors,
    int[] vectorsPerClass,
    double[] coefficients,
    double[] rho,
    double[] probA,
    double[] probB,
    ClassLabels labels,
    PostTransform transform)
    implements Op {
  /** Checks the numbers of everything. */
  public SVMClassifier {
    int vectors = Arrays.stream(vectorsPerClass).reduce(0, Math::addExact);
    int classes = labels.count();
    int machines = Math.multiplyExact(classes, classes - 1) / 2;
    if (vectors == 0) {
      require(rho.length > 0, "rho is missing");
      Features.perRow("coefficients", coefficients.length, classes);
    } else {
      Features.perRow("numbers of support vectors", supportVectors.length, vectors);
      require(vectorsPerClass.length == classes, "vectors_per_class does not fit the labels");
      require(
          Arrays.stream(vectorsPerClass).allMatch(n -> n >= 0), "vectors_per_class is negative");
      require(
          coefficients.length >= Math.multiplyExact(classes - 1, vectors),
          "there are fewer than (classes − 1) · vectors coefficients");
      require(rho.length >= machines, "rho needs a number for each pair of classes");
    }
    require(probA.length == probB.length, "prob_a and prob_b differ in length");
    require(
        probA.length == 0 || probA.length >= machines,
        "prob_a needs a number for each pair of classes");
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }

  private int vectors() {
    return Arrays.stream(vectorsPerClass).sum();
  }

  private int features() {
    int vectors = vectors();
    return vectors == 0 ? coefficients.length / labels.count() : supportVectors.length / vectors;
  }

  private int machines() {
    return labels.count() * (labels.count() - 1) / 2;
  }

  /** Number of scores of a sample. */
  private int width() {
    if (vectors() == 0 || probA.length > 0) {
      return labels.count();
    }
    return labels.count() > 2 ? machines() : 2;
  }

  @Override
  public List<Type> infer(Inference in) {
    int rows = Features.rows(in, features());
    return List.of(
        new TensorType(labels.dtype(), Shape.of(rows)),
        new TensorType(DType.FLOAT, Shape.of(rows, width())));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    int f = features();
    Features.check(x.shape(), f);
    int rows = Features.rows(x.shape());
    double[] v = x.toDoubles();
    int width = width();
    double[] z = new double[Math.multiplyExact(rows, width)];
    Object names = labels.dtype().storage().allocate(rows);
    for (int row = 0; row < rows; row++) {
      int best =
          vectors() == 0 ? linear(v, row * f, z, row * width) : vote(v, row * f, z, row * width);
      labels.write(best, names, row);
    }
    return List.of(
        Tensor.of(labels.dtype(), Shape.of(rows), names),
        Tensor.of(DType.FLOAT, Shape.of(rows, width), Elements.fromDoubles(DType.FLOAT, z)));
  }

  private int linear(double[] v, int at, double[] z, int zAt) {
    int f = features();
    int classes = labels.count();
    int best = 0;
    for (int c = 0; c < classes; c++) {
      z[zAt + c] = rho[0] + Features.dot(v, at, coefficients, c * f, f);
      best = z[zAt + c] > z[zAt + best] ? c : best;
    }
    boolean positive = Arrays.stream(coefficients).allMatch(w -> w >= 0);
    double most = z[zAt + best];
    if (classes == 2 && probA.length == 0 && (positive ? most >= 0.5 : most > 0)) {
      best = 1;
    }
    transform.apply(z, zAt, classes);
    return best;
  }

  private int vote(double[] v, int at, double[] z, int zAt) {
    int vectors = vectors();
    int classes = labels.count();
    int f = features();
    double[] kernels = new double[vectors];
    for (int s = 0; s < vectors; s++) {
      kernels[s] = kernel.of(v, at, supportVectors, s * f, f);
    }
    double[] decisions = new double[machines()];
    int[] votes = new int[classes];
    int machine = 0;
    int startI = 0;
    for (int i = 0; i < classes; i++) {
      int startJ = startI + vectorsPerClass[i];
      for (int j = i + 1; j < classes; j++) {
        double sum = rho[machine];
        int rowI = (j - 1) * vectors;
        sum += Features.dot(coefficients, rowI + startI, kernels, startI, vectorsPerClass[i]);
        sum +=
            Features.dot(coefficients, i * vectors + startJ, kernels, startJ, vectorsPerClass[j]);
        decisions[machine++] = sum;
        votes[sum > 0 ? i : j]++;
        startJ += vectorsPerClass[j];
      }
      startI += vectorsPerClass[i];
    }
    int best = 0;
    for (int c = 0; c < classes; c++) {
      best = votes[c] > votes[best] ? c : best;
    }
    writeScores(decisions, z, zAt);
    return best;
  }

  private void writeScores(double[] decisions, double[] z, int zAt) {
    int classes = labels.count();
    if (probA.length > 0) {
      double[] p = PairwiseProbabilities.couple(classes, pairs(decisions));
      System.arraycopy(p, 0, z, zAt, classes);
      transform.apply(z, zAt, classes);
    } else if (decisions.length > 1) {
      System.arraycopy(decisions, 0, z, zAt, decisions.length);
      transform.apply(z, zAt, decisions.length);
    } else {
      double s = decisions.length == 0 ? 0 : decisions[0];
      z[zAt] = transform == PostTransform.NONE ? -s : 1 - s;
      z[zAt + 1] = s;
      if (transform == PostTransform.PROBIT) {
        transform.apply(z, zAt, 2);
      }
    }
  }

  /** Probability of class i against class j for each pair. */
  private double[] pairs(double[] decisions) {
    int classes = labels.count();
    double[] r = new double[classes * classes];
    int machine = 0;
    for (int i = 0; i < classes; i++) {
      for (int j = i + 1; j < classes; j++) {
        double p = 1 - PostTransform.logistic(decisions[machine] * probA[machine] + probB[machine]);
        p = Math.min(Math.max(p, 1e-7), 1 - 1e-7);
        r[i * classes + j] = p;
        r[j * classes + i] = 1 - p;
        machine++;
      }
    }
    return r;
  }
}
