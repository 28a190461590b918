package dev.lanewise.gradient;

import dev.lanewise.graph.Op;
import dev.lanewise.graph.Value;
import dev.lanewise.op.Concat;
import dev.lanewise.op.ConstantOfShape;
import dev.lanewise.op.DepthToSpace;
import dev.lanewise.op.Dropout;
import dev.lanewise.op.Einsum;
import dev.lanewise.op.Gather;
import dev.lanewise.op.GatherElements;
import dev.lanewise.op.KeyedDropout;
import dev.lanewise.op.Pad;
import dev.lanewise.op.ReduceSum;
import dev.lanewise.op.Reshape;
import dev.lanewise.op.Resize;
import dev.lanewise.op.ScatterElements;
import dev.lanewise.op.ScatterND;
import dev.lanewise.op.ScatterReduction;
import dev.lanewise.op.Slice;
import dev.lanewise.op.SpaceToDepth;
import dev.lanewise.op.Split;
import dev.lanewise.op.Tile;
import dev.lanewise.op.Transpose;
import dev.lanewise.op.Trilu;
import dev.lanewise.op.Unsqueeze;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rules of operators that cut, join, pick and repeat elements; shapes must be known. */
final class MovementRules {
  private MovementRules() {}

  static void addTo(Map<Class<? extends Op>, GradientRule> rules) {
    rules.put(Concat.class, MovementRules::concat);
    rules.put(Split.class, MovementRules::split);
    rules.put(Slice.class, MovementRules::slice);
    rules.put(Pad.class, MovementRules::pad);
    rules.put(Tile.class, MovementRules::tile);
    rules.put(Gather.class, MovementRules::gather);
    rules.put(
        GatherElements.class,
        b -> {
          int axis = ((GatherElements) b.node().op()).axis();
          ScatterElements add = new ScatterElements(axis, ScatterReduction.ADD);
          b.give(0, b.add(add, zeros(b, b.shape(b.x(0))), b.x(1), b.dy()));
        });
    rules.put(
        Trilu.class,
        b -> b.give(0, b.add(b.node().op(), b.dy(), b.node().inputs().size() > 1 ? b.x(1) : null)));
    rules.put(Dropout.class, MovementRules::notDropped);
    rules.put(Resize.class, MovementRules::resized);
    rules.put(KeyedDropout.class, b -> b.give(0, b.add(b.node().op(), b.dy(), b.x(1))));
    rules.put(
        SpaceToDepth.class,
        b -> {
          int size = ((SpaceToDepth) b.node().op()).blockSize();
          b.give(0, b.add(new DepthToSpace(size, false), b.dy()));
        });
    rules.put(
        DepthToSpace.class,
        b -> {
          DepthToSpace op = (DepthToSpace) b.node().op();
          if (op.columnRowDepth()) {
            throw b.unsupported("only mode DCR has a gradient");
          }
          b.give(0, b.add(new SpaceToDepth(op.blockSize()), b.dy()));
        });
  }

  private static Value zeros(Backward b, Shape shape) {
    DType dtype = b.tensor(b.y()).dtype();
    Object zero = Elements.fromDoubles(dtype, new double[] {0});
    ConstantOfShape fill = new ConstantOfShape(Tensor.of(dtype, Shape.of(1), zero));
    return b.add(fill, b.integers(shape.toLongs()));
  }

  private static int axis(int axis, int rank) {
    return axis < 0 ? axis + rank : axis;
  }

  /** Elements from {@code from} to {@code to} along an axis. */
  private static Value part(Backward b, Value x, int axis, long from, long to) {
    return b.add(new Slice(), x, b.integers(from), b.integers(to), b.integers(axis));
  }

  private static void concat(Backward b) {
    int axis = axis(((Concat) b.node().op()).axis(), b.rank(b.y()));
    long at = 0;
    for (int i = 0; i < b.node().inputs().size(); i++) {
      int length = b.shape(b.x(i)).dim(axis);
      if (b.wants(i)) {
        b.give(i, part(b, b.dy(), axis, at, at + length));
      }
      at += length;
    }
  }

  private static void split(Backward b) {
    int axis = axis(((Split) b.node().op()).axis(), b.rank(b.x(0)));
    List<Value> parts = new ArrayList<>();
    int covered = 0;
    for (int o = 0; o < b.node().outputs().size(); o++) {
      Value dy = b.dy(o);
      Shape shape = b.shape(b.node().output(o));
      parts.add(dy != null ? dy : zeros(b, shape));
      covered += shape.dim(axis);
    }
    if (covered != b.shape(b.x(0)).dim(axis)) {
      throw b.unsupported("a part of the input goes to no output");
    }
    b.give(0, b.add(new Concat(axis), parts.toArray(new @Nullable Value[0])));
  }

  private static void slice(Backward b) {
    Shape x = b.shape(b.x(0));
    Shape y = b.shape(b.y());
    long[] starts = java.util.Objects.requireNonNull(b.constants(1));
    long[] axes = b.node().inputs().size() > 3 ? b.constants(3) : null;
    long[] steps = b.node().inputs().size() > 4 ? b.constants(4) : null;
    long[] pads = new long[2 * x.rank()];
    Value dy = b.dy();
    for (int k = 0; k < starts.length; k++) {
      int axis = axes == null ? k : axis((int) axes[k], x.rank());
      int dim = x.dim(axis);
      long step = steps == null ? 1 : steps[k];
      long first = starts[k] < 0 ? starts[k] + dim : starts[k];
      first = Math.max(0, Math.min(first, step > 0 ? dim : dim - 1));
      if (step != 1) {
        dy = spread(b, dy, axis, dim, first, step, y.dim(axis));
      } else {
        pads[axis] = first;
        pads[axis + x.rank()] = dim - first - y.dim(axis);
      }
    }
    boolean whole = Arrays.stream(pads).allMatch(p -> p == 0);
    b.give(0, whole ? dy : b.add(new Pad(Pad.Mode.CONSTANT), dy, b.integers(pads)));
  }

