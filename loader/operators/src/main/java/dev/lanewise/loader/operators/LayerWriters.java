package dev.lanewise.loader.operators;

import static dev.lanewise.loader.operators.OperatorWriters.add;
import static dev.lanewise.loader.operators.OperatorWriters.addPlain;
import static dev.lanewise.loader.operators.OperatorWriters.window;

import dev.lanewise.graph.Value;
import dev.lanewise.op.ConvInteger;
import dev.lanewise.op.DequantizeLinear;
import dev.lanewise.op.Dropout;
import dev.lanewise.op.DynamicQuantizeLinear;
import dev.lanewise.op.GRU;
import dev.lanewise.op.GlobalLpPool;
import dev.lanewise.op.LSTM;
import dev.lanewise.op.LpPool;
import dev.lanewise.op.MatMulInteger;
import dev.lanewise.op.MeanVarianceNormalization;
import dev.lanewise.op.NearestMode;
import dev.lanewise.op.QLinearConv;
import dev.lanewise.op.QLinearMatMul;
import dev.lanewise.op.QuantizeLinear;
import dev.lanewise.op.RMSNormalization;
import dev.lanewise.op.RNN;
import dev.lanewise.op.Recurrence;
import dev.lanewise.op.Resize;
import dev.lanewise.op.ResizeMode;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;

/** How resampling, recurrent and quantised layers are written. */
final class LayerWriters {
  private LayerWriters() {}

  static void addAll() {
    add(Dropout.class, LayerWriters::dropout);
    add(GlobalLpPool.class, (op, n) -> norm(n, op.p()));
    add(LpPool.class, LayerWriters::lpPool);
    add(MeanVarianceNormalization.class, (op, n) -> n.longs("axes", op.axes()));
    add(
        RMSNormalization.class,
        (op, n) -> n.since(23).integer("axis", op.axis()).real("epsilon", op.epsilon()));
    add(Resize.class, LayerWriters::resize);
    addRecurrent();
    addQuantised();
  }

  private static void dropout(Dropout op, NodeWriter n) {
    Integer seed = op.seed();
    if (seed != null) {
      n.integer("seed", seed);
    }
  }

  private static NodeWriter norm(NodeWriter n, float p) {
    n.require(p == (int) p, "the exponent " + p + " of its norm is not whole");
    return n.integer("p", (int) p);
  }

  private static void lpPool(LpPool op, NodeWriter n) {
    boolean newer = op.window().ceil() || op.window().dilations().length > 0;
    window(norm(n.since(newer ? 18 : 1), op.p()), op.window());
  }

  private static void resize(Resize op, NodeWriter n) {
    n.text("mode", DataWriters.lower(op.mode()));
    n.text("coordinate_transformation_mode", DataWriters.lower(op.coordinates()));
    n.text("nearest_mode", DataWriters.lower(nearest(op, n)));
    n.real("cubic_coeff_a", op.cubicCoefficient());
    n.flag("exclude_outside", op.excludeOutside());
    n.real("extrapolation_value", op.extrapolation());
    if (op.antialias()) {
      n.since(18).flag("antialias", true);
    }
    if (op.axes().length > 0) {
      n.since(18).ints("axes", op.axes());
    }
    switch (op.aspectRatio()) {
      case STRETCH -> {}
      case NOT_LARGER, NOT_SMALLER ->
          n.since(18).text("keep_aspect_ratio_policy", DataWriters.lower(op.aspectRatio()));
    }
    switch (op.coordinates()) {
      case HALF_PIXEL_SYMMETRIC -> n.since(19);
      case TF_HALF_PIXEL_FOR_NN -> n.needs("coordinates as in operator set 10");
      default -> {}
    }
  }

  /** The first Resize rounded down where it enlarged and up where it reduced. */
  private static NearestMode nearest(Resize op, NodeWriter n) {
    if (op.nearest() != NearestMode.FLOOR_OR_CEIL) {
      return op.nearest();
    }
    if (op.mode() != ResizeMode.NEAREST) {
      return NearestMode.FLOOR;
    }
    Value input = n.node().input(2);
    Tensor scales = input == null ? null : input.constant();
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    if (scales != null) {
      for (double scale : scales.toDoubles()) {
        least = Math.min(least, scale);
        most = Math.max(most, scale);
      }
    }
    if (scales != null && least >= 1) {
      return NearestMode.FLOOR;
    } else if (scales != null && most <= 1) {
      return NearestMode.CEIL;
    }
    n.needs("the rounding of operator set 10");
    return op.nearest();
  }

  private static void addRecurrent() {
    add(RNN.class, (op, n) -> recurrence(n, op.recurrence()));
    add(
        GRU.class,
        (op, n) ->
            recurrence(n, op.recurrence()).flag("linear_before_reset", op.linearBeforeReset()));
    add(
        LSTM.class,
        (op, n) -> recurrence(n, op.recurrence()).flag("input_forget", op.inputForget()));
  }

  private static NodeWriter recurrence(NodeWriter n, Recurrence op) {
    n.text("direction", DataWriters.lower(op.direction()));
    CellFunctions.write(n, op.functions());
    if (op.clip() != Float.POSITIVE_INFINITY) {
      n.real("clip", op.clip());
    }
    if (op.batchFirst()) {
      n.flag("layout", true);
    }
    // ONNX Runtime wants the size although it follows from the weights.
    TensorType r = n.tensorType(2);
    Shape shape = r == null ? null : r.shape();
    if (shape != null && shape.dim(2) != Shape.UNKNOWN) {
      n.integer("hidden_size", shape.dim(2));
    }
    return n;
  }

  private static void addQuantised() {
    addPlain(1, DynamicQuantizeLinear.class, MatMulInteger.class);
    add(ConvInteger.class, (op, n) -> window(n, op.window()).integer("group", op.group()));
    add(QLinearConv.class, (op, n) -> window(n, op.window()).integer("group", op.group()));
    add(QLinearMatMul.class, LayerWriters::qLinearMatMul);
    add(QuantizeLinear.class, LayerWriters::quantize);
    add(DequantizeLinear.class, LayerWriters::dequantize);
  }

  private static void qLinearMatMul(QLinearMatMul op, NodeWriter n) {
    TensorType scale = n.tensorType(1);
    n.since(scale != null && scale.dtype() != DType.FLOAT ? 21 : 1);
  }

  /** 16-bit integers came with the operator set of 4-bit ones. */
  private static void since16Bits(NodeWriter n, int i) {
    TensorType type = n.tensorType(i);
    if (type != null && (type.dtype() == DType.INT16 || type.dtype() == DType.UINT16)) {
      n.since(21);
    }
  }

  private static void quantize(QuantizeLinear op, NodeWriter n) {
    since16Bits(n, 2);
    n.integer("axis", op.axis());
    if (op.block() > 0) {
      n.since(21).integer("block_size", op.block());
    }
    if (op.outputType() != null) {
      n.since(21).dtype("output_dtype", op.outputType());
    }
    if (!op.saturate()) {
      n.since(19).flag("saturate", false);
    }
    if (op.precision() != null) {
      n.since(23).dtype("precision", op.precision());
    }
  }

  private static void dequantize(DequantizeLinear op, NodeWriter n) {
    since16Bits(n, 0);
    n.integer("axis", op.axis());
    if (op.block() > 0) {
      n.since(21).integer("block_size", op.block());
    }
    if (op.outputType() != null) {
      n.since(23).dtype("output_dtype", op.outputType());
    }
  }
}
