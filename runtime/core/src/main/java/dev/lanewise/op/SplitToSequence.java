package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.SequenceType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first input cut along one dimension into a sequence: into single slices, or into parts of the
 * length that the second input holds, or of the lengths if it is a list.
 *
 * @param axis dimension that is cut; a negative one counts from the end
 * @param keepDims whether single slices keep the dimension; without effect if the second input is
 *     given
 */
public record SplitToSequence(int axis, boolean keepDims) implements Op {
  @Override
  public List<Type> infer(Inference in) {
    Shape x = in.shape(0);
    Shape part = null;
    if (x != null) {
      int along = Axes.normalise(axis, x.rank());
      if (in.has(1)) {
        part = x.with(along, Shape.UNKNOWN);
      } else {
        part = keepDims ? x.with(along, 1) : without(x, along);
      }
    }
    return List.of(new SequenceType(new TensorType(in.dtype(0), part)));
  }

  private static Shape without(Shape x, int axis) {
    return x.slice(0, axis).concat(x.slice(axis + 1, x.rank()));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    int along = Axes.normalise(axis, x.shape().rank());
    Tensor split = in.tensorOrNull(1);
    List<Datum> parts = new Split(axis, 0).cut(x, lengths(split, x.shape().dim(along)));
    if (split == null && !keepDims) {
      Shape slice = without(x.shape(), along);
      List<Datum> slices = new ArrayList<>();
      for (Datum part : parts) {
        slices.add(((Tensor) part).reshape(slice));
      }
      parts = slices;
    }
    return Sequences.result(x.type(), parts);
  }

  private static long[] lengths(@Nullable Tensor split, int dim) {
    if (split != null && split.shape().rank() > 0) {
      long[] lengths = split.toLongs();
      long sum = 0;
      for (long length : lengths) {
        sum = length < 0 || sum > dim ? -1 : sum + length;
      }
      if (sum != dim) {
        throw new IllegalArgumentException(
            "split " + Arrays.toString(lengths) + " must be lengths with the sum " + dim);
      }
      return lengths;
    }
    long length = split == null ? 1 : split.toLongs()[0];
    if (length < 1) {
      throw new IllegalArgumentException("the length of a part must be positive, not " + length);
    }
    long[] lengths = new long[(int) ((dim + Math.min(length, dim + 1L) - 1) / length)];
    Arrays.fill(lengths, length);
    if (lengths.length > 0) {
      lengths[lengths.length - 1] = dim - (lengths.length - 1) * length;
    }
    return lengths;
  }
}