  /** Elements put back to where a slice with a step took them from. */
  private static Value spread(
      Backward b, Value dy, int axis, int dim, long first, long step, int count) {
    Shape before = b.shape(dy);
    long[] wide = before.toLongs();
    wide[axis] = dim;
    long[] index = new long[count];
    for (int i = 0; i < count; i++) {
      index[i] = first + i * step;
    }
    return scatter(b, Shape.of(wide), axis, b.integers(index), dy);
  }

  /** Zeros of a shape with parts added along an axis, at the places a list of indices says. */
  private static Value scatter(Backward b, Shape shape, int axis, Value indices, Value parts) {
    Value places = b.add(new Unsqueeze(), indices, b.integers(1));
    ScatterND add = new ScatterND(ScatterReduction.ADD);
    if (axis == 0) {
      return b.add(add, zeros(b, shape), places, parts);
    }
    int[] front = new int[shape.rank()];
    int[] back = new int[shape.rank()];
    for (int i = 0; i < front.length; i++) {
      front[i] = i == 0 ? axis : i <= axis ? i - 1 : i;
    }
    for (int i = 0; i < front.length; i++) {
      back[front[i]] = i;
    }
    int[] dims = Arrays.stream(front).map(shape::dim).toArray();
    Value moved = b.add(new Transpose(front), parts);
    Value sum = b.add(add, zeros(b, Shape.of(dims)), places, moved);
    return b.add(new Transpose(back), sum);
  }

  private static void gather(Backward b) {
    Shape x = b.shape(b.x(0));
    Shape indices = b.shape(b.x(1));
    int axis = axis(((Gather) b.node().op()).axis(), x.rank());
    Value list = b.add(new Reshape(true), b.x(1), b.integers(indices.size()));
    long[] dims = x.toLongs();
    dims[axis] = indices.size();
    Value parts = b.add(new Reshape(true), b.dy(), b.integers(dims));
    b.give(0, scatter(b, x, axis, list, parts));
  }

  private static void pad(Backward b) {
    Pad op = (Pad) b.node().op();
    if (op.mode() != Pad.Mode.CONSTANT) {
      throw b.unsupported("only padding with a constant has a gradient");
    }
    if (b.wants(2)) {
      throw b.unsupported("the value that is padded with cannot be trained");
    }
    Shape x = b.shape(b.x(0));
    long[] pads = java.util.Objects.requireNonNull(b.constants(1));
    long[] axes = b.node().inputs().size() > 3 ? b.constants(3) : null;
    int count = pads.length / 2;
    Value dx = b.dy();
    long[] outer = new long[2 * x.rank()];
    for (int k = 0; k < count; k++) {
      int axis = axes == null ? k : axis((int) axes[k], x.rank());
      outer[axis] = -pads[k];
      outer[axis + x.rank()] = -pads[k + count];
    }
    // Negative padding cuts.
    b.give(0, b.add(new Pad(Pad.Mode.CONSTANT), dx, b.integers(outer)));
  }

  private static void tile(Backward b) {
    Shape x = b.shape(b.x(0));
    long[] repeats = java.util.Objects.requireNonNull(b.constants(1));
    long[] dims = new long[2 * x.rank()];
    long[] axes = new long[x.rank()];
    for (int i = 0; i < x.rank(); i++) {
      dims[2 * i] = repeats[i];
      dims[2 * i + 1] = x.dim(i);
      axes[i] = 2L * i;
    }
    Value parts = b.add(new Reshape(true), b.dy(), b.integers(dims));
    b.give(0, b.add(new ReduceSum(false, false), parts, b.integers(axes)));
  }

  /** Dropout outside of its training mode, which is the only one that can be repeated. */
  private static void notDropped(Backward b) {
    Value training = b.node().input(2);
    Tensor constant = training == null ? null : training.constant();
    if (training != null && (constant == null || constant.bytes()[0] != 0)) {
      throw b.unsupported("training_mode must be false; other numbers would be dropped");
    }
    b.give(0, b.dy());
  }

  /** Each axis is a product with a matrix, and back with the same. */
  private static void resized(Backward b) {
    Resize op = (Resize) b.node().op();
    Shape shape = b.shape(b.x(0));
    List<Optional<Tensor>> matrices =
        op.matrices(shape, constant(b, 1), constant(b, 2), constant(b, 3));
    Value d = b.dy();
    String all = "abcdefghijklmnop".substring(0, shape.rank());
    for (int axis = 0; axis < matrices.size(); axis++) {
      if (matrices.get(axis).isPresent()) {
        Tensor matrix = matrices.get(axis).get();
        char letter = all.charAt(axis);
        String equation = all + "," + letter + "z->" + all.replace(letter, 'z');
        d = b.add(new Einsum(equation), d, b.constant(matrix.shape(), matrix.doubles()));
      }
    }
    b.give(0, d);
  }

  private static @Nullable Tensor constant(Backward b, int i) {
    Value v = b.node().input(i);
    if (v != null && v.constant() == null) {
      throw b.unsupported("input " + i + " must be constant");
    }
    return v == null ? null : v.constant();
  }
}
