package dev.lanewise.plan;

import dev.lanewise.error.UnsupportedModelException;
import dev.lanewise.graph.Graph;
import dev.lanewise.graph.Node;
import dev.lanewise.graph.Ref;
import dev.lanewise.graph.Step;
import dev.lanewise.graph.Value;
import dev.lanewise.kernel.Layout;
import dev.lanewise.pass.LaidOut;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Storage;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects the steps, places and frame states of a plan while its nodes are lowered. */
final class PlanBuilder {
  private static final int LINE_BYTES = 64;

  /** One array that holds all intermediate values of a storage kind. */
  record Arena(Storage storage, int bank, int length) {}

  /** A step with what people see of it. */
  record Described(PlanStep what, Step step) {}

  final LaidOut laidOut;
  final Liveness liveness;
  final CompileOptions options;
  final PackedWeights weights;
  final Subplans subplans;
  final List<Described> steps = new ArrayList<>();
  final List<Supplier<Object>> states = new ArrayList<>();

  private final Map<Value, Slot> slotOf = new HashMap<>();
  private final Map<Value, Ref> refOf = new HashMap<>();
  private final Map<Object, Ref> constants = new HashMap<>();
  private final List<Slot> slots = new ArrayList<>();
  final List<@Nullable Object> banks = new ArrayList<>();
  final int[] inputBanks;
  final int[] outputBanks;
  long arenaBytes;
  long arenaBound;

  PlanBuilder(LaidOut laidOut, CompileOptions options, PackedWeights weights, Subplans subplans) {
    this.laidOut = laidOut;
    this.options = options;
    this.weights = weights;
    this.subplans = subplans;
    Graph graph = laidOut.graph();
    this.liveness = new Liveness(graph);
    inputBanks = new int[graph.inputs().size()];
    for (int i = 0; i < inputBanks.length; i++) {
      inputBanks[i] = newBank(null);
      Value v = graph.inputs().get(i);
      Slot slot = slotFor(v, -1);
      slot.bank = inputBanks[i];
      register(v, slot);
    }
    outputBanks = new int[graph.outputs().size()];
    for (int o = 0; o < outputBanks.length; o++) {
      outputBanks[o] = newBank(null);
    }
  }

  private int newBank(@Nullable Object array) {
    banks.add(array);
    return banks.size() - 1;
  }

  /** Array elements a value takes in its layout; 0 for values that are no tensors. */
  int length(Value value) {
    if (!(value.type() instanceof TensorType type)) {
      return 0;
    }
    Shape shape = Objects.requireNonNull(type.shape());
    Layout layout = laidOut.layout(value);
    long n =
        layout.isPlain() || shape.rank() < 2
            ? (long) shape.size() * type.dtype().arity()
            : layout.size(shape.dim(0), shape.dim(1), shape.size(2, shape.rank()));
    if (n > Integer.MAX_VALUE) {
      throw new UnsupportedModelException(
          "value '" + value.name() + "' of type " + type + " is too large for one array");
    }
    return (int) n;
  }

  private Slot slotFor(Value value, int first) {
    Storage storage =
        value.type() instanceof TensorType type ? type.dtype().storage() : Storage.STRINGS;
    return new Slot(storage, length(value), first, Math.max(first, liveness.lastUse(value)));
  }

  private void register(Value value, Slot slot) {
    slotOf.put(value, slot);
    refOf.put(value, slot.ref());
    slots.add(slot);
  }

  /** Place of a value that exists already. */
  Ref ref(Value value) {
    Tensor constant = value.constant();
    if (constant != null) {
      return constant(constant);
    }
    Ref ref = refOf.get(value);
    if (ref == null) {
      throw new IllegalStateException("value '" + value.name() + "' has no place yet");
    }
    return ref;
  }

