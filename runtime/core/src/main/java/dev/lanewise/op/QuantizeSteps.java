package dev.lanewise.op;

import dev.lanewise.graph.Frame;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Ref;
import dev.lanewise.kernel.Elementwise;
import dev.lanewise.kernel.UnaryFunction;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Storage;
import org.jspecify.annotations.Nullable;

/** Steps between FLOAT and integers, with one scale for all or one per index along an axis. */
final class QuantizeSteps {
  private static final int GRAIN = 1 << 14;

  private static final int SHORT_RUN = 16;

  /** Place of a scale and, if there is one, of its zero point; an element's index counts. */
  private record Places(Ref scale, @Nullable Ref zero) {
    static Places of(Lowering l) {
      return new Places(l.input(1), l.has(2) ? l.input(2) : null);
    }

    float scale(Frame f, int i) {
      return f.floats(scale)[scale.offset() + i];
    }

    int zero(Frame f, DType type, int i) {
      return zero == null ? 0 : IntegerElements.get(type, f.array(zero), zero.offset() + i);
    }
  }

  private QuantizeSteps() {}

  /** Whether runs of elements with one scale are long enough for kernels. */
  static boolean suits(Granularity g) {
    return !g.blocked() && (g.n() == 1 || g.inner() >= SHORT_RUN);
  }

  /** Runs of elements with one scale: the ends of the parts that a range is cut into. */
  private static int end(Granularity g, int i, int to) {
    int run = (i / g.inner() + 1) * g.inner();
    return Math.min(to, Math.min(run, i + RoundToGrid.CHUNK));
  }

  /** Input 0 to integers of the type of output 0. */
  static void quantize(Lowering l, Granularity g) {
    DType type = l.outputType(0);
    Places places = Places.of(l);
    Ref x = l.input(0);
    Ref y = l.output(0);
    int n = l.shape(0).size();
    Ref quotients = l.scratch(Storage.FLOATS, n);
    Elementwise kernel = l.kernels().elementwise();
    l.emitRange(
        "quantize",
        n,
        GRAIN,
        (f, from, to) -> {
          float[] q = f.floats(quotients);
          int stop;
          for (int i = from; i < to; i = stop) {
            stop = end(g, i, to);
            int s = i / g.inner() % g.n();
            int at = quotients.offset() + i;
            int zero = places.zero(f, type, s);
            RoundToGrid.apply(
                kernel,
                places.scale(f, s),
                (int) type.min() - zero,
                (int) type.max() - zero,
                f.floats(x),
                x.offset() + i,
                q,
                at,
                stop - i);
            IntegerElements.fromFloats(type, q, at, zero, f.array(y), y.offset() + i, stop - i);
          }
        });
  }

  /** Integers of input 0 to FLOAT. */
  static void dequantize(Lowering l, Granularity g) {
    DType type = l.dtype(0);
    Places places = Places.of(l);
    Ref x = l.input(0);
    Ref y = l.output(0);
    Elementwise kernel = l.kernels().elementwise();
    l.emitRange(
        "dequantize",
        l.shape(0).size(),
        GRAIN,
        (f, from, to) -> {
          float[] ys = f.floats(y);
          int stop;
          for (int i = from; i < to; i = stop) {
            stop = end(g, i, to);
            int s = i / g.inner() % g.n();
            int at = y.offset() + i;
            int m = stop - i;
            IntegerElements.toFloats(
                type, f.array(x), x.offset() + i, places.zero(f, type, s), ys, at, m);
            kernel.unary(UnaryFunction.AFFINE, places.scale(f, s), 0, ys, at, ys, at, m);
          }
        });
  }
}
