package dev.lanewise.loader.operators;

import dev.lanewise.op.ConvInteger;
import dev.lanewise.op.DequantizeLinear;
import dev.lanewise.op.DynamicQuantizeLinear;
import dev.lanewise.op.MatMulInteger;
import dev.lanewise.op.QLinearConv;
import dev.lanewise.op.QLinearMatMul;
import dev.lanewise.op.QuantizeLinear;
import dev.lanewise.tensor.DType;
import org.jspecify.annotations.Nullable;

/** Table lines of quantisation: the standard's, and those of {@code com.microsoft}. */
final class QuantOperators {
  private QuantOperators() {}

  static void addTo(OperatorTable table) {
    table.add("QuantizeLinear", 10, n -> n.emit(quantize(n)));
    table.add("DequantizeLinear", 10, n -> n.emit(dequantize(n)));
    table.add("DynamicQuantizeLinear", 11, n -> n.emit(new DynamicQuantizeLinear()));
    table.add(
        "QLinearConv",
        10,
        n -> n.emit(new QLinearConv(NnOperators.window(n), NnOperators.group(n))));
    table.add("QLinearMatMul", 10, n -> n.emit(new QLinearMatMul()));
    table.add(
        "ConvInteger",
        10,
        n -> n.emit(new ConvInteger(NnOperators.window(n), NnOperators.group(n))));
    table.add("MatMulInteger", 10, n -> n.emit(new MatMulInteger()));
    table.add(MicrosoftOperators.DOMAIN, "QuantizeLinear", 1, n -> n.emit(quantize(n)));
    table.add(MicrosoftOperators.DOMAIN, "DequantizeLinear", 1, n -> n.emit(dequantize(n)));
    MicrosoftOperators.addTo(table);
    MicrosoftQuantOperators.addTo(table);
  }

  private static QuantizeLinear quantize(OnnxNode n) {
    return new QuantizeLinear(
        NnOperators.int32(n, "axis", 1),
        NnOperators.int32(n, "block_size", 0),
        type(n, "output_dtype"),
        n.flag("saturate", true),
        type(n, "precision"));
  }

  private static DequantizeLinear dequantize(OnnxNode n) {
    return new DequantizeLinear(
        NnOperators.int32(n, "axis", 1),
        NnOperators.int32(n, "block_size", 0),
        type(n, "output_dtype"));
  }

  /** An element type; 0 stands for none. */
  private static @Nullable DType type(OnnxNode n, String attribute) {
    return n.integer(attribute, 0) == 0 ? null : n.dtype(attribute, DType.FLOAT);
  }
}
