package dev.lanewise.loader.operators;

import dev.lanewise.graph.Graph;
import dev.lanewise.graph.GraphBuilder;
import dev.lanewise.graph.Value;
import dev.lanewise.op.Concat;
import dev.lanewise.op.Loop;
import dev.lanewise.op.Pad;
import dev.lanewise.op.Reshape;
import dev.lanewise.op.Scan;
import dev.lanewise.op.ShapeOf;
import dev.lanewise.op.Slice;
import dev.lanewise.op.Sub;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first form of Scan, with batches of sequences that may have different lengths: a scan over
 * the batch, in which each sequence is cut to its length, scanned, and filled up with zeros again.
 */
final class BatchedScan {
  private static final Scan.Sequence FORWARD = new Scan.Sequence(0, false);

  private final OnnxNode node;
  private final int states;
  private final int sequences;

  private BatchedScan(OnnxNode node) {
    this.node = node;
    this.sequences = ControlOperators.sequences(node, node.inputs() - 1);
    this.states = node.inputs() - 1 - sequences;
  }

  static void read(OnnxNode node) {
    new BatchedScan(node).emit();
  }

  private void emit() {
    List<Type> formals = new ArrayList<>();
    List<@Nullable Value> inputs = new ArrayList<>();
    for (int i = 1; i < node.inputs(); i++) {
      inputs.add(node.input(i));
      formals.add(Loop.carriedType(node.input(i).type()));
    }
    Value lengths = node.inputOrNull(0);
    if (lengths != null) {
      inputs.add(lengths);
    }
    Bodies body = node.subgraphs(formals, "body");
    Graph one = one(body, lengths != null);
    int slices = inputs.size();
    inputs.addAll(body.captures());
    node.emit(
        new Scan(one, forward(slices), forward(one.outputs().size())),
        inputs.toArray(new @Nullable Value[0]));
  }

  private static List<Scan.Sequence> forward(int n) {
    return Collections.nCopies(n, FORWARD);
  }

  /** What is done with one member of the batch. */
  private Graph one(Bodies body, boolean hasLength) {
    GraphBuilder b = new GraphBuilder(node.name());
    List<Value> values = new ArrayList<>();
    for (int i = 1; i < node.inputs(); i++) {
      values.add(b.input("x" + i, member(node.input(i).type())));
    }
    Value length = hasLength ? b.input("length", member(node.input(0).type())) : null;
    Value zero = b.constant("zero", Tensor.of(Shape.of(1), 0L));
    Value capacity = b.add("capacity", new ShapeOf(0, 1), values.get(states));
    if (length != null) {
      Value line = b.constant("line", Tensor.of(Shape.of(1), 1L));
      Value end = b.add("end", new Reshape(false), length, line);
      for (int i = states; i < values.size(); i++) {
        values.set(i, b.add("cut" + i, new Slice(), values.get(i), zero, end, zero));
      }
    }
    for (Value capture : body.captures()) {
      values.add(b.input(capture.name(), capture.type()));
    }
    int collected = ControlOperators.collected(node, body, states);
    int[] directions = ControlOperators.list(node, "directions", sequences);
    Scan scan =
        new Scan(
            body.graphs().get(0),
            ControlOperators.sequences(new int[sequences], directions),
            forward(collected));
    List<String> names = new ArrayList<>();
    for (int i = 0; i < states + collected; i++) {
      names.add("y" + i);
    }
    List<Value> results = b.add(node.name(), scan, values, names);
    for (int i = 0; i < results.size(); i++) {
      Value y = results.get(i);
      if (length != null && i >= states) {
        Value steps = b.add("steps" + i, new ShapeOf(0, 1), y);
        Value missing = b.add("missing" + i, new Sub(), capacity, steps);
        Value pads = b.add("pads" + i, new Concat(0), zero, missing);
        y = b.add("filled" + i, new Pad(Pad.Mode.CONSTANT), y, pads, null, zero);
      }
      b.output(y);
    }
    return b.build();
  }

  private Type member(Type batch) {
    if (!(batch instanceof TensorType t)) {
      throw node.fail("batches must be tensors, but one is " + batch);
    }
    Shape shape = t.shape();
    if (shape == null) {
      return t;
    }
    if (shape.rank() == 0) {
      throw node.fail("a batch needs a dimension");
    }
    return new TensorType(t.dtype(), shape.slice(1, shape.rank()));
  }
}
