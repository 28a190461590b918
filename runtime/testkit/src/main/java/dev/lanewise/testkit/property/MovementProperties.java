package dev.lanewise.testkit.property;

import dev.lanewise.graph.Op;
import dev.lanewise.op.CenterCropPad;
import dev.lanewise.op.ChannelPermute;
import dev.lanewise.op.Concat;
import dev.lanewise.op.ConstantOfShape;
import dev.lanewise.op.DepthToSpace;
import dev.lanewise.op.Dropout;
import dev.lanewise.op.Expand;
import dev.lanewise.op.EyeLike;
import dev.lanewise.op.Flatten;
import dev.lanewise.op.Identity;
import dev.lanewise.op.Pad;
import dev.lanewise.op.Range;
import dev.lanewise.op.Reshape;
import dev.lanewise.op.ReverseSequence;
import dev.lanewise.op.ShapeOf;
import dev.lanewise.op.Size;
import dev.lanewise.op.Slice;
import dev.lanewise.op.SpaceToDepth;
import dev.lanewise.op.Split;
import dev.lanewise.op.Squeeze;
import dev.lanewise.op.Tile;
import dev.lanewise.op.Transpose;
import dev.lanewise.op.Trilu;
import dev.lanewise.op.Unsqueeze;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Operators that move elements or make them from a shape. */
final class MovementProperties {
  private MovementProperties() {}

  static void addTo(Properties p) {
    p.add(Identity.class, d -> moved(d, new Identity()));
    p.add(Transpose.class, MovementProperties::transpose);
    p.add(Reshape.class, MovementProperties::reshape);
    p.add(Flatten.class, MovementProperties::flatten);
    p.add(Squeeze.class, MovementProperties::squeeze);
    p.add(Unsqueeze.class, MovementProperties::unsqueeze);
    p.add(Expand.class, MovementProperties::expand);
    p.add(Tile.class, MovementProperties::tile);
    p.add(Concat.class, MovementProperties::concat);
    p.add(Split.class, MovementProperties::split);
    p.add(Slice.class, MovementProperties::slice);
    p.add(Pad.class, MovementProperties::pad);
    p.add(CenterCropPad.class, MovementProperties::cropPad);
    p.add(DepthToSpace.class, d -> blocks(d, true));
    p.add(SpaceToDepth.class, d -> blocks(d, false));
    p.add(ReverseSequence.class, MovementProperties::reverse);
    p.add(Trilu.class, MovementProperties::triangle);
    p.add(ChannelPermute.class, MovementProperties::permuteChannels);
    p.add(ShapeOf.class, d -> moved(d, new ShapeOf(d.integer(-5, 5), d.integer(-5, 5))));
    p.add(Size.class, d -> moved(d, new Size()));
    p.add(ConstantOfShape.class, MovementProperties::constantOfShape);
    p.add(EyeLike.class, MovementProperties::eye);
    p.add(Range.class, MovementProperties::range);
    p.add(Dropout.class, MovementProperties::dropout);
  }

  private static Op moved(Draw d, Op op) {
    d.add(d.tensor(d.any(), d.shape(0, 4)));
    return op;
  }

  private static Op transpose(Draw d) {
    Shape shape = d.shape(0, 4);
    d.add(d.tensor(d.any(), shape));
    return new Transpose(d.once(4) ? null : permutation(d, shape.rank()));
  }

