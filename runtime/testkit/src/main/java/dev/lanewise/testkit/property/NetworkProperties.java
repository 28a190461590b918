package dev.lanewise.testkit.property;

import dev.lanewise.graph.Op;
import dev.lanewise.kernel.Epilogue;
import dev.lanewise.op.AutoPad;
import dev.lanewise.op.BatchNormalization;
import dev.lanewise.op.CellFunction;
import dev.lanewise.op.Conv;
import dev.lanewise.op.ConvTranspose;
import dev.lanewise.op.GRU;
import dev.lanewise.op.Gemm;
import dev.lanewise.op.GroupNormalization;
import dev.lanewise.op.Identity;
import dev.lanewise.op.InstanceNormalization;
import dev.lanewise.op.LRN;
import dev.lanewise.op.LSTM;
import dev.lanewise.op.LayerNormalization;
import dev.lanewise.op.MatMul;
import dev.lanewise.op.MeanVarianceNormalization;
import dev.lanewise.op.RMSNormalization;
import dev.lanewise.op.RNN;
import dev.lanewise.op.Recurrence;
import dev.lanewise.op.RecurrentDirection;
import dev.lanewise.op.Window;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Products, convolutions, normalisations and recurrent layers. */
final class NetworkProperties {
  private NetworkProperties() {}

  private static final double TOLERANCE = 4e-5;
  private static final int[] NONE = {};

  static void addTo(Properties p) {
    p.add(MatMul.class, NetworkProperties::matMul);
    p.add(Gemm.class, NetworkProperties::gemm);
    p.add(Conv.class, NetworkProperties::convolution);
    p.add(ConvTranspose.class, NetworkProperties::transposed);
    p.add(BatchNormalization.class, NetworkProperties::batch);
    p.add(InstanceNormalization.class, d -> perChannel(d, new InstanceNormalization(1e-3f), 1));
    p.add(GroupNormalization.class, NetworkProperties::group);
    p.add(LayerNormalization.class, NetworkProperties::layer);
    p.add(RMSNormalization.class, NetworkProperties::rms);
    p.add(MeanVarianceNormalization.class, NetworkProperties::meanVariance);
    p.add(LRN.class, NetworkProperties::local);
    p.add(RNN.class, d -> recurrent(d, 1, 1));
    p.add(GRU.class, d -> recurrent(d, 3, 1));
    p.add(LSTM.class, d -> recurrent(d, 4, 2));
  }

  private static Op matMul(Draw d) {
    DType dtype =
        d.dtype(t -> (t.isFloating() && t.bits() >= 16) || (t.isInteger() && t.bits() >= 32));
    int m = d.size();
    int k = d.size();
    int n = d.size();
    Shape batch = d.shape(0, 2);
    boolean row = d.once(6);
    boolean column = d.once(6);
    boolean transA = d.once(3);
    boolean transB = d.once(3);
    Shape a = transA ? Shape.of(k, m) : Shape.of(m, k);
    Shape b = transB ? Shape.of(n, k) : Shape.of(k, n);
    d.within(TOLERANCE);
    if (row || column) {
      Shape left = row ? Shape.of(k) : batch.concat(Shape.of(m, k));
      d.add(d.tensor(dtype, left, -2, 2));
      d.add(d.tensor(dtype, column ? Shape.of(k) : batch.concat(Shape.of(k, n)), -2, 2));
      return new MatMul();
    }
    d.add(d.tensor(dtype, batch.concat(a), -2, 2));
    d.setting(d.tensor(dtype, d.part(batch).concat(b), -2, 2));
    float alpha = dtype.isInteger() || d.flag() ? 1 : d.real(-2, 2);
    return new MatMul(transA, transB, alpha, Epilogue.NONE);
  }

  private static Op gemm(Draw d) {
    DType dtype =
        d.dtype(t -> (t.isFloating() && t.bits() >= 16) || (t.isInteger() && t.bits() >= 32));
    int m = d.size();
    int k = d.size();
    int n = d.size();
    boolean transA = d.flag();
    boolean transB = d.flag();
    d.add(d.tensor(dtype, transA ? Shape.of(k, m) : Shape.of(m, k), -2, 2));
    d.setting(d.tensor(dtype, transB ? Shape.of(n, k) : Shape.of(k, n), -2, 2));
    if (d.flag()) {
      d.setting(d.tensor(dtype, d.part(Shape.of(m, n)), -2, 2));
    }
    d.within(TOLERANCE);
    boolean whole = dtype.isInteger();
    return new Gemm(whole ? 1 : d.real(-2, 2), whole ? 1 : d.real(-2, 2), transA, transB);
  }

