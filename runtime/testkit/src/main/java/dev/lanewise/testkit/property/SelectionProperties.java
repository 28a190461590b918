package dev.lanewise.testkit.property;

import dev.lanewise.graph.Op;
import dev.lanewise.op.ArrayFeatureExtractor;
import dev.lanewise.op.Bernoulli;
import dev.lanewise.op.Compress;
import dev.lanewise.op.ConcatFromSequence;
import dev.lanewise.op.Gather;
import dev.lanewise.op.GatherElements;
import dev.lanewise.op.GatherND;
import dev.lanewise.op.Multinomial;
import dev.lanewise.op.NonZero;
import dev.lanewise.op.OneHot;
import dev.lanewise.op.Optional;
import dev.lanewise.op.OptionalGetElement;
import dev.lanewise.op.OptionalHasElement;
import dev.lanewise.op.RandomNormal;
import dev.lanewise.op.RandomNormalLike;
import dev.lanewise.op.RandomSource;
import dev.lanewise.op.RandomUniform;
import dev.lanewise.op.RandomUniformLike;
import dev.lanewise.op.ScatterElements;
import dev.lanewise.op.ScatterND;
import dev.lanewise.op.ScatterReduction;
import dev.lanewise.op.SequenceAt;
import dev.lanewise.op.SequenceConstruct;
import dev.lanewise.op.SequenceEmpty;
import dev.lanewise.op.SequenceErase;
import dev.lanewise.op.SequenceInsert;
import dev.lanewise.op.SequenceLength;
import dev.lanewise.op.SplitToSequence;
import dev.lanewise.op.TensorScatter;
import dev.lanewise.op.Unique;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.SequenceDatum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Operators that select by index, sequences, and seeded random numbers. */
final class SelectionProperties {
  private SelectionProperties() {}

  static void addTo(Properties p) {
    p.add(Gather.class, SelectionProperties::gather);
    p.add(GatherElements.class, SelectionProperties::gatherElements);
    p.add(GatherND.class, SelectionProperties::gatherNd);
    p.add(ScatterElements.class, SelectionProperties::scatterElements);
    p.add(ScatterND.class, SelectionProperties::scatterNd);
    p.add(TensorScatter.class, SelectionProperties::tensorScatter);
    p.add(OneHot.class, SelectionProperties::oneHot);
    p.add(NonZero.class, d -> of(d, new NonZero(), d.shape(0, 4)));
    p.add(Compress.class, SelectionProperties::compress);
    p.add(Unique.class, SelectionProperties::unique);
    p.add(ArrayFeatureExtractor.class, SelectionProperties::features);
    addSequences(p);
    addRandom(p);
  }

  private static Op of(Draw d, Op op, Shape shape) {
    d.add(d.tensor(d.any(), shape));
    return op;
  }

  private static DType index(Draw d) {
    return d.one(DType.INT64, DType.INT32);
  }

  private static Op gather(Draw d) {
    Shape shape = d.filled(1, 4);
    int axis = d.axis(shape.rank());
    int n = shape.dim(axis);
    d.add(d.tensor(d.any(), shape));
    d.setting(d.tensor(index(d), d.shape(0, 2), -n, n - 1));
    return new Gather(axis);
  }

  private static Op gatherElements(Draw d) {
    Shape shape = d.filled(1, 4);
    int axis = d.axis(shape.rank());
    int n = shape.dim(axis);
    d.add(d.tensor(d.any(), shape));
    d.setting(d.tensor(index(d), shape.with(axis, d.integer(0, 5)), -n, n - 1));
    return new GatherElements(axis);
  }

  private static Tensor places(Draw d, Shape outer, Shape shape, int from, int depth) {
    int rows = outer.size();
    long[] v = new long[rows * depth];
    for (int i = 0; i < v.length; i++) {
      int n = shape.dim(from + i % depth);
      v[i] = d.integer(-n, n - 1);
    }
    return Tensor.of(outer.concat(Shape.of(depth)), v);
  }

