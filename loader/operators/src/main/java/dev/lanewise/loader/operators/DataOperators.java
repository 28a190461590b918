package dev.lanewise.loader.operators;

import dev.lanewise.error.ModelFormatException;
import dev.lanewise.graph.Value;
import dev.lanewise.op.CenterCropPad;
import dev.lanewise.op.Compress;
import dev.lanewise.op.Concat;
import dev.lanewise.op.ConstantOfShape;
import dev.lanewise.op.DepthToSpace;
import dev.lanewise.op.Expand;
import dev.lanewise.op.EyeLike;
import dev.lanewise.op.Flatten;
import dev.lanewise.op.Gather;
import dev.lanewise.op.GatherElements;
import dev.lanewise.op.GatherND;
import dev.lanewise.op.Identity;
import dev.lanewise.op.NonZero;
import dev.lanewise.op.OneHot;
import dev.lanewise.op.Pad;
import dev.lanewise.op.Range;
import dev.lanewise.op.Reshape;
import dev.lanewise.op.ReverseSequence;
import dev.lanewise.op.ScatterElements;
import dev.lanewise.op.ScatterND;
import dev.lanewise.op.ScatterReduction;
import dev.lanewise.op.ShapeOf;
import dev.lanewise.op.Size;
import dev.lanewise.op.Slice;
import dev.lanewise.op.SpaceToDepth;
import dev.lanewise.op.Split;
import dev.lanewise.op.Squeeze;
import dev.lanewise.op.TensorScatter;
import dev.lanewise.op.Tile;
import dev.lanewise.op.Transpose;
import dev.lanewise.op.Trilu;
import dev.lanewise.op.Unique;
import dev.lanewise.op.Unsqueeze;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Table lines of operators that make, move, select or reshape data. */
final class DataOperators {
  private static final int ALL = Integer.MAX_VALUE;

  private DataOperators() {}

  static void addTo(OperatorTable table) {
    addSelection(table);
    addPlacement(table);
  }

  static void addConstants(OperatorTable table) {
    table.add("Constant", 1, n -> n.emitAs(List.of(n.constant(constant(n)))));
    table.add("ConstantOfShape", 9, n -> n.emit(new ConstantOfShape(fillValue(n))));
    table.add("Identity", 1, n -> n.emit(new Identity()));
  }

  static void addReshapes(OperatorTable table) {
    table.add("Reshape", 1, n -> n.emit(new Reshape(false), n.input(0), list(n, "shape")));
    table.add("Reshape", 5, n -> n.emit(new Reshape(n.flag("allowzero", false))));
    table.add("Flatten", 1, n -> n.emit(new Flatten(integer(n, "axis", 1))));
  }

  static void addTransposes(OperatorTable table) {
    table.add("Squeeze", 1, n -> n.emit(new Squeeze(), n.input(0), listOrNull(n, "axes")));
    table.add("Squeeze", 13, n -> n.emit(new Squeeze()));
    table.add("Unsqueeze", 1, n -> n.emit(new Unsqueeze(), n.input(0), list(n, "axes")));
    table.add("Unsqueeze", 13, n -> n.emit(new Unsqueeze()));
    table.add("Transpose", 1, n -> n.emit(new Transpose(n.intsOrNull("perm"))));
  }

  static void addShapes(OperatorTable table) {
    table.add("Shape", 1, n -> n.emit(new ShapeOf(end(n, "start", 0), end(n, "end", ALL))));
    table.add("Size", 1, n -> n.emit(new Size()));
    table.add("Gather", 1, n -> n.emit(new Gather(integer(n, "axis", 0))));
  }

  static void addConcat(OperatorTable table) {
    table.add("Concat", 1, n -> n.emit(new Concat(integer(n, "axis", 1))));
    table.add("Concat", 4, n -> n.emit(new Concat(integer(n, "axis"))));
  }

  static void addParts(OperatorTable table) {
    table.add("Split", 1, DataOperators::splitByAttribute);
    table.add("Split", 13, n -> n.emit(new Split(integer(n, "axis", 0), parts(n))));
    table.add(
        "Slice",
        1,
        n ->
            n.emit(
                new Slice(),
                n.input(0),
                list(n, "starts"),
                list(n, "ends"),
                listOrNull(n, "axes")));
    table.add("Slice", 10, n -> n.emit(new Slice()));
    table.add("Expand", 8, n -> n.emit(new Expand()));
  }

