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
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects the steps, places and frame states of a plan while its nodes are lowered. */
final class PlanBuilder {
  private static final int LINE_BYTES = 64;

  /** One array that holds all intermediate values of a storage kind. */
  record Arena(Storage storage, int bank, int length) {}

  /** A step with what people see of it. */
  record Described(PlanStep what, Node node, Step step) {}

  final LaidOut laidOut;
  final Liveness liveness;
  final CompileOptions options;
  final PackedWeights weights;
  final Subplans subplans;
  final List<Described> steps = new ArrayList<>();
  final List<Supplier<Object>> states = new ArrayList<>();

  /**
   * Where a value is: elements of a slot.
   *
   * @param room elements that may be used
   */
  private record Place(Slot slot, int from, int room) {}

  /** What a value is written into, as a part of another one. */
  private record Piece(Value whole, int offset) {}

  private final Map<Value, Piece> pieces = new HashMap<>();
  private final Map<Value, Place> placeOf = new HashMap<>();

  /** Places whose content a node replaces by its outputs. */
  final Map<Node, List<Ref>> overwritten = new IdentityHashMap<>();

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
      slots.add(slot);
      Place place = new Place(slot, 0, slot.length);
      placeOf.put(v, place);
      refOf.put(v, slot.ref(0, slot.length));
    }
    outputBanks = new int[graph.outputs().size()];
    for (int o = 0; o < outputBanks.length; o++) {
      outputBanks[o] = newBank(null);
    }
    findPieces(graph);
  }

  /** Whatever an operator takes over unchanged is written to its place at once, if it can be. */
  private void findPieces(Graph graph) {
    Set<Value> fixed = new HashSet<>(graph.inputs());
    fixed.addAll(graph.outputs());
    List<Node> nodes = graph.nodes();
    for (int i = 0; i < nodes.size(); i++) {
      Node node = nodes.get(i);
      int[] at = node.op().pieces(new NodeLowering(this, node, i));
      for (int k = 0; k < at.length; k++) {
        Value v = node.input(k);
        if (at[k] >= 0 && v != null && v.constant() == null && !fixed.contains(v)) {
          pieces.putIfAbsent(v, new Piece(node.output(0), at[k]));
        }
      }
    }
  }

  /** Whether a value is a certain part of another one. */
  boolean isInPlace(Value value, Value whole, int offset) {
    Place part = placeOf.get(value);
    Place all = placeOf.get(whole);
    return part != null && all != null && part.slot == all.slot && part.from == all.from + offset;
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
    Place place = place(value, node);
    Ref made = place.slot.ref(place.from, length(value));
    refOf.put(value, made);
    return made;
  }

  private Place place(Value value, int node) {
    Place place = placeOf.get(value);
    if (place != null) {
      return place;
    }
    Piece piece = pieces.get(value);
    if (piece != null) {
      Place whole = place(piece.whole, node);
      whole.slot.last = Math.max(whole.slot.last, liveness.lastUse(value));
      place = new Place(whole.slot, whole.from + piece.offset, length(value));
    } else {
      Slot slot = slotFor(value, node);
      slots.add(slot);
      int output = laidOut.graph().outputs().indexOf(value);
      if (output >= 0) {
        slot.bank = outputBanks[output];
      } else if (!(value.type() instanceof TensorType)) {
        slot.bank = newBank(null);
      }
      place = new Place(slot, 0, slot.length);
    }
    placeOf.put(value, place);
    return place;
  }

  /**
   * Lets a value share the memory of another one.
   *
   * @param inPlace whether the value overwrites the other, so that nobody may read that later
   * @return false if the memory cannot be shared
   */
  boolean share(Value value, Value with, int node, boolean inPlace) {
    Place place = placeOf.get(with);
    int length = length(value);
    if (place == null || placeOf.containsKey(value) || length > place.room) {
      return false;
    }
    Slot slot = place.slot;
    Storage storage = ((TensorType) value.type()).dtype().storage();
    int output = laidOut.graph().outputs().indexOf(value);
    boolean pinned = slot.bank != Slot.ARENA;
    boolean free = !pinned && slot.last <= node && !pieces.containsKey(value);
    if (storage != slot.storage || (inPlace && !free)) {
      return false;
    }
    if (output >= 0) {
      if (pinned || inPlace || slot.length != length) {
        return false;
      }
      slot.bank = outputBanks[output];
    }
    if (inPlace) {
      Node by = laidOut.graph().nodes().get(node);
      overwritten
          .computeIfAbsent(by, n -> new ArrayList<>())
          .add(slot.ref(place.from, length(with)));
    }
    slot.last = Math.max(slot.last, liveness.lastUse(value));
    placeOf.put(value, place);
    refOf.put(value, slot.ref(place.from, length));
    return true;
  }

  /** Memory for one node. */
  Ref scratch(Storage storage, int length, int node) {
    Slot slot = new Slot(storage, length, node, node);
    slots.add(slot);
    return slot.ref(0, length);
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
    steps.add(new Described(what, node, step));
  }

  /** Places everything and returns the plan. */
  StaticPlan build() {
    List<Arena> arenas = new ArrayList<>();
    for (Storage storage : Storage.values()) {
      List<Slot> inArena = new ArrayList<>();
      for (Slot slot : slots) {
        if (slot.bank == Slot.ARENA && slot.storage == storage) {
          inArena.add(slot);
        }
      }
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
      for (Slot slot : inArena) {
        slot.bank = arena.bank();
      }
    }
    for (Slot slot : slots) {
      slot.place();
    }
    List<Ref> outputs = new ArrayList<>();
    for (Value output : laidOut.graph().outputs()) {
      outputs.add(ref(output));
    }
    return new StaticPlan(this, outputs, arenas);
  }
}
