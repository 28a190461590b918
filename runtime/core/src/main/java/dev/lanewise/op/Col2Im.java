package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;

/**
 * Blocks put back where they lie in an image, added up where they overlap: {@code [N, C · taps,
 * blocks]} with the INT64 shapes of the image and of a block gives {@code [N, C, image...]}. Truth
 * values are added by "or".
 *
 * @param window strides, dilations and padding of the blocks
 */
public record Col2Im(Window window) implements Op {
  @Override
  public List<Type> infer(Inference in) {
    DType dtype = in.dtype(0);
    in.require(dtype != DType.STRING, Types.notDefinedFor(dtype));
    for (int i = 1; i <= 2; i++) {
      in.require(in.dtype(i) == DType.INT64, "input " + i + " must be int64, but is not");
      Shape list = in.shape(i);
      in.require(list == null || list.rank() == 1, "input " + i + " must be a list of sizes");
    }
    Shape x = in.shape(0);
    in.require(x == null || x.rank() == 3, "needs [N, C · taps, blocks], but the input is " + x);
    Tensor image = in.constant(1);
    Tensor block = in.constant(2);
    int count = Dims.count(in.shape(1));
    if (count == Shape.UNKNOWN) {
      count = Dims.count(in.shape(2));
    }
    if (count == Shape.UNKNOWN) {
      return List.of(new TensorType(dtype, null));
    }
    if (x != null && x.isKnown() && image != null && block != null) {
      return List.of(new TensorType(dtype, output(x, resolve(x, image, block))));
    }
    Shape batch = x == null ? Shape.of(Shape.UNKNOWN) : x.slice(0, 1);
    Shape spatial = image == null ? Shapes.unknown(count) : Shape.of(sizes(image));
    return List.of(new TensorType(dtype, batch.concat(Shape.of(Shape.UNKNOWN)).concat(spatial)));
  }

  private static int[] sizes(Tensor list) {
    long[] values = list.toLongs();
    int[] sizes = new int[values.length];
    for (int i = 0; i < sizes.length; i++) {
      if (values[i] < 0 || values[i] > Integer.MAX_VALUE) {
        throw new IllegalArgumentException("a size is " + values[i]);
      }
      sizes[i] = (int) values[i];
    }
    return sizes;
  }

  private Spatial resolve(Shape x, Tensor image, Tensor block) {
    Spatial s = window.resolve(sizes(image), sizes(block));
    int taps = s.taps();
    if (taps == 0 || x.dim(1) % taps != 0 || x.dim(2) != s.outPixels()) {
      throw new IllegalArgumentException(
          "blocks of "
              + taps
              + " elements, of which the image has "
              + s.outPixels()
              + ", need an input [N, C · "
              + taps
              + ", "
              + s.outPixels()
              + "], but it is "
              + x);
    }
    return s;
  }

  private static Shape output(Shape x, Spatial s) {
    return Shape.of(x.dim(0), x.dim(1) / s.taps()).concat(Shape.of(s.in()));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    Spatial s = resolve(x.shape(), in.tensor(1), in.tensor(2));
    Shape shape = output(x.shape(), s);
    DType dtype = x.dtype();
    if (dtype.isFloating() || dtype.isComplex()) {
      double[] y = new double[Math.multiplyExact(shape.size(), dtype.arity())];
      add(s, shape, x.toDoubles(), y, dtype.arity());
      return List.of(Tensor.of(dtype, shape, Elements.fromDoubles(dtype, y)));
    }
    long[] y = new long[shape.size()];
    add(s, shape, x.toLongs(), y, dtype == DType.BOOL);
    return List.of(Tensor.of(dtype, shape, Elements.fromLongs(dtype, y)));
  }

  private static void add(Spatial s, Shape shape, double[] x, double[] y, int arity) {
    int blocks = s.outPixels();
    int pixels = s.inPixels();
    int taps = s.taps();
    Spatial.Cursor at = s.new Cursor();
    for (int b = 0; b < blocks; b++) {
      at.moveTo(b);
      for (int plane = 0; plane < shape.dim(0) * shape.dim(1); plane++) {
        for (int t = 0; t < at.count; t++) {
          int from = ((plane * taps + at.tap[t]) * blocks + b) * arity;
          int to = (plane * pixels + at.offset[t]) * arity;
          for (int part = 0; part < arity; part++) {
            y[to + part] += x[from + part];
          }
        }
      }
    }
  }

  private static void add(Spatial s, Shape shape, long[] x, long[] y, boolean or) {
    int blocks = s.outPixels();
    int pixels = s.inPixels();
    int taps = s.taps();
    Spatial.Cursor at = s.new Cursor();
    for (int b = 0; b < blocks; b++) {
      at.moveTo(b);
      for (int plane = 0; plane < shape.dim(0) * shape.dim(1); plane++) {
        for (int t = 0; t < at.count; t++) {
          long v = x[(plane * taps + at.tap[t]) * blocks + b];
          int to = plane * pixels + at.offset[t];
          y[to] = or ? y[to] | v : y[to] + v;
        }
      }
    }
  }
}