  private static Op gatherNd(Draw d) {
    Shape shape = d.filled(2, 4);
    int batch = d.integer(0, shape.rank() - 1);
    d.add(d.tensor(d.any(), shape));
    int depth = d.integer(1, shape.rank() - batch);
    Shape outer = shape.slice(0, batch).concat(d.shape(0, 1));
    d.setting(places(d, outer, shape, batch, depth));
    return new GatherND(batch);
  }

  private static Op scatterElements(Draw d) {
    ScatterReduction reduction = d.one(ScatterReduction.values());
    Shape shape = d.filled(1, 3);
    int axis = d.axis(shape.rank());
    int n = shape.dim(axis);
    DType dtype = reduction == ScatterReduction.NONE ? d.any() : d.number();
    Shape part = shape.with(axis, reduction == ScatterReduction.NONE ? 1 : d.integer(0, 5));
    d.add(d.tensor(dtype, shape)).setting(d.tensor(index(d), part, -n, n - 1));
    d.add(d.tensor(dtype, part));
    d.within(1e-6);
    return new ScatterElements(axis, reduction);
  }

  private static Op scatterNd(Draw d) {
    ScatterReduction reduction = d.one(ScatterReduction.values());
    Shape shape = d.filled(1, 4);
    DType dtype = reduction == ScatterReduction.NONE ? d.any() : d.number();
    int depth = d.integer(1, shape.rank());
    Shape outer = reduction == ScatterReduction.NONE ? Shape.of(1) : d.shape(0, 2);
    d.add(d.tensor(dtype, shape)).setting(places(d, outer, shape, 0, depth));
    d.add(d.tensor(dtype, outer.concat(shape.slice(depth, shape.rank()))));
    d.within(1e-6);
    return new ScatterND(reduction);
  }

  private static Op tensorScatter(Draw d) {
    int batch = d.integer(1, 3);
    int length = d.integer(1, 6);
    int part = d.integer(1, length);
    Shape inner = d.filled(1, 2);
    DType dtype = d.common();
    boolean circular = d.flag();
    d.add(d.tensor(dtype, Shape.of(batch, length).concat(inner)));
    d.add(d.tensor(dtype, Shape.of(batch, part).concat(inner)));
    if (d.flag()) {
      int[] at = d.integers(batch, 0, circular ? 9 : length - part);
      d.setting(Draw.list(Arrays.stream(at).asLongStream().toArray()));
    }
    return new TensorScatter(d.flag() ? 1 : -1 - inner.rank(), circular);
  }

  private static Op oneHot(Draw d) {
    Shape shape = d.shape(0, 3);
    int depth = d.integer(1, 6);
    DType dtype = d.common();
    d.add(d.tensor(d.one(DType.INT64, DType.INT32, DType.FLOAT), shape, -7, 7));
    d.setting(Draw.list(depth)).add(d.tensor(dtype, Shape.of(2)));
    return new OneHot(d.axis(shape.rank() + 1));
  }

  private static Op compress(Draw d) {
    Shape shape = d.shape(1, 4);
    d.add(d.tensor(d.any(), shape));
    boolean flat = d.once(3);
    int axis = d.axis(shape.rank());
    int n = flat ? shape.size() : shape.dim(axis);
    d.setting(d.tensor(DType.BOOL, Shape.of(d.integer(0, n))));
    return new Compress(flat ? null : axis);
  }

  private static Op unique(Draw d) {
    Shape shape = d.shape(1, 3);
    d.add(d.tensor(d.common(), shape)).wants(d.integer(1, 4));
    return new Unique(d.flag() ? null : d.axis(shape.rank()), d.flag());
  }

  private static Op features(Draw d) {
    Shape shape = d.filled(1, 3);
    int n = shape.dim(-1);
    DType dtype = d.one(DType.FLOAT, DType.DOUBLE, DType.INT64, DType.INT32, DType.STRING);
    d.add(d.tensor(dtype, shape))
        .setting(d.tensor(DType.INT64, Shape.of(d.integer(1, 4)), 0, n - 1));
    return new ArrayFeatureExtractor();
  }

