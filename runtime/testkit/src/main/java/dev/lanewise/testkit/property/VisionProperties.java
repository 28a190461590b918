package dev.lanewise.testkit.property;

import dev.lanewise.graph.Op;
import dev.lanewise.op.Adagrad;
import dev.lanewise.op.Adam;
import dev.lanewise.op.AffineGrid;
import dev.lanewise.op.AspectRatio;
import dev.lanewise.op.AutoPad;
import dev.lanewise.op.Col2Im;
import dev.lanewise.op.CoordinateMode;
import dev.lanewise.op.DeformConv;
import dev.lanewise.op.GridPadding;
import dev.lanewise.op.GridSample;
import dev.lanewise.op.LossReduction;
import dev.lanewise.op.Momentum;
import dev.lanewise.op.NearestMode;
import dev.lanewise.op.NegativeLogLikelihoodLoss;
import dev.lanewise.op.NonMaxSuppression;
import dev.lanewise.op.Resize;
import dev.lanewise.op.ResizeMode;
import dev.lanewise.op.RoiAlign;
import dev.lanewise.op.SoftmaxCrossEntropyLoss;
import dev.lanewise.op.Window;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Operators that sample images, losses and optimisers. */
final class VisionProperties {
  private VisionProperties() {}

  private static final double TOLERANCE = 2e-5;
  private static final int[] NONE = {};

  static void addTo(Properties p) {
    p.add(AffineGrid.class, VisionProperties::affine);
    p.add(GridSample.class, VisionProperties::gridSample);
    p.add(DeformConv.class, VisionProperties::deformed);
    p.add(RoiAlign.class, VisionProperties::regions);
    p.add(NonMaxSuppression.class, VisionProperties::suppression);
    p.add(Col2Im.class, VisionProperties::blocks);
    p.add(Resize.class, VisionProperties::resize);
    p.add(
        NegativeLogLikelihoodLoss.class,
        d -> new NegativeLogLikelihoodLoss(d.one(LossReduction.values()), classified(d)));
    p.add(
        SoftmaxCrossEntropyLoss.class,
        d -> {
          Long ignored = classified(d);
          d.wants(d.integer(1, 2));
          return new SoftmaxCrossEntropyLoss(d.one(LossReduction.values()), ignored);
        });
    p.add(Adagrad.class, d -> optimizer(d, 3, new Adagrad(0.1f, 1e-3f, d.real(0, 1))));
    p.add(Adam.class, d -> optimizer(d, 4, new Adam(0.9f, 0.99f, 1e-3f, d.real(0, 1), 0.1f)));
    p.add(Momentum.class, d -> optimizer(d, 3, new Momentum(0.9f, 0.5f, d.flag(), 0.1f)));
  }

  private static Op affine(Draw d) {
    int rank = d.integer(2, 3);
    int batch = d.integer(0, 3);
    d.add(d.tensor(d.floating(), Shape.of(batch, rank, rank + 1), -1, 1));
    long[] size = new long[rank + 2];
    Arrays.setAll(size, i -> i == 0 ? batch : d.integer(0, 5));
    d.setting(Draw.list(size));
    return new AffineGrid(d.flag());
  }

  private static Op gridSample(Draw d) {
    int rank = d.integer(1, 3);
    int batch = d.integer(1, 2);
    ResizeMode mode = d.one(ResizeMode.values());
    DType dtype = mode == ResizeMode.NEAREST ? d.any() : d.number();
    d.add(
        d.tensor(dtype, Shape.of(batch, d.integer(1, 3)).concat(Shape.of(d.integers(rank, 1, 6)))));
    Shape out = Shape.of(d.integers(rank, 0, 4));
    d.add(d.tensor(d.floating(), Shape.of(batch).concat(out).concat(Shape.of(rank)), -1.5, 1.5));
    d.within(TOLERANCE);
    return new GridSample(mode, d.one(GridPadding.values()), d.flag());
  }

  private static Op deformed(Draw d) {
    int rank = d.integer(1, 3);
    int groups = d.integer(1, 2);
    int offsets = d.integer(1, 2);
    int c = 2 * d.integer(1, 2);
    int o = groups * d.integer(1, 3);
    int[] in = d.integers(rank, 3, 5);
    int[] kernel = d.integers(rank, 1, 2);
    int[] out = new int[rank];
    Arrays.setAll(out, i -> in[i] - kernel[i] + 1);
    int taps = Arrays.stream(kernel).reduce(1, (a, b) -> a * b);
    DType dtype = d.floating();
    int batch = d.integer(0, 2);
    d.add(d.tensor(dtype, Shape.of(batch, c).concat(Shape.of(in)), -2, 2));
    d.setting(d.tensor(dtype, Shape.of(o, c / groups).concat(Shape.of(kernel)), -1, 1));
    d.add(d.tensor(dtype, Shape.of(batch, offsets * taps * rank).concat(Shape.of(out)), -2, 2));
    d.perhaps(d.tensor(dtype, Shape.of(o), -1, 1));
    d.perhaps(d.tensor(dtype, Shape.of(batch, offsets * taps).concat(Shape.of(out)), 0, 1));
    d.within(TOLERANCE);
    Window window = new Window(AutoPad.NOTSET, NONE, NONE, NONE, NONE, false);
    return new DeformConv(window, groups, offsets);
  }

