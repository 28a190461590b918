package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.LayoutChoice;
import dev.lanewise.graph.LayoutQuery;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Ref;
import dev.lanewise.kernel.Elementwise;
import dev.lanewise.kernel.UnaryFunction;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Limits elements to an interval: {@code min(max(x, low), high)}; NaN stays NaN. Inputs are x and,
 * both optional and with one element each, low and high.
 */
public record Clip() implements Op {
  private static final int GRAIN = 32_768;

  @Override
  public List<Type> infer(Inference in) {
    DType dtype = in.dtype(0);
    in.require(Types.isNumber(dtype), Types.notDefinedFor(dtype));
    for (int i = 1; i <= 2; i++) {
      if (in.has(i)) {
        Shape limit = in.shape(i);
        in.require(
            in.dtype(i) == dtype,
            "the limits must be " + dtype + " as the first input, but input " + i + " is not");
        in.require(
            limit == null || !limit.isKnown() || limit.size() == 1,
            "the limits must have one element, but input " + i + " has shape " + limit);
      }
    }
    return List.of(in.tensor(0));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    Tensor low = in.tensorOrNull(1);
    Tensor high = in.tensorOrNull(2);
    DType dtype = x.dtype();
    Tensor y = Tensor.zeros(dtype, x.shape());
    Object wide = Wide.storage(dtype).allocate(x.size());
    clip(
        dtype,
        x.array(),
        0,
        low == null ? null : low.array(),
        0,
        high == null ? null : high.array(),
        0,
        wide,
        0,
        y.array(),
        0,
        x.size());
    return List.of(y);
  }

  /**
   * Clips n elements of any type.
   *
   * @param wide room for n elements in the type they are computed in
   */
  private static void clip(
      DType dtype,
      Object x,
      int xAt,
      @Nullable Object low,
      int lowAt,
      @Nullable Object high,
      int highAt,
      Object wide,
      int at,
      Object y,
      int yAt,
      int n) {
    if (n == 0) {
      return;
    }
    if (wide instanceof double[] v) {
      double min = Double.NEGATIVE_INFINITY;
      double max = Double.POSITIVE_INFINITY;
      if (low != null) {
        Elements.decode(dtype, low, lowAt, v, at, 1);
        min = v[at];
      }
      if (high != null) {
        Elements.decode(dtype, high, highAt, v, at, 1);
        max = v[at];
      }
      Elements.decode(dtype, x, xAt, v, at, n);
      for (int i = at; i < at + n; i++) {
        v[i] = Math.min(Math.max(v[i], min), max);
      }
      Elements.encode(dtype, v, at, y, yAt, n);
      return;
    }
    long[] v = (long[]) wide;
    long flip = dtype == DType.UINT64 ? Long.MIN_VALUE : 0;
    long min = Long.MIN_VALUE;
    long max = Long.MAX_VALUE;
    if (low != null) {
      Elements.decode(dtype, low, lowAt, v, at, 1);
      min = v[at] ^ flip;
    }
    if (high != null) {
      Elements.decode(dtype, high, highAt, v, at, 1);
      max = v[at] ^ flip;
    }
    Elements.decode(dtype, x, xAt, v, at, n);
    for (int i = at; i < at + n; i++) {
      v[i] = Math.min(Math.max(v[i] ^ flip, min), max) ^ flip;
    }
    Elements.encode(dtype, v, at, y, yAt, n);
  }

  @Override
  public LayoutChoice layouts(LayoutQuery q) {
    return new LayoutChoice(List.of(q.layout(0)), q.layout(0));
  }

  @Override
  public void lower(Lowering l) {
    if (l.dtype(0) != DType.FLOAT) {
      lowerWide(l);
      return;
    }
    l.reuse(0, 0);
    Elementwise kernel = l.kernels().elementwise();
    Ref x = l.input(0);
    Ref low = l.has(1) ? l.input(1) : null;
    Ref high = l.has(2) ? l.input(2) : null;
    Ref y = l.output(0);
    l.emitRange(
        "Clip",
        Planes.floats(l.shape(0), l.layout(0)),
        GRAIN,
        (frame, from, to) -> {
          float min = low == null ? Float.NEGATIVE_INFINITY : frame.floats(low)[low.offset()];
          float max = high == null ? Float.POSITIVE_INFINITY : frame.floats(high)[high.offset()];
          kernel.unary(
              UnaryFunction.CLIP,
              min,
              max,
              frame.floats(x),
              x.offset() + from,
              frame.floats(y),
              y.offset() + from,
              to - from);
        });
  }

  private static void lowerWide(Lowering l) {
    DType dtype = l.dtype(0);
    int n = l.shape(0).size();
    Ref x = l.input(0);
    Ref low = l.has(1) ? l.input(1) : null;
    Ref high = l.has(2) ? l.input(2) : null;
    Ref y = l.output(0);
    Ref wide = l.scratch(Wide.storage(dtype), n);
    l.emitRange(
        "Clip " + dtype,
        n,
        GRAIN,
        (f, from, to) ->
            clip(
                dtype,
                f.array(x),
                x.offset() + from,
                low == null ? null : f.array(low),
                low == null ? 0 : low.offset(),
                high == null ? null : f.array(high),
                high == null ? 0 : high.offset(),
                f.array(wide),
                wide.offset() + from,
                f.array(y),
                y.offset() + from,
                to - from));
  }

  /**
   * The kernel function of a Clip of floats, for limits that are known.
   *
   * @param low constant lower limit, null for none
   * @param high constant upper limit, null for none
   */
  public static Activation activation(@Nullable Tensor low, @Nullable Tensor high) {
    return new Activation(
        UnaryFunction.CLIP,
        low == null ? Float.NEGATIVE_INFINITY : low.floats()[0],
        high == null ? Float.POSITIVE_INFINITY : high.floats()[0]);
  }
}