  /** A window that fits an input of the given sizes. */
  static Window window(Draw d, int[] in, int[] kernel, boolean named) {
    int rank = in.length;
    int[] strides = d.flag() ? NONE : d.integers(rank, 1, 3);
    int[] dilations = d.once(3) ? d.integers(rank, 1, 2) : NONE;
    AutoPad auto = d.once(3) ? d.one(AutoPad.SAME_UPPER, AutoPad.SAME_LOWER) : AutoPad.NOTSET;
    int[] pads = NONE;
    if (auto == AutoPad.NOTSET) {
      pads = new int[2 * rank];
      for (int i = 0; i < rank; i++) {
        int span = (kernel[i] - 1) * (dilations.length == 0 ? 1 : dilations[i]) + 1;
        int least = Math.max(0, span - in[i]);
        pads[i] = d.integer(0, kernel[i] - 1);
        pads[rank + i] = Math.max(d.integer(0, kernel[i] - 1), least - pads[i]);
      }
    }
    return new Window(auto, named ? kernel : NONE, strides, dilations, pads, false);
  }

  private static Op convolution(Draw d) {
    DType dtype = d.floating();
    int rank = d.integer(1, 3);
    int groups = d.once(3) ? d.integer(1, 4) : 1;
    int c = d.integer(1, 5);
    int o = d.integer(1, 9);
    int[] in = d.integers(rank, 1, 9);
    int[] kernel = d.integers(rank, 1, 3);
    Shape x = Shape.of(d.integer(0, 2), groups * c).concat(Shape.of(in));
    if (dtype == DType.FLOAT && d.flag()) {
      d.activation(x);
    } else {
      d.add(d.tensor(dtype, x, -2, 2));
    }
    d.setting(d.tensor(dtype, Shape.of(groups * o, c).concat(Shape.of(kernel)), -1, 1));
    if (d.flag()) {
      d.setting(d.tensor(dtype, Shape.of(groups * o), -1, 1));
    }
    d.within(TOLERANCE);
    return new Conv(window(d, in, kernel, d.flag()), groups);
  }

  private static Op transposed(Draw d) {
    DType dtype = d.floating();
    int rank = d.integer(1, 3);
    int groups = d.once(3) ? d.integer(1, 3) : 1;
    int c = d.integer(1, 4);
    int o = d.integer(1, 4);
    int[] in = d.integers(rank, 1, 6);
    int[] kernel = d.integers(rank, 1, 3);
    int[] strides = d.integers(rank, 1, 3);
    d.add(d.tensor(dtype, Shape.of(d.integer(0, 2), groups * c).concat(Shape.of(in)), -2, 2));
    d.setting(d.tensor(dtype, Shape.of(groups * c, o).concat(Shape.of(kernel)), -1, 1));
    if (d.flag()) {
      d.setting(d.tensor(dtype, Shape.of(groups * o), -1, 1));
    }
    d.within(TOLERANCE);
    int[] dilations = d.flag() ? NONE : d.integers(rank, 1, 2);
    Window window = new Window(AutoPad.NOTSET, kernel, strides, dilations, NONE, false);
    return new ConvTranspose(window, groups, d.flag() ? NONE : less(strides), NONE);
  }

  private static int[] less(int[] values) {
    return Arrays.stream(values).map(v -> v - 1).toArray();
  }

  private static Shape channels(Draw d, int leastRank) {
    Shape x = d.shape(leastRank, 5);
    if (x.rank() == 4 && x.size() > 0 && d.flag()) {
      d.activation(x);
    } else {
      d.add(d.tensor(DType.FLOAT, x, -2, 2));
    }
    d.within(1e-4);
    return x;
  }

  private static Op perChannel(Draw d, Op op, int low) {
    Shape x = channels(d, 3);
    d.setting(d.tensor(DType.FLOAT, x.slice(1, 2), low, 2));
    d.setting(d.tensor(DType.FLOAT, x.slice(1, 2), -1, 1));
    return op;
  }