  private static SequenceDatum sequence(Draw d, DType dtype, int length) {
    List<Datum> values = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      values.add(d.tensor(dtype, d.shape(0, 3)));
    }
    return new SequenceDatum(new TensorType(dtype, null), values);
  }

  private static void addSequences(Properties p) {
    p.add(
        SequenceConstruct.class,
        d -> {
          DType dtype = d.any();
          for (int i = d.integer(1, 3); i > 0; i--) {
            d.add(d.tensor(dtype, d.shape(0, 3)));
          }
          return new SequenceConstruct();
        });
    p.add(SequenceEmpty.class, d -> new SequenceEmpty(d.any()));
    p.add(
        SequenceAt.class,
        d -> {
          int n = d.integer(1, 4);
          d.add(sequence(d, d.common(), n)).setting(Tensor.scalar((long) d.axis(n)));
          return new SequenceAt();
        });
    p.add(
        SequenceErase.class,
        d -> {
          int n = d.integer(1, 4);
          d.add(sequence(d, d.common(), n));
          if (d.flag()) {
            d.setting(Tensor.scalar((long) d.axis(n)));
          }
          return new SequenceErase();
        });
    p.add(
        SequenceInsert.class,
        d -> {
          int n = d.integer(0, 3);
          DType dtype = d.common();
          d.add(sequence(d, dtype, n)).add(d.tensor(dtype, d.shape(0, 2)));
          if (d.flag()) {
            d.setting(Tensor.scalar((long) d.integer(-n, n)));
          }
          return new SequenceInsert();
        });
    p.add(
        SequenceLength.class,
        d -> {
          d.add(sequence(d, d.common(), d.integer(0, 3)));
          return new SequenceLength();
        });
    p.add(
        ConcatFromSequence.class,
        d -> {
          Shape shape = d.shape(1, 3);
          DType dtype = d.common();
          List<Datum> values = new ArrayList<>();
          for (int i = d.integer(1, 3); i > 0; i--) {
            values.add(d.tensor(dtype, shape));
          }
          d.add(new SequenceDatum(new TensorType(dtype, null), values));
          boolean stack = d.flag();
          return new ConcatFromSequence(d.axis(shape.rank() + (stack ? 1 : 0)), stack);
        });
    p.add(
        SplitToSequence.class,
        d -> {
          Shape shape = d.filled(1, 3);
          d.add(d.tensor(d.common(), shape));
          if (d.flag()) {
            d.setting(Tensor.scalar((long) d.integer(1, 4)));
          }
          return new SplitToSequence(d.axis(shape.rank()), d.flag());
        });
    p.add(
        Optional.class,
        d -> {
          d.add(d.tensor(d.common(), d.shape(0, 2)));
          return new Optional(null);
        });
    p.add(OptionalHasElement.class, d -> of(d, new OptionalHasElement(), d.shape(0, 2)));
    p.add(OptionalGetElement.class, d -> of(d, new OptionalGetElement(), d.shape(0, 2)));
  }

  private static void addRandom(Properties p) {
    p.add(
        RandomNormal.class,
        d -> new RandomNormal(d.floating(), d.shape(0, 3), 1, 2, RandomSource.seeded(3)));
    p.add(
        RandomUniform.class,
        d -> new RandomUniform(d.floating(), d.shape(0, 3), 1, 2, RandomSource.seeded(3)));
    p.add(
        RandomNormalLike.class,
        d ->
            of(d, new RandomNormalLike(d.floating(), 1, 2, RandomSource.seeded(4)), d.shape(0, 3)));
    p.add(
        RandomUniformLike.class,
        d ->
            of(
                d,
                new RandomUniformLike(d.floating(), 1, 2, RandomSource.seeded(4)),
                d.shape(0, 3)));
    p.add(
        Bernoulli.class,
        d -> {
          d.add(d.tensor(d.floating(), d.shape(0, 3), 0, 1));
          return new Bernoulli(d.flag() ? null : d.number(), RandomSource.seeded(5));
        });
    p.add(
        Multinomial.class,
        d -> {
          d.add(d.tensor(d.floating(), Shape.of(d.integer(0, 3), d.integer(1, 5)), -2, 2));
          DType dtype = d.one(DType.INT32, DType.INT64);
          return new Multinomial(dtype, d.integer(1, 5), RandomSource.seeded(5));
        });
  }
}
