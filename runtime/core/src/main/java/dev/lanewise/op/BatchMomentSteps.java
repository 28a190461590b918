package dev.lanewise.op;

import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Ref;
import dev.lanewise.kernel.BinaryFunction;
import dev.lanewise.kernel.Elementwise;
import dev.lanewise.kernel.Layout;
import dev.lanewise.kernel.Normalize;
import dev.lanewise.kernel.Pool;
import dev.lanewise.kernel.Reduce;
import dev.lanewise.kernel.ReduceFunction;
import dev.lanewise.kernel.UnaryFunction;
import dev.lanewise.tensor.Storage;

/** Steps that compute mean and (population) variance of each channel of a batch of FLOAT values. */
final class BatchMomentSteps {
  private static final int GRAIN = 1 << 15;

  private final Lowering l;
  private final Planes planes;
  private final int padded;
  private final Ref x;

  /** For input 0 of a node. */
  BatchMomentSteps(Lowering l, Planes planes) {
    this.l = l;
    this.planes = planes;
    this.padded = planes.blocks() * planes.layout().block();
    this.x = l.input(0);
  }

  /** Emits the steps; mean and variance hold one value per channel, in whole channel blocks. */
  void emit(Ref mean, Ref variance) {
    Ref centred = l.scratch(Storage.FLOATS, planes.floats());
    if (planes.pixels() == 1 && planes.layout().isPlain()) {
      rows(mean, variance, centred);
      return;
    }
    Ref each = l.scratch(Storage.FLOATS, planes.count() * planes.layout().block());
    Ref ones = l.scratch(Storage.FLOATS, padded);
    Ref negative = l.scratch(Storage.FLOATS, padded);
    averages("plane means", x, each);
    l.emit(
        "channel means",
        f -> {
          combine(f.floats(each), each.offset(), f.floats(mean), mean.offset());
          for (int c = 0; c < padded; c++) {
            f.floats(ones)[ones.offset() + c] = 1;
            f.floats(negative)[negative.offset() + c] = -f.floats(mean)[mean.offset() + c];
          }
        });
    Normalize normalize = l.kernels().normalize();
    Elementwise elementwise = l.kernels().elementwise();
    Layout layout = planes.layout();
    int block = layout.block();
    l.emitRange(
        "squares",
        planes.count(),
        1 + GRAIN / planes.stride(),
        (f, from, to) -> {
          for (int p = from; p < to; p++) {
            int c = p % planes.blocks() * block;
            int at = centred.offset() + p * planes.stride();
            normalize.channelAffine(
                layout,
                f.floats(x),
                x.offset() + p * planes.stride(),
                f.floats(ones),
                ones.offset() + c,
                f.floats(negative),
                negative.offset() + c,
                f.floats(centred),
                at,
                1,
                block,
                planes.pixels());
            elementwise.unary(
                UnaryFunction.SQUARE,
                0,
                0,
                f.floats(centred),
                at,
                f.floats(centred),
                at,
                planes.pixels() * block);
          }
        });
    averages("plane variances", centred, each);
    l.emit(
        "channel variances",
        f -> combine(f.floats(each), each.offset(), f.floats(variance), variance.offset()));
  }

  private void averages(String name, Ref from, Ref to) {
    Pool pool = l.kernels().pool();
    Layout layout = planes.layout();
    l.emitRange(
        name,
        planes.count(),
        1 + GRAIN / planes.stride(),
        (f, first, end) ->
            pool.globalAverage(
                layout,
                planes.pixels(),
                f.floats(from),
                from.offset() + first * planes.stride(),
                f.floats(to),
                to.offset() + first * layout.block(),
                0,
                end - first));
  }

  /** Mean over the images of {@code [N][channels]}. */
  private void combine(float[] each, int eachAt, float[] to, int toAt) {
    for (int c = 0; c < padded; c++) {
      double sum = 0;
      for (int n = 0; n < planes.batch(); n++) {
        sum += each[eachAt + n * padded + c];
      }
      to[toAt + c] = (float) (sum / planes.batch());
    }
  }

  /** The same for a matrix of one row per sample. */
  private void rows(Ref mean, Ref variance, Ref centred) {
    Reduce reduce = l.kernels().reduce();
    Elementwise elementwise = l.kernels().elementwise();
    int n = planes.batch();
    int channels = planes.channels();
    l.emit(
        "channel moments",
        f -> {
          float[] m = f.floats(mean);
          float[] t = f.floats(centred);
          reduce.reduce(
              ReduceFunction.MEAN, f.floats(x), x.offset(), m, mean.offset(), 1, n, channels);
          elementwise.binaryRow(
              BinaryFunction.SUB,
              false,
              f.floats(x),
              x.offset(),
              m,
              mean.offset(),
              t,
              centred.offset(),
              n,
              channels);
          elementwise.unary(
              UnaryFunction.SQUARE, 0, 0, t, centred.offset(), t, centred.offset(), n * channels);
          reduce.reduce(
              ReduceFunction.MEAN,
              t,
              centred.offset(),
              f.floats(variance),
              variance.offset(),
              1,
              n,
              channels);
        });
  }
}
