package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Ref;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;

/**
 * Values of {@code x [N, C, in...]} at the positions of {@code grid [N, out..., r]}, where r is the
 * number of spatial dimensions: {@code [N, C, out...]}. A position runs from −1 to 1 per dimension,
 * innermost dimension first. Integers are computed as floating-point numbers and cut to integers at
 * the end. A position that is not a number lies outside.
 *
 * @param mode how values between elements are found; halfway, the nearest is the even one
 * @param padding what lies outside of x
 * @param alignCorners whether −1 and 1 are the centres of the outermost elements, not their edges
 */
public record GridSample(ResizeMode mode, GridPadding padding, boolean alignCorners) implements Op {
  @Override
  public List<Type> infer(Inference in) {
    DType dtype = in.dtype(0);
    in.require(
        mode == ResizeMode.NEAREST || dtype != DType.STRING, "strings cannot be interpolated");
    in.require(Types.isFloat(in.dtype(1)), "grid must hold floats, but is " + in.dtype(1));
    Shape x = in.shape(0);
    Shape grid = in.shape(1);
    return List.of(new TensorType(dtype, x == null || grid == null ? null : output(x, grid)));
  }

  private static Shape output(Shape x, Shape grid) {
    int rank = x.rank();
    boolean fits =
        rank >= 3
            && grid.rank() == rank
            && agree(grid.dim(rank - 1), rank - 2)
            && agree(grid.dim(0), x.dim(0));
    if (!fits) {
      throw new IllegalArgumentException(
          "x [N, C, in...] needs a grid [N, out..., r] with r spatial dimensions, but they are "
              + x
              + " and "
              + grid);
    }
    return x.slice(0, 2).concat(grid.slice(1, rank - 1));
  }

  private static boolean agree(int a, int b) {
    return a == b || a == Shape.UNKNOWN || b == Shape.UNKNOWN;
  }

  private GridTaps taps(Shape x) {
    return new GridTaps(mode, padding, alignCorners, x.slice(2, x.rank()).dims());
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    Tensor grid = in.tensor(1);
    Shape shape = output(x.shape(), grid.shape());
    Tensor y = mode == ResizeMode.NEAREST ? nearest(x, grid, shape) : interpolated(x, grid, shape);
    return List.of(y);
  }

  private Tensor nearest(Tensor x, Tensor grid, Shape shape) {
    GridTaps taps = taps(x.shape());
    Tensor y = Tensor.zeros(x.dtype(), shape);
    double[] positions = grid.toDoubles();
    boolean single = grid.dtype() != DType.DOUBLE;
    int rank = shape.rank() - 2;
    int channels = shape.dim(1);
    int inPixels = x.shape().size(2, rank + 2);
    int outPixels = shape.size(2, rank + 2);
    int arity = x.dtype().arity();
    Object from = x.array();
    Object to = y.array();
    for (int n = 0; n < shape.dim(0); n++) {
      for (int p = 0; p < outPixels; p++) {
        taps.moveTo(positions, (n * outPixels + p) * rank, single);
        for (int c = n * channels; taps.count > 0 && c < (n + 1) * channels; c++) {
          int xAt = (c * inPixels + taps.offset[0]) * arity;
          System.arraycopy(from, xAt, to, (c * outPixels + p) * arity, arity);
        }
      }
    }
    return y;
  }

  private Tensor interpolated(Tensor x, Tensor grid, Shape shape) {
    GridTaps taps = taps(x.shape());
    double[] values = x.toDoubles();
    double[] positions = grid.toDoubles();
    boolean single = grid.dtype() != DType.DOUBLE;
    int rank = shape.rank() - 2;
    int channels = shape.dim(1);
    int inPixels = x.shape().size(2, rank + 2);
    int outPixels = shape.size(2, rank + 2);
    int arity = x.dtype().arity();
    double[] y = new double[Math.multiplyExact(shape.size(), arity)];
    for (int n = 0; n < shape.dim(0); n++) {
      for (int p = 0; p < outPixels; p++) {
        taps.moveTo(positions, (n * outPixels + p) * rank, single);
        for (int c = n * channels; c < (n + 1) * channels; c++) {
          for (int part = 0; part < arity; part++) {
            double sum = 0;
            for (int t = 0; t < taps.count; t++) {
              sum += values[(c * inPixels + taps.offset[t]) * arity + part] * taps.weight[t];
            }
            y[(c * outPixels + p) * arity + part] = sum;
          }
        }
      }
    }
    return Tensor.of(x.dtype(), shape, elements(x.dtype(), y));
  }

  private static Object elements(DType dtype, double[] y) {
    if (dtype.isFloating() || dtype.isComplex()) {
      return Elements.fromDoubles(dtype, y);
    }
    long[] cut = new long[y.length];
    for (int i = 0; i < y.length; i++) {
      if (dtype == DType.BOOL) {
        cut[i] = y[i] != 0 ? 1 : 0;
      } else if (dtype == DType.UINT64) {
        cut[i] = Elements.doubleToUnsigned(y[i]);
      } else {
        cut[i] = Math.max(dtype.min(), Math.min(dtype.max(), (long) y[i]));
      }
    }
    return Elements.fromLongs(dtype, cut);
  }

  @Override
  public void lower(Lowering l) {
    Shape shape = l.outputShape(0);
    if (l.dtype(0) != DType.FLOAT || l.dtype(1) != DType.FLOAT || shape.size() == 0) {
      l.reference();
      return;
    }
    int rank = shape.rank() - 2;
    int channels = shape.dim(1);
    int inPixels = l.shape(0).size(2, rank + 2);
    int outPixels = shape.size(2, rank + 2);
    Shape input = l.shape(0);
    int state = l.state(() -> taps(input));
    Ref x = l.input(0);
    Ref grid = l.input(1);
    Ref y = l.output(0);
    l.emit(
        "grid sample " + mode,
        frame -> {
          GridTaps taps = (GridTaps) frame.state(state);
          float[] values = frame.floats(x);
          float[] positions = frame.floats(grid);
          float[] results = frame.floats(y);
          for (int i = 0; i < shape.dim(0) * outPixels; i++) {
            taps.moveTo(positions, grid.offset() + i * rank);
            int n = i / outPixels;
            for (int c = n * channels; c < (n + 1) * channels; c++) {
              int xAt = x.offset() + c * inPixels;
              double sum = 0;
              for (int t = 0; t < taps.count; t++) {
                sum += values[xAt + taps.offset[t]] * taps.weight[t];
              }
              results[y.offset() + c * outPixels + i - n * outPixels] = (float) sum;
            }
          }
        });
  }
}
