package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;

/**
 * The matrix {@code [length/2 + 1, bands]} that turns a spectrum of a DFT into bands that are
 * evenly spaced on the mel scale, {@code 2595·log10(1 + f/700)}. A band is a triangle with peak 1;
 * what of it lies beyond the spectrum is cut off.
 *
 * <p>Inputs, all scalars: number of bands, length of the DFT, sample rate, lower and upper edge in
 * Hz.
 *
 * @param type element type of the result; integers are truncated
 */
public record MelWeightMatrix(DType type) implements Op {
  @Override
  public List<Type> infer(Inference in) {
    for (int i = 0; i < 5; i++) {
      DType dtype = in.dtype(i);
      boolean fits = i < 3 ? dtype == DType.INT32 || dtype == DType.INT64 : Types.isFloat(dtype);
      in.require(fits, "input " + i + " cannot have type " + dtype);
      int count = Dims.count(in.shape(i));
      in.require(count == 1 || count == Shape.UNKNOWN, "input " + i + " must be a scalar");
    }
    in.require(Types.isNumber(type), Types.notDefinedFor(type));
    Tensor bands = in.constant(0);
    Tensor length = in.constant(1);
    int rows = length == null ? Shape.UNKNOWN : bins(length);
    int columns = bands == null ? Shape.UNKNOWN : count(bands);
    return List.of(new TensorType(type, Shape.of(rows, columns)));
  }

  private static int count(Tensor scalar) {
    return Shape.of(scalar.toLongs()).dim(0);
  }

  private static int bins(Tensor length) {
    return count(length) / 2 + 1;
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    int bands = count(in.tensor(0));
    int length = count(in.tensor(1));
    long rate = in.tensor(2).toLongs()[0];
    if (rate <= 0) {
      throw in.fail("sample_rate is " + rate + ", but must be positive");
    }
    Shape shape = Shape.of(bins(in.tensor(1)), bands);
    double low = mel(in.tensor(3).toDoubles()[0]);
    double step = (mel(in.tensor(4).toDoubles()[0]) - low) / (bands + 2);
    double[] y = new double[shape.size()];
    for (int band = 0; band < bands; band++) {
      long left = bin(low + band * step, length, rate);
      long centre = bin(low + (band + 1) * step, length, rate);
      long right = bin(low + (band + 2) * step, length, rate);
      for (int row = 0; row < shape.dim(0); row++) {
        y[row * bands + band] = triangle(row, left, centre, right);
      }
    }
    return List.of(new Cast(type).convert(Tensor.of(DType.DOUBLE, shape, y)));
  }

  private static double mel(double hertz) {
    return 2595 * Math.log10(1 + hertz / 700);
  }

  private static long bin(double mel, int length, long rate) {
    return (long) Math.floor((length + 1.0) * (700 * (Math.pow(10, mel / 2595) - 1)) / rate);
  }

  private static double triangle(int row, long left, long centre, long right) {
    if (row >= centre && row < right) {
      return (double) (right - row) / (right - centre);
    }
    if (row == centre) {
      return 1;
    }
    return row >= left && row < centre ? (double) (row - left) / (centre - left) : 0;
  }
}