  private static int[] permutation(Draw d, int n) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      order.add(d.integer(0, i), i);
    }
    return order.stream().mapToInt(Integer::intValue).toArray();
  }

  private static Op reshape(Draw d) {
    Shape shape = d.shape(0, 4);
    boolean allowZero = d.flag();
    d.add(d.tensor(d.any(), shape));
    long[] target = new long[permutation(d, shape.rank()).length];
    int[] order = permutation(d, shape.rank());
    for (int i = 0; i < target.length; i++) {
      target[i] = shape.dim(order[i]);
    }
    if (!allowZero && shape.size() == 0) {
      target = shape.toLongs();
    } else if (target.length > 0 && shape.size() > 0 && d.flag()) {
      target[d.integer(0, target.length - 1)] = -1;
    }
    d.setting(Draw.list(target));
    return new Reshape(allowZero);
  }

  private static Op flatten(Draw d) {
    Shape shape = d.shape(0, 4);
    d.add(d.tensor(d.any(), shape));
    return new Flatten(d.integer(-shape.rank(), shape.rank()));
  }

  private static Op squeeze(Draw d) {
    Shape shape = d.shape(0, 3);
    Shape wide = shape;
    List<Long> axes = new ArrayList<>();
    for (int i = shape.rank(); i >= 0; i--) {
      if (d.flag()) {
        wide = wide.slice(0, i).concat(Shape.of(1)).concat(wide.slice(i, wide.rank()));
        for (int k = 0; k < axes.size(); k++) {
          axes.set(k, axes.get(k) + 1);
        }
        axes.add((long) i);
      }
    }
    d.add(d.tensor(d.any(), wide));
    if (!d.once(4)) {
      d.setting(Draw.list(axes.stream().mapToLong(Long::longValue).toArray()));
    }
    return new Squeeze();
  }

  private static Op unsqueeze(Draw d) {
    Shape shape = d.shape(0, 3);
    d.add(d.tensor(d.any(), shape));
    int rank = shape.rank() + d.integer(1, 2);
    long first = d.axis(rank);
    long[] axes = {first, (first + rank + 1) % rank};
    d.setting(Draw.list(rank == shape.rank() + 1 ? new long[] {first} : axes));
    return new Unsqueeze();
  }

  private static Op expand(Draw d) {
    Shape shape = d.shape(0, 4);
    d.add(d.tensor(d.any(), d.part(shape)));
    d.setting(Draw.list(shape.toLongs()));
    return new Expand();
  }

  private static Op tile(Draw d) {
    Shape shape = d.shape(0, 3);
    d.add(d.tensor(d.any(), shape));
    int[] repeats = d.integers(shape.rank(), 0, 3);
    d.setting(Draw.list(Arrays.stream(repeats).asLongStream().toArray()));
    return new Tile();
  }

  private static Op concat(Draw d) {
    Shape shape = d.shape(1, 4);
    int axis = d.axis(shape.rank());
    DType dtype = d.any();
    for (int i = d.integer(1, 4); i > 0; i--) {
      Shape one = shape.with(axis, d.integer(0, 9));
      if (dtype == DType.FLOAT && shape.rank() >= 3 && d.flag()) {
        d.activation(one);
      } else {
        d.add(d.tensor(dtype, one));
      }
    }
    d.within(1e-5);
    return new Concat(axis);
  }

  private static Op split(Draw d) {
    Shape shape = d.shape(1, 4);
    int axis = d.axis(shape.rank());
    int[] parts = d.integers(d.integer(1, 4), 0, 4);
    int total = Arrays.stream(parts).sum();
    d.add(d.tensor(d.any(), shape.with(axis, total)));
    d.wants(parts.length);
    if (d.flag()) {
      d.setting(Draw.list(Arrays.stream(parts).asLongStream().toArray()));
      return new Split(axis, 0);
    }
    int chunk = (total + parts.length - 1) / parts.length;
    boolean divides = total > (parts.length - 1) * chunk;
    d.wants(divides ? parts.length : 1);
    return new Split(axis, divides ? parts.length : 1);
  }

  private static Op slice(Draw d) {
    Shape shape = d.shape(1, 4);
    d.add(d.tensor(d.any(), shape));
    long[] axes = d.axes(shape.rank());
    long[] starts = new long[axes.length];
    long[] ends = new long[axes.length];
    long[] steps = new long[axes.length];
    for (int i = 0; i < axes.length; i++) {
      starts[i] = d.once(8) ? Long.MAX_VALUE : d.integer(-10, 10);
      ends[i] = d.once(4) ? d.one(Long.MIN_VALUE, Long.MAX_VALUE) : d.integer(-10, 10);
      steps[i] = d.one(1L, 1L, 2L, 3L, -1L, -2L, Long.MAX_VALUE, (long) Integer.MIN_VALUE);
    }
    d.setting(Draw.list(starts)).setting(Draw.list(ends));
    d.setting(Draw.list(axes)).setting(Draw.list(steps));
    return new Slice();
  }

  private static Op pad(Draw d) {
    Pad.Mode mode = d.one(Pad.Mode.values());
    Shape shape = d.filled(1, 4);
    DType dtype = d.any();
    d.add(d.tensor(dtype, shape));
    int rank = shape.rank();
    long[] pads = new long[2 * rank];
    for (int i = 0; i < pads.length; i++) {
      boolean reflects = mode == Pad.Mode.REFLECT;
      pads[i] = reflects ? d.integer(0, shape.dim(i % rank) - 1) : d.integer(0, 4);
      if (d.once(6) && shape.dim(i % rank) > 2) {
        pads[i] = -1;
      }
    }
    d.setting(Draw.list(pads));
    if (mode == Pad.Mode.CONSTANT && d.flag()) {
      d.setting(d.tensor(dtype, Shape.SCALAR));
    }
    return new Pad(mode);
  }

  private static Op cropPad(Draw d) {
    Shape shape = d.shape(1, 4);
    d.add(d.tensor(d.common(), shape));
    int axis = d.axis(shape.rank());
    d.setting(Draw.list(d.integer(0, 9)));
    return new CenterCropPad(new int[] {axis});
  }

  private static Op blocks(Draw d, boolean depthToSpace) {
    int b = d.integer(1, 3);
    int n = d.integer(0, 2);
    int c = d.integer(1, 4);
    int h = d.integer(1, 4);
    int w = d.integer(0, 4);
    DType dtype = d.any();
    d.add(
        d.tensor(
            dtype, depthToSpace ? Shape.of(n, c * b * b, h, w) : Shape.of(n, c, h * b, w * b)));
    return depthToSpace ? new DepthToSpace(b, d.flag()) : new SpaceToDepth(b);
  }

  private static Op reverse(Draw d) {
    boolean timeFirst = d.flag();
    int batch = d.integer(1, 4);
    int time = d.integer(1, 6);
    Shape rest = d.shape(0, 2);
    Shape shape = (timeFirst ? Shape.of(time, batch) : Shape.of(batch, time)).concat(rest);
    d.add(d.tensor(d.any(), shape));
    int[] lengths = d.integers(batch, 1, time);
    d.setting(Draw.list(Arrays.stream(lengths).asLongStream().toArray()));
    return new ReverseSequence(timeFirst);
  }

  private static Op triangle(Draw d) {
    d.add(d.tensor(d.common(), d.shape(2, 4)));
    if (d.flag()) {
      d.setting(
          Tensor.scalar(d.once(4) ? d.one(Long.MIN_VALUE, Long.MAX_VALUE) : d.integer(-5, 5)));
    }
    return new Trilu(d.flag());
  }

  private static Op permuteChannels(Draw d) {
    Shape shape = d.filled(3, 4);
    if (d.flag()) {
      d.activation(shape);
    } else {
      d.add(d.tensor(d.any(), shape));
    }
    d.within(1e-5);
    return new ChannelPermute(permutation(d, shape.dim(1)));
  }

  private static Op constantOfShape(Draw d) {
    d.setting(Draw.list(d.shape(0, 4).toLongs()));
    return new ConstantOfShape(d.tensor(d.common(), Shape.of(1)));
  }

  private static Op eye(Draw d) {
    d.add(d.tensor(d.common(), d.shape(2, 2)));
    long k = d.once(4) ? d.one(Long.MIN_VALUE, Long.MAX_VALUE) : d.integer(-5, 5);
    return new EyeLike(d.dtype(t -> t.isNumeric() && t.bits() >= 16), k);
  }

  private static Op range(Draw d) {
    DType dtype = d.one(DType.FLOAT, DType.DOUBLE, DType.INT16, DType.INT32, DType.INT64);
    d.setting(d.tensor(dtype, Shape.SCALAR, -9, 9)).setting(d.tensor(dtype, Shape.SCALAR, -9, 9));
    d.setting(d.tensor(dtype, Shape.SCALAR, 1, 3));
    d.within(1e-6);
    return new Range();
  }

  private static Op dropout(Draw d) {
    d.add(d.tensor(d.floating(), d.shape(0, 4)));
    d.setting(d.tensor(DType.FLOAT, Shape.SCALAR, 0, 0.9));
    boolean training = d.once(3);
    d.setting(Tensor.of(DType.BOOL, Shape.SCALAR, new byte[] {(byte) (training ? 1 : 0)}));
    d.wants(d.integer(1, 2)).within(1e-6);
    return new Dropout(7);
  }
}
