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
import java.util.Arrays;
import java.util.List;

/**
 * Rows of all inputs one after the other, as FLOAT; a vector counts as one row. Rows are cut or
 * filled up with zeros to the given width.
 *
 * @param widths features of each input's rows
 */
public record FeatureVectorizer(int[] widths) implements Op {
  @Override
  public List<Type> infer(Inference in) {
    in.require(
        in.inputs() == widths.length,
        "inputdimensions has " + widths.length + " numbers for " + in.inputs() + " inputs");
    Features.checkType(in);
    int rows = Shape.UNKNOWN;
    for (int i = 0; i < widths.length; i++) {
      Shape shape = in.shape(i);
      in.require(in.dtype(i) == in.dtype(0), "all inputs must have the same element type");
      in.require(
          shape == null || shape.rank() == 1 || shape.rank() == 2,
          "inputs must have shape [N, F] or [F], but one has " + shape);
      int n = shape == null ? Shape.UNKNOWN : Features.rows(shape);
      in.require(
          n == Shape.UNKNOWN || rows == Shape.UNKNOWN || n == rows,
          "inputs have " + rows + " and " + n + " rows");
      rows = n == Shape.UNKNOWN ? rows : n;
    }
    return List.of(new TensorType(DType.FLOAT, Shape.of(rows, width())));
  }

  private int width() {
    return Arrays.stream(widths).reduce(0, Math::addExact);
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    int rows = Features.rows(in.tensor(0).shape());
    int width = width();
    double[] y = new double[Math.multiplyExact(rows, width)];
    int at = 0;
    for (int k = 0; k < widths.length; k++) {
      Tensor x = in.tensor(k);
      if (Features.rows(x.shape()) != rows) {
        throw in.fail("inputs differ in their number of rows");
      }
      double[] v = x.toDoubles();
      int features = x.shape().dim(-1);
      for (int row = 0; row < rows; row++) {
        int n = Math.min(features, widths[k]);
        System.arraycopy(v, row * features, y, row * width + at, n);
      }
      at += widths[k];
    }
    return List.of(
        Tensor.of(DType.FLOAT, Shape.of(rows, width), Elements.fromDoubles(DType.FLOAT, y)));
  }
}
