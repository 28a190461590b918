package dev.lanewise.op;

import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Ref;
import dev.lanewise.kernel.Layout;
import dev.lanewise.kernel.PoolShape;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Storage;
import java.util.List;

/** Steps for pooling of FLOAT values, plane by plane. */
final class PoolSteps {
  /** One of the pooling kernels, with its attributes. */
  interface Kernel {
    /** Pools planes from {@code from} to {@code to}. */
    void run(PoolShape s, Layout layout, float[] x, int xAt, float[] y, int yAt, int from, int to);
  }

  private static final int GRAIN = 1 << 14;

  private PoolSteps() {}

  /** Whether {@link #emit} can do it. */
  static boolean canDo(Lowering l, Window window) {
    return l.dtype(0) == DType.FLOAT
        && l.shape(0).rank() <= 5
        && l.shape(0).size() > 0
        && l.outputShape(0).size() > 0
        && PoolRule.suitsKernels(window, l.shape(0));
  }

  /** Pools input 0 to output 0 over one, two or three dimensions. */
  static void emit(Lowering l, String name, Spatial s, Kernel kernel) {
    Shape x = l.shape(0);
    if (x.rank() < 5) {
      emit(l, name, s, kernel, l.input(0), l.layout(0), l.output(0), x.dim(0), x.dim(1));
      return;
    }
    List<Spatial> parts = PoolRule.split(s);
    int channels = x.dim(0) * x.dim(1);
    int depth = x.dim(2);
    Spatial first = parts.get(0);
    Ref between = l.scratch(Storage.FLOATS, channels * depth * first.outPixels());
    emit(l, name, first, kernel, l.input(0), Layout.PLAIN, between, channels, depth);
    emit(l, name, parts.get(1), kernel, between, Layout.PLAIN, l.output(0), 1, channels);
  }

  private static void emit(
      Lowering l,
      String name,
      Spatial s,
      Kernel kernel,
      Ref x,
      Layout layout,
      Ref y,
      int batch,
      int channels) {
    PoolShape shape = PoolRule.kernelShape(s, batch, channels);
    int work = shape.outPixels() * layout.block() * Math.max(1, s.taps());
    l.emitRange(
        name,
        batch * layout.blocks(channels),
        1 + GRAIN / Math.max(1, work),
        (f, from, to) ->
            kernel.run(shape, layout, f.floats(x), x.offset(), f.floats(y), y.offset(), from, to));
  }
}