  private static Op regions(Draw d) {
    DType dtype = d.floating();
    int n = d.integer(0, 4);
    int images = d.integer(1, 2);
    d.add(d.tensor(dtype, Shape.of(images, d.integer(1, 3), d.integer(1, 6), d.integer(1, 6))));
    d.add(d.tensor(dtype, Shape.of(n, 4), -2, 8));
    d.setting(d.tensor(DType.INT64, Shape.of(n), 0, images - 1));
    int ratio = d.integer(0, 2);
    return new RoiAlign(
        d.flag(), d.integer(1, 3), d.integer(1, 3), ratio, d.real(0.5, 2), d.flag());
  }

  private static Op suppression(Draw d) {
    int batch = d.integer(0, 2);
    int boxes = d.integer(0, 9);
    d.add(d.tensor(DType.FLOAT, Shape.of(batch, boxes, 4)));
    d.add(d.tensor(DType.FLOAT, Shape.of(batch, d.integer(0, 3), boxes)));
    if (!d.once(4)) {
      d.setting(Tensor.scalar((long) d.integer(-1, 5)));
      d.perhaps(Tensor.scalar(d.real(0, 1)));
      d.perhaps(Tensor.scalar(d.real(-1, 1)));
    }
    return new NonMaxSuppression(d.flag());
  }

  private static Op blocks(Draw d) {
    int rank = d.integer(1, 3);
    int[] image = d.integers(rank, 1, 6);
    int[] block = new int[rank];
    Arrays.setAll(block, i -> d.integer(1, Math.min(3, image[i])));
    int[] pads = d.integers(2 * rank, 0, 1);
    int[] strides = d.integers(rank, 1, 2);
    int count = 1;
    int taps = 1;
    for (int i = 0; i < rank; i++) {
      count *= (image[i] + pads[i] + pads[rank + i] - block[i]) / strides[i] + 1;
      taps *= block[i];
    }
    DType dtype = d.dtype(t -> t != DType.STRING);
    d.add(d.tensor(dtype, Shape.of(d.integer(0, 2), d.integer(1, 2) * taps, count)));
    d.setting(Draw.list(Arrays.stream(image).asLongStream().toArray()));
    d.setting(Draw.list(Arrays.stream(block).asLongStream().toArray()));
    d.within(TOLERANCE);
    return new Col2Im(new Window(AutoPad.NOTSET, NONE, strides, NONE, pads, false));
  }

  private static Op resize(Draw d) {
    ResizeMode mode = d.one(ResizeMode.values());
    Shape x = d.filled(1, 4);
    if (x.rank() == 4 && d.flag()) {
      d.activation(x);
    } else {
      d.add(d.tensor(d.number(), x, -4, 4));
    }
    int axis = d.axis(x.rank());
    CoordinateMode coordinates = d.one(CoordinateMode.values());
    boolean crop = coordinates == CoordinateMode.TF_CROP_AND_RESIZE;
    if (crop) {
      d.setting(d.floats(2));
    } else {
      d.missing();
    }
    if (d.flag()) {
      d.setting(Tensor.of(Shape.of(1), d.real(0.3, 3)));
    } else {
      d.missing().setting(Draw.list(d.integer(1, 9)));
    }
    d.within(1e-4);
    return new Resize(
        mode,
        coordinates,
        d.one(NearestMode.values()),
        mode != ResizeMode.NEAREST && d.once(3),
        new int[] {axis},
        -0.5f,
        d.flag(),
        d.real(-1, 1),
        AspectRatio.STRETCH);
  }

  /** Adds scores, classes and weights; gives the class that does not count, if any. */
  private static @Nullable Long classified(Draw d) {
    DType dtype = d.floating();
    int classes = d.integer(1, 5);
    Shape samples = d.shape(1, 3);
    Shape x =
        samples.slice(0, 1).concat(Shape.of(classes)).concat(samples.slice(1, samples.rank()));
    d.add(d.tensor(dtype, x));
    d.setting(d.tensor(d.one(DType.INT32, DType.INT64), samples, 0, classes - 1));
    if (d.flag()) {
      d.setting(d.tensor(dtype, Shape.of(classes), 0, 2));
    }
    d.within(TOLERANCE);
    return d.flag() ? (long) d.integer(-1, classes) : null;
  }

  private static Op optimizer(Draw d, int kinds, Op op) {
    DType rate = d.one(DType.FLOAT, DType.DOUBLE);
    d.add(d.tensor(rate, Shape.SCALAR, 0, 1)).add(Tensor.scalar((long) d.integer(0, 3)));
    int n = d.integer(1, 2);
    Shape[] shapes = {d.shape(0, 3), d.shape(0, 3)};
    for (int kind = 0; kind < kinds; kind++) {
      for (int i = 0; i < n; i++) {
        d.add(d.tensor(i == 0 ? rate : DType.FLOAT, shapes[i], 0, 2));
      }
    }
    d.wants(n * (kinds - 1)).within(TOLERANCE);
    return op;
  }
}
