package dev.lanewise.loader.operators;

import static dev.lanewise.loader.operators.MicrosoftOperators.DOMAIN;

import dev.lanewise.graph.Op;
import dev.lanewise.graph.Value;
import dev.lanewise.op.Add;
import dev.lanewise.op.AveragePool;
import dev.lanewise.op.Cast;
import dev.lanewise.op.Concat;
import dev.lanewise.op.DequantizeLinear;
import dev.lanewise.op.DynamicQuantizeLinear;
import dev.lanewise.op.Gemm;
import dev.lanewise.op.GlobalAveragePool;
import dev.lanewise.op.LeakyRelu;
import dev.lanewise.op.MatMulInteger;
import dev.lanewise.op.Mul;
import dev.lanewise.op.QuantizeLinear;
import dev.lanewise.op.Sigmoid;
import dev.lanewise.op.Softmax;
import dev.lanewise.op.Transpose;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Table lines of {@code com.microsoft} operators on quantised values: a dequantised operand, the
 * operator on floats, a quantised result.
 */
final class MicrosoftQuantOperators {
  private MicrosoftQuantOperators() {}

  static void addTo(OperatorTable table) {
    table.add(DOMAIN, "QLinearAdd", 1, n -> binary(n, new Add()));
    table.add(DOMAIN, "QLinearMul", 1, n -> binary(n, new Mul()));
    table.add(DOMAIN, "QLinearSigmoid", 1, n -> unary(n, new Sigmoid()));
    table.add(DOMAIN, "QLinearLeakyRelu", 1, n -> unary(n, new LeakyRelu(n.real("alpha", 0.01f))));
    table.add(
        DOMAIN, "QLinearSoftmax", 1, n -> unary(n, new Softmax(NnOperators.int32(n, "axis", -1))));
    table.add(DOMAIN, "QLinearGlobalAveragePool", 1, n -> pool(n, new GlobalAveragePool()));
    table.add(
        DOMAIN,
        "QLinearAveragePool",
        1,
        n -> pool(n, new AveragePool(NnOperators.window(n), n.flag("count_include_pad", false))));
    table.add(DOMAIN, "QLinearConcat", 1, MicrosoftQuantOperators::concat);
    table.add(DOMAIN, "QGemm", 1, MicrosoftQuantOperators::gemm);
    table.add(DOMAIN, "DynamicQuantizeMatMul", 1, MicrosoftQuantOperators::dynamicMatMul);
    table.add(DOMAIN, "MatMulIntegerToFloat", 1, MicrosoftQuantOperators::matMulToFloat);
  }

  /** The quantised input at an index, whose scale and zero point follow it, as floats. */
  private static Value dequantized(OnnxNode n, int at) {
    return n.add(new DequantizeLinear(1), n.input(at), n.input(at + 1), n.inputOrNull(at + 2));
  }

  /** Emits a float result as the quantised output; scale and zero point are inputs. */
  private static void quantize(OnnxNode n, Value y, int scale) {
    n.emit(new QuantizeLinear(1), y, n.input(scale), n.inputOrNull(scale + 1));
  }

  private static void unary(OnnxNode n, Op op) {
    quantize(n, n.add(op, dequantized(n, 0)), 3);
  }

  private static void binary(OnnxNode n, Op op) {
    quantize(n, n.add(op, dequantized(n, 0), dequantized(n, 3)), 6);
  }

  private static void pool(OnnxNode n, Op op) {
    Value x = dequantized(n, 0);
    if (!n.flag("channels_last", false)) {
      quantize(n, n.add(op, x), 3);
      return;
    }
    Shape shape = x.type() instanceof TensorType t ? t.shape() : null;
    if (shape == null) {
      throw n.unsupported("channels_last needs an input of known rank");
    }
    int rank = shape.rank();
    int[] toFirst = new int[rank];
    int[] toLast = new int[rank];
    toFirst[1] = rank - 1;
    toLast[rank - 1] = 1;
    for (int i = 1; i < rank - 1; i++) {
      toFirst[i + 1] = i;
      toLast[i] = i + 1;
    }
    Value pooled = n.add(op, n.add(new Transpose(toFirst), x));
    quantize(n, n.add(new Transpose(toLast), pooled), 3);
  }

  private static void concat(OnnxNode n) {
    List<Value> parts = new ArrayList<>();
    for (int i = 2; i < n.inputs(); i += 3) {
      parts.add(dequantized(n, i));
    }
    Op op = new Concat(NnOperators.int32(n, "axis", 1));
    quantize(n, n.add(op, parts.toArray(new Value[0])), 0);
  }

  private static void gemm(OnnxNode n) {
    float alpha = n.real("alpha", 1);
    boolean transB = n.flag("transB", false);
    Value scale = n.add(new Mul(), n.input(1), n.input(4));
    Value b = n.add(new DequantizeLinear(transB ? 0 : 1), n.input(3), n.input(4), n.inputOrNull(5));
    @Nullable Value c = null;
    if (n.has(6)) {
      // The bias is in units of the product of the scales, to which alpha belongs.
      Value units = n.add(new Mul(), scale, n.constant(alpha));
      c = n.add(new Mul(), n.add(new Cast(DType.FLOAT, true, "up"), n.input(6)), units);
    }
    Gemm op = new Gemm(alpha, 1, n.flag("transA", false), transB);
    if (n.has(7)) {
      quantize(n, n.add(op, dequantized(n, 0), b, c), 7);
    } else {
      n.emit(op, dequantized(n, 0), b, c);
    }
  }

  private static void dynamicMatMul(OnnxNode n) {
    List<Value> a = n.addAll(new DynamicQuantizeLinear(), 3, n.input(0));
    Value sums = n.add(new MatMulInteger(), a.get(0), n.input(1), a.get(2), n.inputOrNull(3));
    scaled(n, sums, n.add(new Mul(), a.get(1), n.input(2)), n.inputOrNull(4));
  }

  private static void matMulToFloat(OnnxNode n) {
    Value sums =
        n.add(new MatMulInteger(), n.input(0), n.input(1), n.inputOrNull(4), n.inputOrNull(5));
    scaled(n, sums, n.add(new Mul(), n.input(2), n.input(3)), n.inputOrNull(6));
  }

  private static void scaled(OnnxNode n, Value sums, Value scale, @Nullable Value bias) {
    Value floats = n.add(new Cast(DType.FLOAT, true, "up"), sums);
    if (bias == null) {
      n.emit(new Mul(), floats, scale);
    } else {
      n.emit(new Add(), n.add(new Mul(), floats, scale), bias);
    }
  }
}
