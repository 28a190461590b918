package dev.lanewise.loader.onnx;

import dev.lanewise.error.ModelFormatException;
import dev.lanewise.graph.Value;
import dev.lanewise.op.Concat;
import dev.lanewise.op.ConstantOfShape;
import dev.lanewise.op.Expand;
import dev.lanewise.op.Flatten;
import dev.lanewise.op.Gather;
import dev.lanewise.op.GatherElements;
import dev.lanewise.op.GatherND;
import dev.lanewise.op.Identity;
import dev.lanewise.op.Reshape;
import dev.lanewise.op.ShapeOf;
import dev.lanewise.op.Size;
import dev.lanewise.op.Slice;
import dev.lanewise.op.Split;
import dev.lanewise.op.Squeeze;
import dev.lanewise.op.Tile;
import dev.lanewise.op.Transpose;
import dev.lanewise.op.Unsqueeze;
import dev.lanewise.tensor.DType;
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
    addShapes(table);
    addParts(table);
    addSelection(table);
  }

  private static void addShapes(OperatorTable table) {
    table.add("Constant", 1, n -> n.emitAs(List.of(n.constant(constant(n)))));
    table.add("ConstantOfShape", 9, n -> n.emit(new ConstantOfShape(fillValue(n))));
    table.add("Identity", 1, n -> n.emit(new Identity()));
    table.add("Reshape", 1, n -> n.emit(new Reshape(false), n.input(0), list(n, "shape")));
    table.add("Reshape", 5, n -> n.emit(new Reshape(n.flag("allowzero", false))));
    table.add("Flatten", 1, n -> n.emit(new Flatten(integer(n, "axis", 1))));
    table.add("Squeeze", 1, n -> n.emit(new Squeeze(), n.input(0), listOrNull(n, "axes")));
    table.add("Squeeze", 13, n -> n.emit(new Squeeze()));
    table.add("Unsqueeze", 1, n -> n.emit(new Unsqueeze(), n.input(0), list(n, "axes")));
    table.add("Unsqueeze", 13, n -> n.emit(new Unsqueeze()));
    table.add("Shape", 1, n -> n.emit(new ShapeOf(end(n, "start", 0), end(n, "end", ALL))));
    table.add("Size", 1, n -> n.emit(new Size()));
    table.add("Transpose", 1, n -> n.emit(new Transpose(n.intsOrNull("perm"))));
  }

  private static void addParts(OperatorTable table) {
    table.add("Concat", 1, n -> n.emit(new Concat(integer(n, "axis", 1))));
    table.add("Concat", 4, n -> n.emit(new Concat(integer(n, "axis"))));
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
    table.add("Tile", 1, DataOperators::tileAlongAxis);
    table.add("Tile", 6, n -> n.emit(new Tile()));
  }

  private static void addSelection(OperatorTable table) {
    table.add("Gather", 1, n -> n.emit(new Gather(integer(n, "axis", 0))));
    table.add("GatherElements", 11, n -> n.emit(new GatherElements(integer(n, "axis", 0))));
    table.add("GatherND", 11, n -> n.emit(new GatherND(integer(n, "batch_dims", 0))));
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

  private static int integer(OnnxNode n, String attribute) {
    return narrow(n, attribute, n.integer(attribute));
  }

  private static int integer(OnnxNode n, String attribute, int defaultValue) {
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
