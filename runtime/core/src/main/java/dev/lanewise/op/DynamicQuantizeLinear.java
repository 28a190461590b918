package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Ref;
import dev.lanewise.kernel.Elementwise;
import dev.lanewise.kernel.Reduce;
import dev.lanewise.kernel.ReduceFunction;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Storage;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;

/**
 * FLOAT to UINT8 with a scale and zero point that cover the range of the input and 0.
 *
 * <p>Outputs: the quantised input, its FLOAT scale and its UINT8 zero point.
 */
public record DynamicQuantizeLinear() implements Op {
  private static final int GRAIN = 1 << 14;
  private static final int PARTS = 64;

  @Override
  public List<Type> infer(Inference in) {
    in.require(in.dtype(0) == DType.FLOAT, "needs a FLOAT input, got " + in.dtype(0));
    return List.of(
        new TensorType(DType.UINT8, in.shape(0)),
        new TensorType(DType.FLOAT, Shape.SCALAR),
        new TensorType(DType.UINT8, Shape.SCALAR));
  }

  /** The scale for a range that includes 0. */
  private static float scale(float min, float max) {
    return (max == min ? 1 : max - min) / 255;
  }

  private static int zero(float min, float scale) {
    return (int) Math.rint(Math.max(0, Math.min(255, -min / scale)));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    float[] values = x.floats();
    float min = 0;
    float max = 0;
    for (float v : values) {
      min = Math.min(min, v);
      max = Math.max(max, v);
    }
    float scale = scale(min, max);
    int zero = zero(min, scale);
    byte[] y = new byte[values.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = (byte) Math.max(0, Math.min(255, Math.rint(values[i] / scale) + zero));
    }
    return List.of(
        Tensor.of(DType.UINT8, x.shape(), y),
        Tensor.scalar(scale),
        Tensor.of(DType.UINT8, Shape.SCALAR, new byte[] {(byte) zero}));
  }

  @Override
  public void lower(Lowering l) {
    int n = l.shape(0).size();
    if (n == 0) {
      l.reference();
      return;
    }
    Ref x = l.input(0);
    Ref y = l.output(0);
    Ref scale = l.isUsed(1) ? l.output(1) : l.scratch(Storage.FLOATS, 1);
    Ref zero = l.isUsed(2) ? l.output(2) : l.scratch(Storage.BYTES, 1);
    emitRange(l, x, n, scale, zero);
    Ref quotients = l.scratch(Storage.FLOATS, n);
    Elementwise kernel = l.kernels().elementwise();
    l.emitRange(
        "quantize",
        n,
        GRAIN,
        (f, from, to) -> {
          float[] q = f.floats(quotients);
          float s = f.floats(scale)[scale.offset()];
          int z = f.bytes(zero)[zero.offset()] & 0xff;
          for (int i = from; i < to; i += RoundToGrid.CHUNK) {
            int m = Math.min(RoundToGrid.CHUNK, to - i);
            int at = quotients.offset() + i;
            RoundToGrid.apply(kernel, s, -z, 255 - z, f.floats(x), x.offset() + i, q, at, m);
            IntegerElements.fromFloats(DType.UINT8, q, at, z, f.bytes(y), y.offset() + i, m);
          }
        });
  }

  /** Finds the range part by part, whatever the threads, and then scale and zero point. */
  private static void emitRange(Lowering l, Ref x, int n, Ref scale, Ref zero) {
    Ref extremes = l.scratch(Storage.FLOATS, 2 * PARTS);
    Reduce reduce = l.kernels().reduce();
    int parts = Math.min(PARTS, 1 + n / GRAIN);
    l.emitRange(
        "range of parts",
        parts,
        1,
        (f, from, to) -> {
          float[] e = f.floats(extremes);
          for (int p = from; p < to; p++) {
            int begin = (int) ((long) n * p / parts);
            int size = (int) ((long) n * (p + 1) / parts) - begin;
            int at = x.offset() + begin;
            int low = extremes.offset() + 2 * p;
            reduce.reduce(ReduceFunction.MIN, f.floats(x), at, e, low, 1, size, 1);
            reduce.reduce(ReduceFunction.MAX, f.floats(x), at, e, low + 1, 1, size, 1);
          }
        });
    l.emit(
        "scale and zero point",
        f -> {
          float[] e = f.floats(extremes);
          float min = 0;
          float max = 0;
          for (int p = 0; p < parts; p++) {
            min = Math.min(min, e[extremes.offset() + 2 * p]);
            max = Math.max(max, e[extremes.offset() + 2 * p + 1]);
          }
          float s = scale(min, max);
          f.floats(scale)[scale.offset()] = s;
          f.bytes(zero)[zero.offset()] = (byte) zero(min, s);
        });
  }
}
