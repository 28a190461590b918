package dev.lanewise.loader.operators;

import dev.lanewise.graph.Value;
import dev.lanewise.kernel.Epilogue;
import dev.lanewise.op.Add;
import dev.lanewise.op.CastLike;
import dev.lanewise.op.Gelu;
import dev.lanewise.op.LayerNormalization;
import dev.lanewise.op.MatMul;
import dev.lanewise.op.Mul;
import dev.lanewise.op.RMSNormalization;
import dev.lanewise.op.Reciprocal;
import dev.lanewise.op.ReduceMean;
import dev.lanewise.op.Sqrt;
import dev.lanewise.op.Swish;
import dev.lanewise.tensor.DType;
import java.util.ArrayList;
import java.util.List;

/** Table lines of {@code com.microsoft} operators that are compositions of standard ones. */
final class MicrosoftOperators {
  static final String DOMAIN = "com.microsoft";

  private static final float EPSILON = 1e-5f;

  private MicrosoftOperators() {}

  static void addTo(OperatorTable table) {
    table.add(DOMAIN, "FusedMatMul", 1, MicrosoftOperators::matMul);
    table.add(DOMAIN, "Gelu", 1, n -> n.emit(new Gelu(false)));
    table.add(DOMAIN, "BiasGelu", 1, n -> n.emit(new Gelu(false), biased(n)));
    table.add(DOMAIN, "FastGelu", 1, n -> n.emit(new Gelu(true), biased(n)));
    table.add(DOMAIN, "QuickGelu", 1, n -> n.emit(new Swish(n.real("alpha", 1.702f))));
    table.add(
        DOMAIN,
        "LayerNormalization",
        1,
        n -> n.emit(new LayerNormalization(axis(n), epsilon(n), DType.FLOAT)));
    table.add(
        DOMAIN,
        "SimplifiedLayerNormalization",
        1,
        n -> n.emit(new RMSNormalization(axis(n), epsilon(n))));
    table.add(
        "SimplifiedLayerNormalization", 1, n -> n.emit(new RMSNormalization(axis(n), epsilon(n))));
    table.add(DOMAIN, "SkipLayerNormalization", 1, MicrosoftOperators::skipLayerNormalization);
    table.add(
        DOMAIN, "SkipSimplifiedLayerNormalization", 1, MicrosoftOperators::skipRmsNormalization);
  }

  private static int axis(OnnxNode n) {
    return NnOperators.int32(n, "axis", -1);
  }

  private static float epsilon(OnnxNode n) {
    return n.real("epsilon", EPSILON);
  }

  private static void matMul(OnnxNode n) {
    if (n.flag("transBatchA", false) || n.flag("transBatchB", false)) {
      throw n.unsupported("transBatchA and transBatchB are not supported");
    }
    n.emit(
        new MatMul(
            n.flag("transA", false), n.flag("transB", false), n.real("alpha", 1), Epilogue.NONE));
  }

  /** The first input plus the second, if there is one. */
  private static Value biased(OnnxNode n) {
    return n.has(1) ? n.add(new Add(), n.input(0), n.input(1)) : n.input(0);
  }

  private static void skipLayerNormalization(OnnxNode n) {
    Value sum = sum(n, 4);
    LayerNormalization op = new LayerNormalization(-1, epsilon(n), DType.FLOAT);
    Value beta = n.inputOrNull(3);
    int computed = Math.min(3, n.outputs());
    List<Value> results = new ArrayList<>(n.addAll(op, computed, sum, n.input(2), beta));
    if (n.outputs() > 3) {
      results.add(sum);
    }
    n.emitAs(results);
  }

  private static void skipRmsNormalization(OnnxNode n) {
    Value sum = sum(n, 3);
    Value y = n.add(new RMSNormalization(-1, epsilon(n)), sum, n.input(2));
    if (n.outputs() < 2) {
      n.emitAs(List.of(y));
      return;
    }
    Value last = n.constant(-1L);
    Value mean = n.add(new ReduceMean(true, false), sum, last);
    Value square = n.add(new ReduceMean(true, false), n.add(new Mul(), sum, sum), last);
    Value epsilon = n.add(new CastLike(true, "up"), n.constant(epsilon(n)), square);
    Value inverse = n.add(new Reciprocal(), n.add(new Sqrt(), n.add(new Add(), square, epsilon)));
    n.emitAs(List.of(y, mean, inverse, sum));
  }

  /** Input, skip connection and, if it is given, the bias at an index. */
  private static Value sum(OnnxNode n, int bias) {
    Value sum = n.add(new Add(), n.input(0), n.input(1));
    return n.has(bias) ? n.add(new Add(), sum, n.input(bias)) : sum;
  }
}