  private static void addSelection(OperatorTable table) {
    table.add("Tile", 1, DataOperators::tileAlongAxis);
    table.add("Tile", 6, n -> n.emit(new Tile()));
    table.add("GatherElements", 11, n -> n.emit(new GatherElements(integer(n, "axis", 0))));
    table.add("GatherND", 11, n -> n.emit(new GatherND(integer(n, "batch_dims", 0))));
    table.add("Compress", 9, n -> n.emit(new Compress(integerOrNull(n, "axis"))));
    table.add("NonZero", 9, n -> n.emit(new NonZero()));
    table.add(
        "Unique", 11, n -> n.emit(new Unique(integerOrNull(n, "axis"), n.flag("sorted", true))));
    table.add("ReverseSequence", 10, n -> n.emit(new ReverseSequence(timeFirst(n))));
    table.add("DepthToSpace", 1, DataOperators::depthToSpace);
    table.add("SpaceToDepth", 1, n -> n.emit(new SpaceToDepth(blockSize(n))));
  }

  private static void addPlacement(OperatorTable table) {
    table.add("Pad", 1, n -> padByAttribute(n, "paddings"));
    table.add("Pad", 2, n -> padByAttribute(n, "pads"));
    table.add("Pad", 11, n -> n.emit(new Pad(padMode(n))));
    table.add("CenterCropPad", 18, n -> n.emit(new CenterCropPad(n.intsOrNull("axes"))));
    table.add("Range", 11, n -> n.emit(new Range()));
    table.add("OneHot", 9, n -> n.emit(new OneHot(integer(n, "axis", -1))));
    table.add("Trilu", 14, n -> n.emit(new Trilu(n.flag("upper", true))));
    table.add("EyeLike", 9, DataOperators::eyeLike);
    table.add("Scatter", 9, n -> n.emit(scatterElements(n)));
    table.add("ScatterElements", 11, n -> n.emit(scatterElements(n)));
    table.add("ScatterND", 11, n -> n.emit(new ScatterND(reduction(n))));
    table.add("TensorScatter", 24, DataOperators::tensorScatter);
  }

  private static Tensor constant(OnnxNode n) {
    if (n.hasAttribute("value")) {
      return n.tensor("value");
    }
    if (n.hasAttribute("sparse_value")) {
      return n.tensor("sparse_value");
    }
    if (n.hasAttribute("value_float")) {
      return Tensor.scalar(n.real("value_float"));
    }
    if (n.hasAttribute("value_floats")) {
      float[] values = n.reals("value_floats");
      return Tensor.of(Shape.of(values.length), values);
    }
    if (n.hasAttribute("value_int")) {
      return Tensor.scalar(n.integer("value_int"));
    }
    if (n.hasAttribute("value_ints")) {
      long[] values = n.longs("value_ints");
      return Tensor.of(Shape.of(values.length), values);
    }
    if (n.hasAttribute("value_string")) {
      return Tensor.of(DType.STRING, Shape.SCALAR, new String[] {n.text("value_string")});
    }
    if (n.hasAttribute("value_strings")) {
      String[] values = n.texts("value_strings").toArray(new String[0]);
      return Tensor.of(DType.STRING, Shape.of(values.length), values);
    }
    throw n.fail("has none of the attributes that hold a constant");
  }

  private static Tensor fillValue(OnnxNode n) {
    Tensor value = n.hasAttribute("value") ? n.tensor("value") : Tensor.scalar(0f);
    if (value.size() != 1) {
      throw n.fail("attribute 'value' must be one element, but is " + value);
    }
    return value;
  }

  private static void splitByAttribute(OnnxNode n) {
    Split split = new Split(integer(n, "axis", 0), 0);
    if (n.hasAttribute("split")) {
      n.emit(split, n.input(0), list(n, "split"));
    } else {
      n.emit(split);
    }
  }

  private static int parts(OnnxNode n) {
    int parts = integer(n, "num_outputs", 0);
    if (n.hasAttribute("num_outputs") && (parts < n.outputs() || n.has(1))) {
      throw n.fail("num_outputs must count the outputs, and excludes the input split");
    }
    return parts;
  }

  /** The first form of Tile, which repeats along one axis. */
  private static void tileAlongAxis(OnnxNode n) {
    Tensor tiles = n.input(1).constant();
    Tensor axis = n.input(2).constant();
    Shape x = n.input(0).type() instanceof TensorType t ? t.shape() : null;
    if (tiles == null || axis == null || x == null) {
      throw n.unsupported("tiles and axis must be constants, and the input's rank known");
    }
    long[] repeats = new long[x.rank()];
    Arrays.fill(repeats, 1);
    double along = axis.toDoubles()[0];
    if (!(along >= 0 && along < repeats.length)) {
      throw n.fail("axis " + along + " is not one of " + x);
    }
    repeats[(int) along] = (long) tiles.toDoubles()[0];
    n.emit(new Tile(), n.input(0), n.constant(repeats));
  }

