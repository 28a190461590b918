package dev.lanewise.op;

import dev.lanewise.graph.LayoutChoice;
import dev.lanewise.graph.LayoutQuery;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Ref;
import dev.lanewise.kernel.Layout;
import dev.lanewise.kernel.PoolShape;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import java.util.Collections;

/** Steps for derivatives of pooling of FLOAT values, plane by plane. */
final class PoolGradientSteps {
  /** One of the kernels, with its attributes. */
  interface Kernel {
    /** Computes planes of dx from {@code from} to {@code to}. */
    void run(
        PoolShape s,
        Layout layout,
        float[] x,
        int xAt,
        float[] dy,
        int dyAt,
        float[] dx,
        int dxAt,
        int from,
        int to);
  }

  private static final int GRAIN = 1 << 13;

  private PoolGradientSteps() {}

  /** The layout wanted, for all inputs and the output, if {@link #emit} can do it. */
  static LayoutChoice layouts(LayoutQuery q, Window window, Layout wanted, int inputs) {
    return q.dtype(0) == DType.FLOAT
            && q.shape(0).rank() < 5
            && PoolRule.suitsKernels(window, q.shape(0))
            && q.constant(0) == null
            && q.constant(1) == null
        ? new LayoutChoice(Collections.nCopies(inputs, wanted), wanted)
        : LayoutChoice.PLAIN;
  }

  /** Whether {@link #emit} can do it. */
  static boolean canDo(Lowering l, Window window) {
    return l.dtype(0) == DType.FLOAT
        && l.shape(0).rank() < 5
        && l.shape(0).size() > 0
        && l.shape(1).size() > 0
        && PoolRule.suitsKernels(window, l.shape(0));
  }

  /** Emits output 0 from the derivative and, for those kernels that read it, x. */
  static void emit(Lowering l, String name, Spatial window, Ref dy, Ref x, Kernel kernel) {
    Shape shape = l.shape(0);
    Layout layout = l.outputLayout(0);
    PoolShape s = PoolRule.kernelShape(window, shape.dim(0), shape.dim(1));
    Ref dx = l.output(0);
    l.emitRange(
        name,
        shape.dim(0) * layout.blocks(shape.dim(1)),
        1 + GRAIN / (s.inPixels() * layout.block()),
        (f, from, to) ->
            kernel.run(
                s,
                layout,
                f.floats(x),
                x.offset(),
                f.floats(dy),
                dy.offset(),
                f.floats(dx),
                dx.offset(),
                from,
                to));
  }
}
