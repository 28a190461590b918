package dev.lanewise.loader.operators;

import dev.lanewise.graph.Value;
import dev.lanewise.op.ConcatFromSequence;
import dev.lanewise.op.If;
import dev.lanewise.op.Loop;
import dev.lanewise.op.Optional;
import dev.lanewise.op.OptionalGetElement;
import dev.lanewise.op.OptionalHasElement;
import dev.lanewise.op.Scan;
import dev.lanewise.op.SequenceAt;
import dev.lanewise.op.SequenceConstruct;
import dev.lanewise.op.SequenceEmpty;
import dev.lanewise.op.SequenceErase;
import dev.lanewise.op.SequenceInsert;
import dev.lanewise.op.SequenceLength;
import dev.lanewise.op.SequenceMap;
import dev.lanewise.op.SplitToSequence;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.SequenceType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Table lines of control flow, sequences and optionals. */
final class ControlOperators {
  private ControlOperators() {}

  static void addTo(OperatorTable table) {
    table.add("If", 1, ControlOperators::branch);
    table.add("Loop", 1, ControlOperators::loop);
    table.add("Scan", 8, BatchedScan::read);
    table.add("Scan", 9, ControlOperators::scan);
    table.add("SequenceConstruct", 11, n -> n.emit(new SequenceConstruct()));
    table.add("SequenceEmpty", 11, n -> n.emit(new SequenceEmpty(n.dtype("dtype", DType.FLOAT))));
    table.add("SequenceAt", 11, n -> n.emit(new SequenceAt()));
    table.add("SequenceInsert", 11, n -> n.emit(new SequenceInsert()));
    table.add("SequenceErase", 11, n -> n.emit(new SequenceErase()));
    table.add("SequenceLength", 11, n -> n.emit(new SequenceLength()));
    table.add(
        "SplitToSequence",
        11,
        n ->
            n.emit(
                new SplitToSequence(
                    DataOperators.integer(n, "axis", 0), n.flag("keepdims", true))));
    table.add(
        "ConcatFromSequence",
        11,
        n ->
            n.emit(
                new ConcatFromSequence(
                    DataOperators.integer(n, "axis"), n.flag("new_axis", false))));
    table.add("SequenceMap", 17, ControlOperators::map);
    table.add(
        "Optional", 15, n -> n.emit(new Optional(n.hasAttribute("type") ? n.type("type") : null)));
    table.add("OptionalHasElement", 15, n -> n.emit(new OptionalHasElement()));
    table.add("OptionalGetElement", 15, n -> n.emit(new OptionalGetElement()));
  }

  private static void branch(OnnxNode n) {
    Bodies branches = n.subgraphs("then_branch", "else_branch");
    List<@Nullable Value> inputs = new ArrayList<>();
    inputs.add(n.input(0));
    inputs.addAll(branches.captures());
    n.emit(
        new If(branches.graphs().get(0), branches.graphs().get(1)),
        inputs.toArray(new @Nullable Value[0]));
  }

  private static void loop(OnnxNode n) {
    List<Type> formals = new ArrayList<>();
    formals.add(new TensorType(DType.INT64, Shape.SCALAR));
    formals.add(new TensorType(DType.BOOL, Shape.SCALAR));
    List<@Nullable Value> inputs = new ArrayList<>();
    inputs.add(n.inputOrNull(0));
    inputs.add(n.inputOrNull(1));
    for (int i = 2; i < n.inputs(); i++) {
      inputs.add(n.input(i));
      formals.add(Loop.carriedType(n.input(i).type()));
    }
    Bodies body = n.subgraphs(formals, "body");
    int carried = inputs.size() - 2;
    if (body.graphs().get(0).outputs().size() <= carried) {
      throw n.fail("the body gives too few values for " + carried + " carried ones");
    }
    inputs.addAll(body.captures());
    n.emit(new Loop(body.graphs().get(0), carried), inputs.toArray(new @Nullable Value[0]));
  }

  private static void scan(OnnxNode n) {
    int sequences = sequences(n, n.inputs());
    int states = n.inputs() - sequences;
    int[] axes = list(n, "scan_input_axes", sequences);
    int[] directions = list(n, "scan_input_directions", sequences);
    List<Type> formals = new ArrayList<>();
    List<@Nullable Value> inputs = new ArrayList<>();
    for (int i = 0; i < n.inputs(); i++) {
      Value x = n.input(i);
      inputs.add(x);
      formals.add(i < states ? Loop.carriedType(x.type()) : slice(n, x.type()));
    }
    Bodies body = n.subgraphs(formals, "body");
    int collected = collected(n, body, states);
    inputs.addAll(body.captures());
    n.emit(
        new Scan(
            body.graphs().get(0),
            sequences(axes, directions),
            sequences(
                list(n, "scan_output_axes", collected),
                list(n, "scan_output_directions", collected))),
        inputs.toArray(new @Nullable Value[0]));
  }

  /** The number of sequences among the inputs of a Scan. */
  static int sequences(OnnxNode n, int inputs) {
    long sequences = n.integer("num_scan_inputs");
    if (sequences < 1 || sequences > inputs) {
      throw n.fail("num_scan_inputs is " + sequences + ", but there are " + inputs + " inputs");
    }
    return (int) sequences;
  }

  /** The number of values that the body of a Scan gives besides its states. */
  static int collected(OnnxNode n, Bodies body, int states) {
    int collected = body.graphs().get(0).outputs().size() - states;
    if (collected < 0) {
      throw n.fail("the body gives too few values for " + states + " states");
    }
    return collected;
  }

  /** A list with a number for each of so many values, or zeros. */
  static int[] list(OnnxNode n, String attribute, int size) {
    int[] values = n.ints(attribute, new int[size]);
    if (values.length != size) {
      throw n.fail("attribute '" + attribute + "' must have " + size + " numbers");
    }
    return values;
  }

  static List<Scan.Sequence> sequences(int[] axes, int[] directions) {
    List<Scan.Sequence> sequences = new ArrayList<>();
    for (int i = 0; i < axes.length; i++) {
      sequences.add(new Scan.Sequence(axes[i], directions[i] == 1));
    }
    return sequences;
  }

  private static Type slice(OnnxNode n, Type type) {
    if (!(type instanceof TensorType t)) {
      throw n.fail("a sequence to scan must be a tensor, but is " + type);
    }
    return new TensorType(t.dtype(), null);
  }

  private static void map(OnnxNode n) {
    List<Type> formals = new ArrayList<>();
    List<@Nullable Value> inputs = new ArrayList<>();
    for (int i = 0; i < n.inputs(); i++) {
      Value x = n.input(i);
      inputs.add(x);
      formals.add(x.type() instanceof SequenceType s ? s.element() : x.type());
    }
    Bodies body = n.subgraphs(formals, "body");
    inputs.addAll(body.captures());
    n.emit(
        new SequenceMap(body.graphs().get(0), n.inputs()), inputs.toArray(new @Nullable Value[0]));
  }
}