  private static Op batch(Draw d) {
    perChannel(d, new Identity(), 1);
    Shape c = ((Tensor) d.last()).shape();
    d.setting(d.tensor(DType.FLOAT, c, -1, 1)).setting(d.tensor(DType.FLOAT, c, 0.5, 2));
    boolean training = d.once(4);
    d.wants(training ? 3 : 1);
    return new BatchNormalization(1e-3f, 0.9f, training);
  }

  private static Op group(Draw d) {
    int groups = d.integer(1, 4);
    Shape x = Shape.of(d.integer(0, 2), groups * d.integer(1, 3)).concat(d.shape(0, 2));
    d.add(d.tensor(DType.FLOAT, x, -2, 2));
    d.setting(d.tensor(DType.FLOAT, x.slice(1, 2), 1, 2));
    d.setting(d.tensor(DType.FLOAT, x.slice(1, 2), -1, 1)).within(1e-4);
    return new GroupNormalization(groups, 1e-3f);
  }

  private static Op layer(Draw d) {
    Shape x = d.filled(1, 4);
    int axis = d.axis(x.rank());
    Shape rest = x.slice(axis < 0 ? axis + x.rank() : axis, x.rank());
    d.add(d.tensor(DType.FLOAT, x, -2, 2)).setting(d.tensor(DType.FLOAT, d.part(rest), -2, 2));
    if (d.flag()) {
      d.setting(d.tensor(DType.FLOAT, d.part(rest), -2, 2));
    }
    d.wants(d.integer(1, 3)).within(1e-4);
    return new LayerNormalization(axis, 1e-3f, DType.FLOAT);
  }

  private static Op rms(Draw d) {
    Shape x = d.filled(1, 4);
    int axis = d.axis(x.rank());
    Shape rest = x.slice(axis < 0 ? axis + x.rank() : axis, x.rank());
    d.add(d.tensor(DType.FLOAT, x, -2, 2)).setting(d.tensor(DType.FLOAT, d.part(rest), -2, 2));
    d.within(1e-4);
    return new RMSNormalization(axis, 1e-3f);
  }

  private static Op meanVariance(Draw d) {
    Shape x = d.filled(1, 4);
    d.add(d.tensor(DType.FLOAT, x, -2, 2)).within(1e-3);
    long[] axes = d.axes(x.rank());
    return new MeanVarianceNormalization(axes.length == 0 ? new long[] {0} : axes);
  }

  private static Op local(Draw d) {
    channels(d, 2);
    return new LRN(d.real(1e-4, 1), d.real(0.1, 1), d.real(0.5, 2), d.integer(1, 7));
  }

  private static Op recurrent(Draw d, int gates, int states) {
    RecurrentDirection direction = d.one(RecurrentDirection.values());
    int dirs = direction.count();
    boolean batchFirst = d.flag();
    int t = d.integer(1, 5);
    int b = d.integer(1, 3);
    int in = d.integer(1, 6);
    int h = d.integer(1, 9);
    d.add(d.floats(batchFirst ? new int[] {b, t, in} : new int[] {t, b, in}));
    d.setting(d.floats(dirs, gates * h, in)).setting(d.floats(dirs, gates * h, h));
    d.perhaps(d.floats(dirs, 2 * gates * h));
    d.perhaps(Tensor.of(DType.INT32, Shape.of(b), d.integers(b, 0, t)));
    int[] state = batchFirst ? new int[] {b, dirs, h} : new int[] {dirs, b, h};
    for (int i = 0; i < states; i++) {
      d.perhaps(d.floats(state));
    }
    d.wants(d.integer(1, 1 + states)).within(1e-4);
    List<CellFunction> functions = new ArrayList<>();
    for (int i = 0; i < dirs; i++) {
      functions.addAll(functions(gates));
    }
    float clip = d.once(3) ? d.real(0.5, 2) : Float.POSITIVE_INFINITY;
    Recurrence r = new Recurrence(direction, functions, clip, batchFirst);
    return gates == 1 ? new RNN(r) : gates == 3 ? new GRU(r, d.flag()) : new LSTM(r, d.once(4));
  }

  private static List<CellFunction> functions(int gates) {
    return switch (gates) {
      case 1 -> List.of(CellFunction.TANH);
      case 3 -> List.of(CellFunction.SIGMOID, CellFunction.TANH);
      default -> List.of(CellFunction.SIGMOID, CellFunction.TANH, CellFunction.TANH);
    };
  }
}
