package dev.lanewise.plan;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Frame;
import dev.lanewise.graph.Node;
import dev.lanewise.graph.Ref;
import dev.lanewise.graph.Step;
import dev.lanewise.graph.Value;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A step that runs an operator's reference evaluation on copies of its inputs. */
final class ReferenceStep implements Step {
  private final Node node;
  private final List<@Nullable Ref> inputs;
  private final List<@Nullable Ref> outputs;
  private final Subplans subplans;

  /**
   * @param inputs place of each input, null for missing ones and constants
   * @param outputs place of each output, null for those nobody reads
   * @param subplans runs the subgraphs of a control-flow operator
   */
  ReferenceStep(
      Node node, List<@Nullable Ref> inputs, List<@Nullable Ref> outputs, Subplans subplans) {
    this.node = node;
    this.inputs = inputs;
    this.outputs = outputs;
    this.subplans = subplans;
  }

  @Override
  public void run(Frame frame) {
    List<@Nullable Datum> arguments = new ArrayList<>(inputs.size());
    for (int i = 0; i < inputs.size(); i++) {
      Value value = node.input(i);
      arguments.add(value == null ? null : read(frame, value, inputs.get(i)));
    }
    List<Datum> results = new Evaluation(node, arguments, subplans.on(frame.team())).evaluate();
    for (int o = 0; o < outputs.size(); o++) {
      Ref ref = outputs.get(o);
      if (ref != null) {
        write(frame, node.output(o), ref, results.get(o));
      }
    }
  }

  private static Datum read(Frame frame, Value value, @Nullable Ref ref) {
    if (ref == null) {
      return Objects.requireNonNull(value.constant());
    }
    if (!(value.type() instanceof TensorType type)) {
      return (Datum) frame.bank(ref.bank());
    }
    DType dtype = type.dtype();
    Shape shape = Objects.requireNonNull(type.shape());
    Object copy = dtype.storage().allocate(ref.length());
    System.arraycopy(frame.array(ref), ref.offset(), copy, 0, ref.length());
    return Tensor.of(dtype, shape, copy);
  }

  private void write(Frame frame, Value value, Ref ref, Datum result) {
    if (!(value.type() instanceof TensorType type)) {
      frame.bind(ref.bank(), result);
      return;
    }
    Tensor tensor = (Tensor) result;
    if (tensor.dtype() != type.dtype() || !tensor.shape().equals(type.shape())) {
      throw new IllegalStateException(
          node + " computed " + tensor + " where " + type + " was inferred");
    }
    System.arraycopy(tensor.array(), 0, frame.array(ref), ref.offset(), ref.length());
  }
}
