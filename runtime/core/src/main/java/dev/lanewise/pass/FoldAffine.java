package dev.lanewise.pass;

import dev.lanewise.graph.Node;
import dev.lanewise.graph.Rewriter;
import dev.lanewise.graph.Value;
import dev.lanewise.op.Add;
import dev.lanewise.op.BatchNormalization;
import dev.lanewise.op.Conv;
import dev.lanewise.op.Div;
import dev.lanewise.op.Mul;
import dev.lanewise.op.Sub;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Folds what scales and shifts the channels of a convolution with constant weights (a
 * BatchNormalization, or arithmetic with one constant per channel) into weight and bias.
 */
final class FoldAffine implements Rewriter.Rule {
  /** y = x · scale[c] + shift[c]. */
  private record Affine(double[] scale, double[] shift) {}

  @Override
  public boolean apply(Node node, Rewriter r) {
    for (int i = 0; i < Math.min(2, node.inputs().size()); i++) {
      Node producer = r.producer(r.input(node, i));
      Value old = node.input(i);
      if (old != null
          && producer != null
          && producer.op() instanceof Conv conv
          && conv.epilogue().isNone()
          && !conv.exact()
          && r.old().uses(old) == 1
          && isFoldable(producer)) {
        Affine affine = affine(node, r, i, producer.inputs().get(1));
        if (affine != null) {
          fold(node, producer, conv, affine, r);
          return true;
        }
      }
    }
    return false;
  }

  private static @Nullable Tensor constant(@Nullable Value v) {
    Tensor t = v == null ? null : v.constant();
    return t != null && t.dtype() == DType.FLOAT ? t : null;
  }

  private static boolean isFoldable(Node producer) {
    return constant(producer.input(1)) != null
        && (producer.input(2) == null || constant(producer.input(2)) != null);
  }

  private static @Nullable Affine affine(Node node, Rewriter r, int i, @Nullable Value weight) {
    Tensor w = constant(weight);
    if (w == null) {
      return null;
    }
    int channels = w.shape().dim(0);
    if (node.op() instanceof BatchNormalization bn) {
      return i == 0 && node.outputs().size() == 1 ? normalization(bn, node, r) : null;
    }
    boolean sum = node.op() instanceof Add || (node.op() instanceof Sub && i == 0);
    boolean product = node.op() instanceof Mul || (node.op() instanceof Div && i == 0);
    if ((!sum && !product) || node.inputs().size() != 2) {
      return null;
    }
    float[] c = ChannelConstant.of(r.input(node, 1 - i), w.shape().rank(), 1, channels);
    if (c == null) {
      return null;
    }
    double[] scale = new double[channels];
    double[] shift = new double[channels];
    Arrays.fill(scale, 1);
    for (int k = 0; k < channels; k++) {
      if (sum) {
        shift[k] = node.op() instanceof Add ? c[k] : -c[k];
      } else {
        scale[k] = node.op() instanceof Mul ? c[k] : 1.0 / c[k];
      }
    }
    return new Affine(scale, shift);
  }

  private static @Nullable Affine normalization(BatchNormalization bn, Node node, Rewriter r) {
    Tensor gamma = constant(r.input(node, 1));
    Tensor beta = constant(r.input(node, 2));
    Tensor mean = constant(r.input(node, 3));
    Tensor variance = constant(r.input(node, 4));
    if (bn.training() || gamma == null || beta == null || mean == null || variance == null) {
      return null;
    }
    double[] scale = gamma.toDoubles();
    double[] shift = beta.toDoubles();
    double[] m = mean.toDoubles();
    double[] v = variance.toDoubles();
    for (int c = 0; c < scale.length; c++) {
      scale[c] /= Math.sqrt(v[c] + bn.epsilon());
      shift[c] -= m[c] * scale[c];
    }
    return new Affine(scale, shift);
  }

  private static void fold(Node node, Node producer, Conv conv, Affine affine, Rewriter r) {
    Value weight = producer.inputs().get(1);
    Tensor w = constant(weight);
    Tensor b = constant(producer.input(2));
    if (weight == null || w == null) {
      throw new IllegalStateException(producer + " has no constant weight");
    }
    float[] bias = new float[affine.scale.length];
    for (int c = 0; c < bias.length; c++) {
      double had = b == null ? 0 : b.floats()[c];
      bias[c] = (float) (had * affine.scale[c] + affine.shift[c]);
    }
    Tensor scaled =
        Tensor.stored(
            w.shape(),
            (to, at) -> {
              w.copyTo(to, at);
              scaleRows(to, at, w.size(), affine.scale);
            });
    Value y =
        r.add(
                producer.name(),
                conv,
                Arrays.asList(
                    producer.input(0),
                    r.constant(weight.name(), scaled),
                    r.constant(producer.name() + " bias", Tensor.of(Shape.of(bias.length), bias))),
                List.of(node.output(0).name()))
            .get(0);
    r.replace(node.output(0), y);
  }

  private static void scaleRows(float[] w, int at, int size, double[] scale) {
    int n = scale.length == 0 ? 0 : size / scale.length;
    for (int c = 0; c < scale.length; c++) {
      scaleRow(w, at + c * n, n, scale[c]);
    }
  }

  /** A method of its own is compiled after some rows, and not only when the loops end. */
  private static void scaleRow(float[] w, int at, int n, double scale) {
    for (int j = at; j < at + n; j++) {
      w[j] = (float) (w[j] * scale);
    }
  }
}
