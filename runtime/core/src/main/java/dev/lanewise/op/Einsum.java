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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Sum of products of any number of tensors in Einstein's notation, as in {@code bij,bjk->bik}.
 *
 * @param equation labels of the dimensions of the operands, and after an arrow, if there is one, of
 *     the result
 */
public record Einsum(String equation) implements Op {
  @Override
  public List<Type> infer(Inference in) {
    DType dtype = in.dtype(0);
    in.require(Types.isNumber(dtype), Types.notDefinedFor(dtype));
    in.require(
        EinsumEquation.operands(equation) == in.inputs(),
        "equation \"" + equation + "\" is not for " + in.inputs() + " inputs");
    Shape[] shapes = new Shape[in.inputs()];
    for (int i = 0; i < shapes.length; i++) {
      in.require(in.dtype(i) == dtype, "all inputs must have the same element type");
      Shape shape = in.shape(i);
      if (shape == null) {
        return List.of(new TensorType(dtype, null));
      }
      shapes[i] = shape;
    }
    EinsumEquation e = parse(shapes);
    int[] dims = new int[e.result().length];
    @Nullable String[] symbols = new String[dims.length];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = 1;
      for (int k = 0; k < shapes.length; k++) {
        int[] term = e.terms().get(k);
        for (int d = 0; d < term.length; d++) {
          int dim = shapes[k].dim(d);
          if (term[d] != e.result()[i] || dim == 1 || (dim == Shape.UNKNOWN && dims[i] > 1)) {
            continue;
          }
          in.require(
              dims[i] == 1 || dims[i] == Shape.UNKNOWN || dims[i] == dim,
              "a label of \"" + equation + "\" has sizes " + dims[i] + " and " + dim);
          dims[i] = dim;
          symbols[i] = shapes[k].symbol(d);
        }
      }
    }
    return List.of(new TensorType(dtype, Shape.symbolic(dims, symbols)));
  }

  /**
   * The equation that gives the derivative with respect to an operand. Its operands are the
   * derivative with respect to the result, the other operands in their order, and a vector of ones
   * for each of the {@link #alone} dimensions.
   *
   * @param k the operand
   * @param shapes of all operands
   * @throws IllegalArgumentException if the operand has a label twice
   */
  public String derivative(int k, Shape... shapes) {
    EinsumEquation e = parse(shapes);
    int[] term = e.terms().get(k);
    if (Arrays.stream(term).distinct().count() < term.length) {
      throw new IllegalArgumentException("operand " + k + " has a label twice");
    }
    List<int[]> terms = new ArrayList<>(List.of(e.result()));
    for (int i = 0; i < shapes.length; i++) {
      if (i != k) {
        terms.add(e.terms().get(i));
      }
    }
    for (int dimension : alone(k, shapes)) {
      terms.add(new int[] {term[dimension]});
    }
    return EinsumEquation.text(terms, term);
  }

  /**
   * The dimensions of an operand that neither the result nor another operand has, not counting
   * those of size 1 that are repeated along them.
   */
  public int[] alone(int k, Shape... shapes) {
    EinsumEquation e = parse(shapes);
    int[] term = e.terms().get(k);
    return IntStream.range(0, term.length)
        .filter(d -> EinsumEquation.indexOf(e.result(), term[d]) < 0)
        .filter(d -> isAlone(e, shapes, k, term[d], shapes[k].dim(d)))
        .toArray();
  }

  private static boolean isAlone(EinsumEquation e, Shape[] shapes, int k, int label, int size) {
    for (int i = 0; i < shapes.length; i++) {
      int at = i == k ? -1 : EinsumEquation.indexOf(e.terms().get(i), label);
      if (at >= 0 && shapes[i].dim(at) == size) {
        return false;
      }
    }
    return true;
  }

  private EinsumEquation parse(Shape[] shapes) {
    return EinsumEquation.parse(equation, Arrays.stream(shapes).mapToInt(Shape::rank).toArray());
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    DType dtype = in.tensor(0).dtype();
    Shape[] shapes = new Shape[in.inputs()];
    for (int i = 0; i < shapes.length; i++) {
      shapes[i] = in.tensor(i).shape();
    }
    EinsumEquation e = parse(shapes);
    int[] summed = e.summed();
    int[] labels = Arrays.copyOf(e.result(), e.result().length + summed.length);
    System.arraycopy(summed, 0, labels, e.result().length, summed.length);
    int[] sizes = new int[labels.length];
    int[][] strides = new int[shapes.length][labels.length];
    for (int i = 0; i < labels.length; i++) {
      sizes[i] = size(e, shapes, labels[i]);
      for (int k = 0; k < shapes.length; k++) {
        strides[k][i] = stride(e.terms().get(k), shapes[k], labels[i]);
      }
    }
    Shape shape = Shape.of(Arrays.copyOf(sizes, e.result().length));
    int terms = Shape.of(Arrays.copyOfRange(sizes, e.result().length, sizes.length)).size();
    Walk walk = new Walk(sizes, strides);
    Object array;
    if (dtype.isFloating()) {
      double[][] x = new double[shapes.length][];
      for (int k = 0; k < x.length; k++) {
        x[k] = in.tensor(k).toDoubles();
      }
      double[] y = new double[shape.size()];
      for (int i = 0; i < y.length; i++) {
        for (int t = 0; t < terms; t++) {
          double product = 1;
          for (int k = 0; k < x.length; k++) {
            product *= x[k][walk.at[k]];
          }
          y[i] += product;
          walk.advance();
        }
      }
      array = Elements.fromDoubles(dtype, y);
    } else {
      long[][] x = new long[shapes.length][];
      for (int k = 0; k < x.length; k++) {
        x[k] = in.tensor(k).toLongs();
      }
      long[] y = new long[shape.size()];
      for (int i = 0; i < y.length; i++) {
        for (int t = 0; t < terms; t++) {
          long product = 1;
          for (int k = 0; k < x.length; k++) {
            product *= x[k][walk.at[k]];
          }
          y[i] += product;
          walk.advance();
        }
      }
      array = Elements.fromLongs(dtype, y);
    }
    return List.of(Tensor.of(dtype, shape, array));
  }

  /** Size of a label's dimension; a dimension of size 1 repeats. */
  private int size(EinsumEquation e, Shape[] shapes, int label) {
    int size = 1;
    for (int k = 0; k < shapes.length; k++) {
      int[] term = e.terms().get(k);
      for (int d = 0; d < term.length; d++) {
        int dim = shapes[k].dim(d);
        if (term[d] != label || dim == 1) {
          continue;
        }
        if (size != 1 && size != dim) {
          throw new IllegalArgumentException(
              "a label of \"" + equation + "\" has sizes " + size + " and " + dim);
        }
        size = dim;
      }
    }
    return size;
  }

  /** Elements from one index of a label to the next; a repeated label walks the diagonal. */
  private static int stride(int[] term, Shape shape, int label) {
    int[] strides = shape.strides();
    int stride = 0;
    for (int d = 0; d < term.length; d++) {
      stride += term[d] == label && shape.dim(d) != 1 ? strides[d] : 0;
    }
    return stride;
  }

  /** The places of all operands for one index of every label after the other. */
  private static final class Walk {
    private final int[] sizes;
    private final int[][] strides;
    private final int[] index;
    final int[] at;

    Walk(int[] sizes, int[][] strides) {
      this.sizes = sizes;
      this.strides = strides;
      this.index = new int[sizes.length];
      this.at = new int[strides.length];
    }

    void advance() {
      for (int i = sizes.length - 1; i >= 0; i--) {
        int step = ++index[i] < sizes[i] ? 1 : 1 - sizes[i];
        for (int k = 0; k < at.length; k++) {
          at[k] += step * strides[k][i];
        }
        if (step == 1) {
          return;
        }
        index[i] = 0;
      }
    }
  }
}
