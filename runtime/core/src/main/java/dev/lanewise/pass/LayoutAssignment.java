package dev.lanewise.pass;

import dev.lanewise.graph.Graph;
import dev.lanewise.graph.LayoutChoice;
import dev.lanewise.graph.LayoutQuery;
import dev.lanewise.graph.Node;
import dev.lanewise.graph.Rewriter;
import dev.lanewise.graph.Value;
import dev.lanewise.kernel.Accuracy;
import dev.lanewise.kernel.KernelSet;
import dev.lanewise.kernel.Layout;
import dev.lanewise.op.Reorder;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the layout of every value, in the order of the nodes: a node says what it wants given
 * what its inputs come in, and a {@link Reorder} is put in where a value comes otherwise. A value
 * is converted at most once to each layout.
 */
public final class LayoutAssignment {
  private final KernelSet kernels;
  private final Accuracy accuracy;
  private final int threads;
  private final Map<Value, Layout> layouts = new HashMap<>();
  private final Map<Value, Map<Layout, Value>> converted = new HashMap<>();

  private LayoutAssignment(KernelSet kernels, Accuracy accuracy, int threads) {
    this.kernels = kernels;
    this.accuracy = accuracy;
    this.threads = threads;
  }

  /** Lays a graph out whose tensor shapes are all known; its outputs are plain. */
  public static LaidOut apply(Graph graph, KernelSet kernels, Accuracy accuracy, int threads) {
    LayoutAssignment assignment = new LayoutAssignment(kernels, accuracy, threads);
    Set<Value> outputs = new HashSet<>(graph.outputs());
    Graph result = Rewriter.rewrite(graph, (node, r) -> assignment.place(node, r, outputs));
    return new LaidOut(result, assignment.layouts);
  }

  private static LayoutChoice choose(Node node, LayoutQuery query) {
    try {
      return node.op().layouts(query);
    } catch (ArithmeticException e) {
      throw node.tooLarge(e);
    }
  }

  private boolean place(Node node, Rewriter r, Set<Value> graphOutputs) {
    List<@Nullable Value> inputs = r.inputs(node);
    LayoutChoice choice = choose(node, new Query(r.old(), node, inputs));
    List<@Nullable Value> arguments = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      Value v = inputs.get(i);
      arguments.add(v == null ? null : convert(v, choice.input(i), r));
    }
    List<String> names = node.outputs().stream().map(Value::name).collect(Collectors.toList());
    List<Value> results = r.add(node.name(), node.op(), arguments, names);
    for (int o = 0; o < results.size(); o++) {
      Value result = results.get(o);
      if (!choice.output().isPlain() && canBeBlocked(result)) {
        layouts.put(result, choice.output());
      }
      boolean given = graphOutputs.contains(node.output(o));
      r.replace(node.output(o), given ? convert(result, Layout.PLAIN, r) : result);
    }
    return true;
  }

  private static boolean canBeBlocked(Value v) {
    return v.type() instanceof TensorType t
        && t.dtype() == DType.FLOAT
        && t.shape() != null
        && t.shape().rank() >= 3;
  }

  private Layout layout(Value v) {
    return layouts.getOrDefault(v, Layout.PLAIN);
  }

  private Value convert(Value v, Layout wanted, Rewriter r) {
    Layout have = layout(v);
    if (have.equals(wanted) || v.constant() != null || !canBeBlocked(v)) {
      return v;
    }
    Map<Layout, Value> forms = converted.computeIfAbsent(v, k -> new HashMap<>());
    Value known = forms.get(wanted);
    if (known != null) {
      return known;
    }
    Value result = r.add(v.name(), new Reorder(have, wanted), v);
    if (!wanted.isPlain()) {
      layouts.put(result, wanted);
    }
    forms.put(wanted, result);
    converted.computeIfAbsent(result, k -> new HashMap<>()).put(have, v);
    return result;
  }

  private final class Query implements LayoutQuery {
    private final Graph graph;
    private final Node node;
    private final List<@Nullable Value> inputs;

    Query(Graph graph, Node node, List<@Nullable Value> inputs) {
      this.graph = graph;
      this.node = node;
      this.inputs = inputs;
    }

    private Value in(int i) {
      return Objects.requireNonNull(inputs.get(i));
    }

    @Override
    public KernelSet kernels() {
      return kernels;
    }

    @Override
    public Accuracy accuracy() {
      return accuracy;
    }

    @Override
    public int threads() {
      return threads;
    }

    @Override
    public int inputs() {
      return inputs.size();
    }

    @Override
    public boolean has(int i) {
      return i < inputs.size() && inputs.get(i) != null;
    }

    @Override
    public DType dtype(int i) {
      return ((TensorType) in(i).type()).dtype();
    }

    @Override
    public Shape shape(int i) {
      return Objects.requireNonNull(((TensorType) in(i).type()).shape());
    }

    @Override
    public Layout layout(int i) {
      return has(i) ? LayoutAssignment.this.layout(in(i)) : Layout.PLAIN;
    }

    @Override
    public @Nullable Tensor constant(int i) {
      return has(i) ? in(i).constant() : null;
    }

    @Override
    public boolean isUsed(int o) {
      return o < node.outputs().size() && graph.uses(node.output(o)) > 0;
    }

    @Override
    public Shape outputShape(int o) {
      return Objects.requireNonNull(((TensorType) node.output(o).type()).shape());
    }
  }
}