  /** Place of an output of the node that is being lowered. */
  Ref define(Value value, int node) {
    Ref ref = refOf.get(value);
    if (ref != null) {
      return ref;
    }
    Slot slot = slotFor(value, node);
    int output = laidOut.graph().outputs().indexOf(value);
    if (output >= 0) {
      slot.bank = outputBanks[output];
    } else if (!(value.type() instanceof TensorType)) {
      slot.bank = newBank(null);
    }
    register(value, slot);
    return Objects.requireNonNull(refOf.get(value));
  }

  /**
   * Lets a value share the memory of another one.
   *
   * @param inPlace whether the value overwrites the other, so that nobody may read that later
   * @return false if the memory cannot be shared
   */
  boolean share(Value value, Value with, int node, boolean inPlace) {
    Slot slot = slotOf.get(with);
    int length = length(value);
    if (slot == null || refOf.containsKey(value) || length > slot.length) {
      return false;
    }
    Storage storage = ((TensorType) value.type()).dtype().storage();
    int output = laidOut.graph().outputs().indexOf(value);
    boolean pinned = slot.bank != Slot.ARENA;
    if (storage != slot.storage || (inPlace && (pinned || slot.last > node))) {
      return false;
    }
    if (output >= 0) {
      if (pinned || inPlace || slot.length != length) {
        return false;
      }
      slot.bank = outputBanks[output];
    }
    slot.last = Math.max(slot.last, liveness.lastUse(value));
    slotOf.put(value, slot);
    refOf.put(value, slot.ref(length));
    return true;
  }

  /** Memory for one node. */
  Ref scratch(Storage storage, int length, int node) {
    Slot slot = new Slot(storage, length, node, node);
    slots.add(slot);
    return slot.ref();
  }

  /** Place of a constant. */
  Ref constant(Tensor tensor) {
    return constants.computeIfAbsent(
        tensor, t -> bankRef(tensor.dtype().storage(), tensor.array()));
  }

  /** Place of a packed form of a constant. */
  Ref constant(float[] packed) {
    return constants.computeIfAbsent(packed, p -> bankRef(Storage.FLOATS, packed));
  }

  private Ref bankRef(Storage storage, Object array) {
    Ref ref = new Ref(storage, storage.length(array));
    ref.place(newBank(array), 0);
    return ref;
  }

  /** Appends a step of a node; multiply-adds and bytes are for those who measure. */
  void add(Node node, String kernel, long multiplyAdds, long bytes, Step step) {
    Value out = node.output(0);
    Shape shape = out.type() instanceof TensorType t ? t.shape() : null;
    String output =
        (shape == null ? out.type() : shape) + (laidOut.layout(out).isPlain() ? "" : " blocked");
    PlanStep what =
        new PlanStep(
            steps.size(), node.name(), node.op().name(), kernel, output, multiplyAdds, bytes);
    steps.add(new Described(what, step));
  }

  /** Places everything and returns the plan. */
  StaticPlan build() {
    List<Arena> arenas = new ArrayList<>();
    for (Storage storage : Storage.values()) {
      List<Slot> inArena =
          slots.stream().filter(s -> s.bank == Slot.ARENA && s.storage == storage).toList();
      if (inArena.isEmpty()) {
        continue;
      }
      long length = MemoryPlanner.place(inArena, LINE_BYTES / storage.bytes());
      arenaBytes += length * storage.bytes();
      arenaBound += MemoryPlanner.lowerBound(inArena) * storage.bytes();
      if (length > Integer.MAX_VALUE || arenaBytes > options.maxArenaBytes()) {
        throw new UnsupportedModelException(
            "intermediate values need "
                + arenaBytes
                + " bytes, more than the limit of "
                + options.maxArenaBytes()
                + "; use smaller inputs or raise the limit");
      }
      Arena arena = new Arena(storage, newBank(null), (int) length);
      arenas.add(arena);
      inArena.forEach(slot -> slot.bank = arena.bank());
    }
    for (Slot slot : slots) {
      for (Ref ref : slot.refs) {
        ref.place(slot.bank, slot.offset);
      }
    }
    List<Ref> outputs = laidOut.graph().outputs().stream().map(this::ref).toList();
    return new StaticPlan(this, outputs, arenas);
  }
}
