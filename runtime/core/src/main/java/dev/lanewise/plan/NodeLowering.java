package dev.lanewise.plan;

import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Node;
import dev.lanewise.graph.Ref;
import dev.lanewise.graph.Step;
import dev.lanewise.graph.Value;
import dev.lanewise.kernel.Accuracy;
import dev.lanewise.kernel.KernelSet;
import dev.lanewise.kernel.Layout;
import dev.lanewise.kernel.Operands;
import dev.lanewise.kernel.Packing;
import dev.lanewise.kernel.PreparedKernel;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Storage;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lowers one node into a {@link PlanBuilder}. */
final class NodeLowering implements Lowering {
  private final PlanBuilder plan;
  private final Node node;
  private final int index;
  private final Set<Ref> places = new HashSet<>();
  private long multiplyAdds;

  NodeLowering(PlanBuilder plan, Node node, int index) {
    this.plan = plan;
    this.node = node;
    this.index = index;
  }

  /** Lowers the node and makes sure that every output that is read has a place. */
  void lower() {
    try {
      node.op().lower(this);
    } catch (ArithmeticException e) {
      throw node.tooLarge(e);
    }
    for (Value v : node.outputs()) {
      plan.define(v, index);
    }
  }

  @Override
  public KernelSet kernels() {
    return plan.options.kernels();
  }

  @Override
  public Accuracy accuracy() {
    return plan.options.accuracy();
  }

  @Override
  public int threads() {
    return plan.options.threads();
  }

  @Override
  public Node node() {
    return node;
  }

  @Override
  public int inputs() {
    return node.inputs().size();
  }

  @Override
  public boolean has(int i) {
    return node.input(i) != null;
  }

  private Value in(int i) {
    return Objects.requireNonNull(node.input(i), () -> node + ": input " + i + " is missing");
  }

  private static TensorType tensor(Value v) {
    return (TensorType) v.type();
  }

  @Override
  public DType dtype(int i) {
    return tensor(in(i)).dtype();
  }

  @Override
  public Shape shape(int i) {
    return Objects.requireNonNull(tensor(in(i)).shape());
  }

  @Override
  public Layout layout(int i) {
    return plan.laidOut.layout(in(i));
  }

  @Override
  public @Nullable Tensor constant(int i) {
    Value v = node.input(i);
    return v == null ? null : v.constant();
  }

  @Override
  public DType outputType(int o) {
    return tensor(node.output(o)).dtype();
  }

  @Override
  public Shape outputShape(int o) {
    return Objects.requireNonNull(tensor(node.output(o)).shape());
  }

  @Override
  public Layout outputLayout(int o) {
    return plan.laidOut.layout(node.output(o));
  }

  @Override
  public boolean isUsed(int o) {
    return o < node.outputs().size() && plan.liveness.lastUse(node.output(o)) >= 0;
  }

  @Override
  public boolean isInPlace(int i) {
    int[] at = node.op().pieces(this);
    Value v = node.input(i);
    return v != null && i < at.length && at[i] >= 0 && plan.isInPlace(v, node.output(0), at[i]);
  }

  @Override
  public Ref input(int i) {
    return used(plan.ref(in(i)));
  }

  private Ref used(Ref ref) {
    places.add(ref);
    return ref;
  }

  @Override
  public Ref output(int o) {
    return used(plan.define(node.output(o), index));
  }

  @Override
  public Ref constant(Tensor tensor) {
    return used(plan.constant(tensor));
  }

  @Override
  public Ref packed(int i, Packing packing) {
    if (packing.isRaw()) {
      return input(i);
    }
    Tensor constant = constant(i);
    if (constant != null) {
      return used(plan.constant(plan.weights.get(constant, packing)));
    }
    Ref raw = input(i);
    Ref packed = scratch(Storage.FLOATS, packing.length());
    emit("pack", f -> packing.pack(f.floats(raw), raw.offset(), f.floats(packed), packed.offset()));
    return packed;
  }

  @Override
  public Ref scratch(Storage storage, int length) {
    return used(plan.scratch(storage, length, index));
  }

  @Override
  public int state(Supplier<Object> perFrame) {
    plan.states.add(perFrame);
    return plan.states.size() - 1;
  }

  @Override
  public void multiplyAdds(long count) {
    multiplyAdds += count;
  }

  @Override
  public void emit(String description, Step step) {
    emit(description, places, step);
  }

  private void emit(String description, Collection<Ref> moved, Step step) {
    long bytes = 0;
    for (Ref ref : moved) {
      bytes += (long) ref.length() * ref.storage().bytes();
    }
    plan.add(node, description, multiplyAdds, bytes, step);
    multiplyAdds = 0;
  }

  @Override
  public void emitRange(String description, int total, int grain, Step.Range body) {
    emit(description, new RangeStep(total, grain, threads(), body));
  }

  @Override
  public void emitKernel(
      PreparedKernel kernel,
      Ref x,
      Ref w,
      @Nullable Ref bias,
      @Nullable Ref residual,
      @Nullable Ref slope,
      Ref y) {
    Ref scratch = kernel.scratch() > 0 ? scratch(Storage.FLOATS, kernel.scratch()) : null;
    int state = state(Operands::new);
    List<Ref> moved = new ArrayList<>();
    for (@Nullable Ref operand : new @Nullable Ref[] {x, w, bias, residual, slope, y}) {
      if (operand != null) {
        moved.add(operand);
      }
    }
    emit(
        kernel.describe(),
        moved,
        new KernelStep(kernel, x, w, bias, residual, slope, y, scratch, state));
  }

  @Override
  public void alias(int o, int i) {
    if (plan.share(node.output(o), in(i), index, false)) {
      return;
    }
    Ref from = input(i);
    Ref to = output(o);
    emit(
        "copy",
        f -> System.arraycopy(f.array(from), from.offset(), f.array(to), to.offset(), to.length()));
  }

  @Override
  public void reuse(int o, int i) {
    if (node.input(i) != null && in(i).constant() == null) {
      plan.share(node.output(o), in(i), index, true);
    }
  }

  @Override
  public void reference() {
    List<@Nullable Ref> inputs = new ArrayList<>();
    for (Value v : node.inputs()) {
      inputs.add(v == null || v.constant() != null ? null : plan.ref(v));
    }
    List<@Nullable Ref> outputs = new ArrayList<>();
    for (int o = 0; o < node.outputs().size(); o++) {
      outputs.add(isUsed(o) ? output(o) : null);
    }
    emit("reference", new ReferenceStep(node, inputs, outputs, plan.subplans));
  }
}
