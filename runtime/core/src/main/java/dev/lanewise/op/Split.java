package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.LayoutChoice;
import dev.lanewise.graph.LayoutQuery;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.kernel.Layout;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first input cut along one dimension, into parts whose lengths the second input holds or, when
 * that is not given, into equal parts of which only the last may be shorter.
 *
 * @param axis dimension that is cut; a negative one counts from the end
 * @param parts number of equal parts; 0 for as many as there are outputs
 */
public record Split(int axis, int parts) implements Op {
  /** Checks the number of parts. */
  public Split {
    if (parts < 0) {
      throw new IllegalArgumentException("num_outputs must not be negative, but is " + parts);
    }
  }

  @Override
  public List<Type> infer(Inference in) {
    Shape x = in.shape(0);
    Tensor split = in.constant(1);
    long @Nullable [] lengths = null;
    if (split != null) {
      lengths = split.toLongs();
      check(lengths, x);
      in.require(
          lengths.length >= in.outputs(),
          "split has " + lengths.length + " lengths for " + in.outputs() + " outputs");
    } else if (!in.has(1) && x != null) {
      lengths = equal(along(x), in.outputs());
    }
    List<Type> types = new ArrayList<>();
    for (int o = 0; o < in.outputs(); o++) {
      Shape y = null;
      if (x != null) {
        long part = lengths == null ? Shape.UNKNOWN : lengths[o];
        Shape length = part < 0 ? Shape.of(Shape.UNKNOWN) : Shape.of(new long[] {part});
        y = Dims.with(x, Axes.normalise(axis, x.rank()), length);
      }
      types.add(new TensorType(in.dtype(0), y));
    }
    return types;
  }

  private int along(Shape x) {
    return x.dim(Axes.normalise(axis, x.rank()));
  }

  /** Lengths of the first equal parts. */
  private long[] equal(int dim, int outputs) {
    long[] lengths = new long[outputs];
    int n = parts == 0 ? outputs : parts;
    long length = ((long) dim + n - 1) / n;
    for (int i = 0; i < outputs; i++) {
      boolean known = dim != Shape.UNKNOWN;
      lengths[i] = known ? Math.max(0, Math.min(length, dim - i * length)) : Shape.UNKNOWN;
    }
    return lengths;
  }

  private void check(long[] lengths, @Nullable Shape x) {
    int dim = x == null ? Shape.UNKNOWN : along(x);
    long sum = 0;
    for (long length : lengths) {
      sum += length;
      if (dim != Shape.UNKNOWN && (length < 0 || sum > dim)) {
        break;
      }
    }
    if (dim != Shape.UNKNOWN && sum != dim) {
      throw new IllegalArgumentException(
          "split "
              + Arrays.toString(lengths)
              + " must be lengths with the sum "
              + dim
              + ", the size of axis "
              + axis
              + " of "
              + x);
    }
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    Tensor split = in.tensorOrNull(1);
    if (split == null) {
      return cut(x, equal(along(x.shape()), in.outputs()));
    }
    long[] lengths = split.toLongs();
    check(lengths, x.shape());
    if (lengths.length < in.outputs()) {
      throw in.fail("split has " + lengths.length + " lengths for " + in.outputs() + " outputs");
    }
    return cut(x, lengths);
  }

  /** Cuts a tensor into parts of the given lengths, which together are not longer. */
  List<Datum> cut(Tensor x, long[] lengths) {
    int along = Axes.normalise(axis, x.shape().rank());
    int inner = x.shape().size(along + 1, x.shape().rank());
    List<Datum> parts = new ArrayList<>();
    int at = 0;
    for (long length : lengths) {
      Shape y = x.shape().with(along, (int) length);
      parts.add(part(y, x.shape(), x.dtype()).tensor(x, at * inner, y));
      at += (int) length;
    }
    return parts;
  }

  private Strided part(Shape part, Shape whole, DType dtype) {
    int along = Axes.normalise(axis, whole.rank());
    int to = part.size(along, part.rank());
    int from = whole.size(along, whole.rank());
    return Strided.of(
        new int[] {part.size(0, along), to}, new int[] {from, 1}, new int[] {to, 1}, dtype.arity());
  }

  @Override
  public LayoutChoice layouts(LayoutQuery q) {
    if (!BlockedChannels.comesBlocked(q, 0) || Axes.normalise(axis, q.shape(0).rank()) != 1) {
      return LayoutChoice.PLAIN;
    }
    Layout layout = q.layout(0);
    return new LayoutChoice(List.of(layout), layout);
  }

  @Override
  public void lower(Lowering l) {
    Shape x = l.shape(0);
    int along = Axes.normalise(axis, x.rank());
    int inner = x.size(along + 1, x.rank());
    int at = 0;
    for (int o = 0; o < l.node().outputs().size(); o++) {
      Shape y = l.outputShape(o);
      if (l.isUsed(o)) {
        part(l, o, along, at, inner);
      }
      at += y.dim(along);
    }
  }

  private void part(Lowering l, int o, int along, int at, int inner) {
    Shape y = l.outputShape(o);
    DType dtype = l.dtype(0);
    if (!l.layout(0).isPlain()) {
      int[] channel = new int[y.dim(along)];
      for (int c = 0; c < channel.length; c++) {
        channel[c] = at + c;
      }
      BlockedChannels.select(l, "Split output " + o, channel, o);
      return;
    }
    Strided copy = part(y, l.shape(0), dtype);
    if (at == 0 && copy.isContiguous()) {
      l.alias(o, 0);
    } else {
      int from = at * inner * dtype.arity();
      copy.emit(l, "Split output " + o, l.input(0), from, l.output(o), 0);
    }
  }
}