  private static boolean timeFirst(OnnxNode n) {
    long batch = n.integer("batch_axis", 1);
    long time = n.integer("time_axis", 0);
    if (batch + time != 1 || batch * time != 0) {
      throw n.fail("batch_axis and time_axis must be 0 and 1, but are " + batch + " and " + time);
    }
    return time == 0;
  }

  private static int blockSize(OnnxNode n) {
    int size = integer(n, "blocksize");
    if (size < 1) {
      throw n.fail("blocksize must be at least 1, but is " + size);
    }
    return size;
  }

  private static void depthToSpace(OnnxNode n) {
    String mode = n.text("mode", "DCR");
    if (!mode.equals("DCR") && !mode.equals("CRD")) {
      throw n.fail("mode '" + mode + "' is neither DCR nor CRD");
    }
    n.emit(new DepthToSpace(blockSize(n), mode.equals("CRD")));
  }

  private static Pad.Mode padMode(OnnxNode n) {
    String mode = n.text("mode", "constant");
    return switch (mode) {
      case "constant" -> Pad.Mode.CONSTANT;
      case "reflect" -> Pad.Mode.REFLECT;
      case "edge" -> Pad.Mode.EDGE;
      case "wrap" -> Pad.Mode.WRAP;
      default -> throw n.fail("mode '" + mode + "' is none of constant, reflect, edge and wrap");
    };
  }

  private static void padByAttribute(OnnxNode n, String pads) {
    if (!(n.input(0).type() instanceof TensorType x) || !x.dtype().isFloating()) {
      throw n.fail("the input must be a tensor of floats");
    }
    Object value = Elements.fromDoubles(x.dtype(), new double[] {n.real("value", 0)});
    n.emit(
        new Pad(padMode(n)),
        n.input(0),
        list(n, pads),
        n.constant(Tensor.of(x.dtype(), Shape.SCALAR, value)));
  }

  private static void eyeLike(OnnxNode n) {
    DType dtype = n.hasAttribute("dtype") ? n.dtype("dtype", DType.FLOAT) : null;
    n.emit(new EyeLike(dtype, n.integer("k", 0)));
  }

  private static ScatterElements scatterElements(OnnxNode n) {
    return new ScatterElements(integer(n, "axis", 0), reduction(n));
  }

  private static ScatterReduction reduction(OnnxNode n) {
    String reduction = n.text("reduction", "none");
    return switch (reduction) {
      case "none" -> ScatterReduction.NONE;
      case "add" -> ScatterReduction.ADD;
      case "mul" -> ScatterReduction.MUL;
      case "max" -> ScatterReduction.MAX;
      case "min" -> ScatterReduction.MIN;
      default -> throw n.fail("reduction '" + reduction + "' is unknown");
    };
  }

  private static void tensorScatter(OnnxNode n) {
    String mode = n.text("mode", "linear");
    if (!mode.equals("linear") && !mode.equals("circular")) {
      throw n.fail("mode '" + mode + "' is neither linear nor circular");
    }
    n.emit(new TensorScatter(integer(n, "axis", -2), mode.equals("circular")));
  }

  private static Value list(OnnxNode n, String attribute) {
    if (!n.hasAttribute(attribute)) {
      throw n.fail("attribute '" + attribute + "' is missing");
    }
    return n.constant(n.longs(attribute));
  }

  private static @Nullable Value listOrNull(OnnxNode n, String attribute) {
    return n.hasAttribute(attribute) ? n.constant(n.longs(attribute)) : null;
  }

  /** An end of a range of axes, which may lie anywhere beyond them. */
  private static int end(OnnxNode n, String attribute, int defaultValue) {
    long end = n.integer(attribute, defaultValue);
    return (int) Math.max(-ALL, Math.min(ALL, end));
  }

  private static @Nullable Integer integerOrNull(OnnxNode n, String attribute) {
    return n.hasAttribute(attribute) ? integer(n, attribute) : null;
  }

  /** An INT attribute that must be given and fit 32 bits. */
  static int integer(OnnxNode n, String attribute) {
    return narrow(n, attribute, n.integer(attribute));
  }

  /** An INT attribute that must fit 32 bits. */
  static int integer(OnnxNode n, String attribute, int defaultValue) {
    return narrow(n, attribute, n.integer(attribute, defaultValue));
  }

  /**
   * @throws ModelFormatException if the value does not fit 32 bits
   */
  private static int narrow(OnnxNode n, String attribute, long value) {
    if (value != (int) value) {
      throw n.fail("attribute '" + attribute + "' is " + value + ", which no axis or count is");
    }
    return (int) value;
  }
}
