package dev.lanewise.pass;

import dev.lanewise.graph.Node;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Rewriter;
import dev.lanewise.graph.Value;
import dev.lanewise.op.Conv;
import dev.lanewise.op.Gemm;
import dev.lanewise.op.MatMul;
import dev.lanewise.op.Mul;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Multiplies the constant weight of a product instead of its other operand, where that is something
 * times one number: the dequantised input of a convolution, or a normalised image.
 */
final class AbsorbScale implements Rewriter.Rule {
  @Override
  public boolean apply(Node node, Rewriter r) {
    Tensor weight = constant(r.input(node, 1));
    Node scaling = r.producer(r.input(node, 0));
    if (weight == null || scaling == null || !(scaling.op() instanceof Mul)) {
      return false;
    }
    int factorAt = isFactor(scaling.input(1)) ? 1 : 0;
    Double factor = QuantizedFloats.single(scaling.input(factorAt));
    if (factor == null || !isFactor(scaling.input(factorAt))) {
      return false;
    }
    float scale = factor.floatValue();
    List<@Nullable Value> arguments = new ArrayList<>(r.inputs(node));
    arguments.set(0, scaling.input(1 - factorAt));
    Op op;
    if (node.op() instanceof Conv conv && !conv.exact()) {
      Tensor scaled =
          Tensor.stored(
              weight.shape(),
              (to, at) -> {
                weight.copyTo(to, at);
                scale(to, at, weight.size(), scale);
              });
      arguments.set(1, r.constant(node.name() + " weight", scaled));
      op = conv;
    } else if (node.op() instanceof Gemm g) {
      op = new Gemm(g.alpha() * scale, g.beta(), g.transA(), g.transB(), g.epilogue());
    } else if (node.op() instanceof MatMul m) {
      op = new MatMul(m.transA(), m.transB(), m.alpha() * scale, m.epilogue());
    } else {
      return false;
    }
    r.replace(node.output(0), r.add(node.name(), op, arguments, names(node)).get(0));
    return true;
  }

  private static List<String> names(Node node) {
    return List.of(node.output(0).name());
  }

  /** A FLOAT constant. */
  private static @Nullable Tensor constant(@Nullable Value v) {
    Tensor t = v == null ? null : v.constant();
    return t != null && t.dtype() == DType.FLOAT ? t : null;
  }

  /** Whether a value is one FLOAT number that changes no shape when it is multiplied. */
  private static boolean isFactor(@Nullable Value v) {
    Tensor t = constant(v);
    return t != null && t.size() == 1 && t.shape().rank() <= 1;
  }

  private static void scale(float[] w, int at, int size, float factor) {
    for (int i = at; i < at + size; i++) {
      w[i] *= factor;
    }
  }
}
