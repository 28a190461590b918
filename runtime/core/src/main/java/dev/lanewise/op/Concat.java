package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.LaidOutNode;
import dev.lanewise.graph.LayoutChoice;
import dev.lanewise.graph.LayoutQuery;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Ref;
import dev.lanewise.kernel.Layout;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The inputs one after the other.
 *
 * @param axis dimension along which they are joined; a negative one counts from the end
 */
public record Concat(int axis) implements Op {
  private static final int GRAIN = 1 << 15;

  @Override
  public List<Type> infer(Inference in) {
    in.require(in.inputs() > 0, "needs at least one input");
    DType dtype = in.dtype(0);
    List<@Nullable Shape> shapes = new ArrayList<>();
    for (int i = 0; i < in.inputs(); i++) {
      in.require(in.dtype(i) == dtype, "inputs must have one element type");
      shapes.add(in.shape(i));
    }
    return List.of(new TensorType(dtype, joined(shapes)));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    List<Tensor> parts = new ArrayList<>();
    for (int i = 0; i < in.inputs(); i++) {
      parts.add(in.tensor(i));
    }
    return List.of(join(parts));
  }

  /** Joins tensors of one element type. */
  Tensor join(List<Tensor> parts) {
    DType dtype = parts.get(0).dtype();
    List<@Nullable Shape> shapes = new ArrayList<>();
    for (Tensor part : parts) {
      shapes.add(part.shape());
    }
    Shape shape = joined(shapes);
    if (shape == null) {
      throw new IllegalStateException("shapes of tensors are known");
    }
    Tensor y = Tensor.zeros(dtype, shape);
    int at = 0;
    for (Tensor part : parts) {
      part(part.shape(), shape, dtype).copy(dtype.storage(), part.array(), 0, y.array(), at);
      at += run(part.shape(), dtype);
    }
    return y;
  }

  /** The shape of the whole, as far as the parts' shapes are known. */
  private @Nullable Shape joined(List<@Nullable Shape> parts) {
    Shape any = null;
    for (Shape part : parts) {
      any = any == null ? part : any;
    }
    if (any == null) {
      return null;
    }
    int along = Axes.normalise(axis, any.rank());
    long sum = 0;
    boolean known = true;
    Shape y = any;
    for (Shape part : parts) {
      if (part == null) {
        known = false;
        continue;
      }
      if (part.rank() != any.rank()) {
        throw new IllegalArgumentException("ranks of " + any + " and " + part + " differ");
      }
      for (int i = 0; i < any.rank(); i++) {
        if (i == along || part.dim(i) == Shape.UNKNOWN) {
          continue;
        }
        if (y.dim(i) != Shape.UNKNOWN && y.dim(i) != part.dim(i)) {
          throw new IllegalArgumentException(
              any + " and " + part + " differ in dimension " + i + ", not only in axis " + along);
        }
        y = y.with(i, part.dim(i));
      }
      known &= part.dim(along) != Shape.UNKNOWN;
      sum += part.dim(along);
    }
    Shape length = known ? Shape.of(new long[] {sum}) : Shape.of(Shape.UNKNOWN);
    return parts.size() == 1 ? any : Dims.with(y, along, length);
  }

  /** Array elements of a part that lie together. */
  private int run(Shape part, DType dtype) {
    return part.size(Axes.normalise(axis, part.rank()), part.rank()) * dtype.arity();
  }

  /** The copy of a part to its first place in the whole. */
  private Strided part(Shape part, Shape whole, DType dtype) {
    int outer = part.size(0, Axes.normalise(axis, part.rank()));
    int from = run(part, dtype);
    int to = run(whole, dtype);
    return Strided.of(new int[] {outer, from}, new int[] {from, 1}, new int[] {to, 1}, 1);
  }

  @Override
  public LayoutChoice layouts(LayoutQuery q) {
    Shape y = q.outputShape(0);
    long blocked = 0;
    boolean constant = false;
    for (int i = 0; i < q.inputs(); i++) {
      constant |= q.constant(i) != null;
      blocked += BlockedChannels.comesBlocked(q, i) ? q.shape(i).size() : 0;
    }
    boolean channels = Axes.normalise(axis, y.rank()) == 1;
    if (!channels || constant || blocked == 0 || 2 * blocked < y.size()) {
      return LayoutChoice.PLAIN;
    }
    Layout layout = q.kernels().layout();
    return new LayoutChoice(Collections.nCopies(q.inputs(), layout), layout);
  }

  @Override
  public int[] pieces(LaidOutNode n) {
    Shape y = n.outputShape(0);
    int along = Axes.normalise(axis, y.rank());
    if (n.inputs() == 1 || y.size() == 0 || y.size(0, along) != 1) {
      return new int[0];
    }
    Layout layout = n.outputLayout(0);
    int[] at = new int[n.inputs()];
    int begin = 0;
    for (int i = 0; i < at.length; i++) {
      Shape part = n.shape(i);
      if (layout.isPlain()) {
        at[i] = begin;
        begin += run(part, n.dtype(0));
      } else if (begin % layout.block() != 0) {
        return new int[0];
      } else {
        at[i] = begin / layout.block() * layout.planeStride(part.size(2, part.rank()));
        begin += part.dim(1);
      }
    }
    return at;
  }

  @Override
  public void lower(Lowering l) {
    int n = l.inputs();
    if (n == 1) {
      l.alias(0, 0);
      return;
    }
    int[] pieces = pieces(l);
    if (pieces.length > 0) {
      // The places of pieces that are in place follow from that of the output.
      Ref y = l.output(0);
      for (int i = 0; i < n; i++) {
        if (!l.isInPlace(i)) {
          copy(l, i, y, pieces[i]);
        }
      }
      return;
    }
    if (!l.outputLayout(0).isPlain()) {
      blocked(l);
      return;
    }
    int at = 0;
    DType dtype = l.dtype(0);
    Ref y = l.output(0);
    for (int i = 0; i < n; i++) {
      Strided copy = part(l.shape(i), l.outputShape(0), dtype);
      copy.emit(l, "Concat input " + i, l.input(i), 0, y, at);
      at += run(l.shape(i), dtype);
    }
  }

  private static void copy(Lowering l, int i, Ref y, int at) {
    Ref x = l.input(i);
    l.emitRange(
        "Concat input " + i,
        x.length(),
        GRAIN,
        (f, from, to) ->
            System.arraycopy(
                f.array(x), x.offset() + from, f.array(y), y.offset() + at + from, to - from));
  }

  private static void blocked(Lowering l) {
    int[] channel = new int[l.outputShape(0).dim(1)];
    Arrays.setAll(channel, c -> c);
    BlockedChannels.join(l, "Concat channels", channel);
  }
}
