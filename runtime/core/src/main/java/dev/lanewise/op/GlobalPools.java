package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Ref;
import dev.lanewise.kernel.Layout;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.List;

/** What global poolings share: one number from each plane. */
final class GlobalPools {
  /** A plane's number. */
  interface Plane {
    /** The number for n elements of x. */
    double of(double[] x, int from, int n);
  }

  /** A kernel that does many planes. */
  interface Kernel {
    /** Pools planes from {@code from} to {@code to}. */
    void run(Layout layout, int pixels, float[] x, int xAt, float[] y, int yAt, int from, int to);
  }

  private static final int GRAIN = 1 << 16;

  private GlobalPools() {}

  static List<Datum> evaluate(Evaluation in, Plane plane) {
    Tensor x = in.tensor(0);
    Shape shape = x.shape();
    int planes = shape.dim(0) * shape.dim(1);
    int pixels = shape.size(2, shape.rank());
    double[] values = x.toDoubles();
    double[] y = new double[planes];
    for (int i = 0; i < planes; i++) {
      y[i] = plane.of(values, i * pixels, pixels);
    }
    int[] dims = new int[shape.rank()];
    java.util.Arrays.fill(dims, 1);
    dims[0] = shape.dim(0);
    dims[1] = shape.dim(1);
    return List.of(Tensor.of(x.dtype(), Shape.of(dims), Elements.fromDoubles(x.dtype(), y)));
  }

  static void lower(Lowering l, String name, Kernel kernel) {
    Shape shape = l.shape(0);
    if (l.dtype(0) != DType.FLOAT || shape.size() == 0) {
      l.reference();
      return;
    }
    Planes planes = Planes.of(shape, l.layout(0));
    Ref x = l.input(0);
    Ref y = l.output(0);
    l.emitRange(
        name,
        planes.count(),
        1 + GRAIN / planes.stride(),
        (f, from, to) ->
            kernel.run(
                planes.layout(),
                planes.pixels(),
                f.floats(x),
                x.offset(),
                f.floats(y),
                y.offset(),
                from,
                to));
  }
}
