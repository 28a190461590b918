package dev.lanewise.pass;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Interpreter;
import dev.lanewise.graph.Node;
import dev.lanewise.graph.Rewriter;
import dev.lanewise.graph.Value;
import dev.lanewise.op.ChannelPermute;
import dev.lanewise.op.Concat;
import dev.lanewise.op.Gather;
import dev.lanewise.op.Slice;
import dev.lanewise.op.Split;
import dev.lanewise.op.Transpose;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A value whose elements are whole planes of other values, in some order.
 *
 * @param sources values {@code [N, C, spatial...]} that differ in C only
 * @param whole shape of the sources joined along C
 * @param planes which planes of the joined sources the value is made of, counted over N and C
 * @param shape the value's shape
 */
record ChannelPlanes(List<Value> sources, Shape whole, int[] planes, Shape shape) {
  /** A value on its own, or the sources of a node that has joined or permuted channels. */
  static @Nullable ChannelPlanes of(Value value, Rewriter r) {
    Shape shape = shape(value.type());
    if (shape == null || shape.rank() < 3 || shape.size() == 0) {
      return null;
    }
    Node producer = r.producer(value);
    List<Value> sources = producer == null ? null : joined(producer, shape.rank());
    if (producer == null || sources == null) {
      return new ChannelPlanes(List.of(value), shape, count(shape.size(0, 2)), shape);
    }
    int channels = 0;
    for (Value source : sources) {
      channels += Objects.requireNonNull(shape(source.type())).dim(1);
    }
    Shape whole = shape.with(1, channels);
    int[] planes = count(shape.size(0, 2));
    if (producer.op() instanceof ChannelPermute p) {
      int n = p.permutation().length;
      Arrays.setAll(planes, i -> i / n * whole.dim(1) + p.permutation()[i % n]);
    }
    return new ChannelPlanes(sources, whole, planes, shape);
  }

  private static int[] count(int n) {
    int[] numbers = new int[n];
    Arrays.setAll(numbers, i -> i);
    return numbers;
  }

  private static @Nullable Shape shape(Type type) {
    return type instanceof TensorType t && t.isKnown() ? t.shape() : null;
  }

  /** What a node joins along the channels, null if it does not or its sources are not computed. */
  private static @Nullable List<Value> joined(Node node, int rank) {
    boolean joins =
        node.op() instanceof ChannelPermute
            || node.op() instanceof Concat c && (c.axis() == 1 || c.axis() + rank == 1);
    List<Value> sources = new ArrayList<>();
    for (Value v : node.inputs()) {
      if (!joins || v == null || v.constant() != null || shape(v.type()) == null) {
        return null;
      }
      sources.add(v);
    }
    return sources.isEmpty() ? null : sources;
  }

  /**
   * The planes of an output of a node that reads this value first, null if the node takes planes
   * apart or what it does is not known.
   *
   * @param arguments the node's inputs
   * @param type type of the output
   */
  @Nullable ChannelPlanes after(
      Node node, List<? extends @Nullable Value> arguments, int output, Type type) {
    Shape result = shape(type);
    if (result == null || result.size() == 0) {
      return null;
    }
    if (!selects(node)) {
      return new ChannelPlanes(sources, whole, planes, result);
    }
    int inner = shape.rank();
    while (inner > 0 && shape.size(inner, shape.rank()) < planeSize()) {
      inner--;
    }
    int kept = result.rank() - (shape.rank() - inner);
    boolean keepsPlanes =
        shape.size(inner, shape.rank()) == planeSize()
            && kept >= 0
            && result.slice(kept, result.rank()).equals(shape.slice(inner, shape.rank()))
            && leaves(node, arguments, inner);
    return keepsPlanes ? select(node, arguments, output, inner, kept, result) : null;
  }

  private @Nullable ChannelPlanes select(
      Node node,
      List<? extends @Nullable Value> arguments,
      int output,
      int inner,
      int kept,
      Shape result) {
    int[] ones = new int[shape.rank() - inner];
    Arrays.fill(ones, 1);
    Shape outer = shape.slice(0, inner).concat(Shape.of(ones));
    List<@Nullable Datum> inputs = new ArrayList<>();
    inputs.add(Tensor.of(DType.INT32, outer, planes));
    for (Value v : arguments.subList(1, arguments.size())) {
      if (v != null && v.constant() == null) {
        return null;
      }
      inputs.add(v == null ? null : v.constant());
    }
    Tensor selected =
        (Tensor) new Evaluation(node, inputs, Interpreter::run).evaluate().get(output);
    boolean fits = selected.shape().slice(0, kept).equals(result.slice(0, kept));
    return fits ? new ChannelPlanes(sources, whole, (int[]) selected.array(), result) : null;
  }

  private int planeSize() {
    return whole.size(2, whole.rank());
  }

  private static boolean selects(Node node) {
    return node.op() instanceof Transpose
        || node.op() instanceof Gather
        || node.op() instanceof Slice
        || node.op() instanceof Split;
  }

  /** Whether a node leaves all axes from {@code inner} on as they are. */
  private boolean leaves(Node node, List<? extends @Nullable Value> arguments, int inner) {
    int rank = shape.rank();
    if (node.op() instanceof Transpose t) {
      int[] order = t.permutation();
      for (int i = inner; order != null && i < rank; i++) {
        if (order[i] != i) {
          return false;
        }
      }
      return order != null;
    }
    if (node.op() instanceof Gather g) {
      return Math.floorMod(g.axis(), rank) < inner;
    }
    if (node.op() instanceof Split s) {
      return Math.floorMod(s.axis(), rank) < inner;
    }
    Value axes = arguments.size() > 3 ? arguments.get(3) : null;
    Value starts = arguments.get(1);
    if (axes == null) {
      return starts != null && starts.constant() != null && starts.constant().size() <= inner;
    }
    if (axes.constant() == null) {
      return false;
    }
    for (long axis : axes.constant().toLongs()) {
      if (Math.floorMod(axis, (long) rank) >= inner) {
        return false;
      }
    }
    return true;
  }

  /** For each channel the joined sources' channel it is, if this is channels of the sources. */
  int @Nullable [] permutation() {
    int rank = whole.rank();
    if (shape.rank() != rank
        || shape.dim(0) != whole.dim(0)
        || !shape.slice(2, rank).equals(whole.slice(2, rank))) {
      return null;
    }
    int[] permutation = Arrays.copyOf(planes, shape.dim(1));
    for (int i = 0; i < planes.length; i++) {
      int expected = i / permutation.length * whole.dim(1) + permutation[i % permutation.length];
      if (planes[i] != expected) {
        return null;
      }
    }
    for (int c : permutation) {
      if (c >= whole.dim(1)) {
        return null;
      }
    }
    return permutation;
  }

  /** Whether a permutation leaves the only source as it is. */
  boolean isIdentity(int[] permutation) {
    return sources.size() == 1 && Arrays.equals(permutation, count(whole.dim(1)));
  }
}
