package dev.lanewise.loader.operators;

import dev.lanewise.op.AutoPad;
import dev.lanewise.op.AveragePool;
import dev.lanewise.op.Conv;
import dev.lanewise.op.Gemm;
import dev.lanewise.op.GlobalAveragePool;
import dev.lanewise.op.GlobalLpPool;
import dev.lanewise.op.GlobalMaxPool;
import dev.lanewise.op.LpPool;
import dev.lanewise.op.MatMul;
import dev.lanewise.op.MaxPool;
import dev.lanewise.op.Window;

/** Table lines of neural network operators: convolution, pooling, products and their relatives. */
final class NnOperators {
  private NnOperators() {}

  static void addProducts(OperatorTable table) {
    table.add("Conv", 1, n -> n.emit(new Conv(window(n), group(n))));
    table.add(
        "Gemm",
        1,
        n ->
            n.emit(
                new Gemm(
                    n.real("alpha", 1),
                    n.real("beta", 1),
                    n.flag("transA", false),
                    n.flag("transB", false))));
    table.add("MatMul", 1, n -> n.emit(new MatMul()));
  }

  static void addPools(OperatorTable table) {
    table.add(
        "MaxPool", 1, n -> n.emit(new MaxPool(window(n), n.integer("storage_order", 0) == 1)));
    table.add(
        "AveragePool",
        1,
        n -> n.emit(new AveragePool(window(n), n.flag("count_include_pad", false))));
    table.add("GlobalAveragePool", 1, n -> n.emit(new GlobalAveragePool()));
  }

  static void addOtherPools(OperatorTable table) {
    table.add("LpPool", 1, n -> n.emit(new LpPool(window(n), n.real("p", 2))));
    table.add("LpPool", 2, n -> n.emit(new LpPool(window(n), int32(n, "p", 2))));
    table.add("GlobalMaxPool", 1, n -> n.emit(new GlobalMaxPool()));
    table.add("GlobalLpPool", 1, n -> n.emit(new GlobalLpPool(n.real("p", 2))));
    table.add("GlobalLpPool", 2, n -> n.emit(new GlobalLpPool(int32(n, "p", 2))));
  }

  /** The attributes of a sliding window. */
  static Window window(OnnxNode n) {
    return new Window(
        autoPad(n),
        n.ints("kernel_shape"),
        n.ints("strides"),
        n.ints("dilations"),
        n.ints("pads"),
        n.flag("ceil_mode", false));
  }

  static int group(OnnxNode n) {
    return int32(n, "group", 1);
  }

  /** An INT attribute that must fit 32 bits. */
  static int int32(OnnxNode n, String attribute, long defaultValue) {
    long value = n.integer(attribute, defaultValue);
    if (value != (int) value) {
      throw n.fail(attribute + " is " + value + ", which does not fit 32 bits");
    }
    return (int) value;
  }

  /** The attribute {@code auto_pad}. */
  static AutoPad autoPad(OnnxNode n) {
    String text = n.text("auto_pad", "NOTSET");
    return switch (text) {
      case "NOTSET", "" -> AutoPad.NOTSET;
      case "SAME_UPPER" -> AutoPad.SAME_UPPER;
      case "SAME_LOWER" -> AutoPad.SAME_LOWER;
      case "VALID" -> AutoPad.VALID;
      default -> throw n.fail("auto_pad is '" + text + "', which the standard does not know");
    };
  }
}
