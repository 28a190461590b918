package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.LayoutChoice;
import dev.lanewise.graph.LayoutQuery;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Ref;
import dev.lanewise.kernel.Layout;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Storage;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * Normalises each channel of {@code [N, C, ...]}: {@code (x − mean) / √(variance + epsilon) · scale
 * + bias}.
 *
 * <p>Inputs: x, scale, bias, mean, variance, all but x {@code [C]}. Outputs: y and, in training
 * mode, the running mean and variance.
 *
 * @param epsilon added to the variance
 * @param momentum share of the old running values in the new ones
 * @param training whether mean and variance are those of the batch; the inputs are then the running
 *     values to be updated
 */
public record BatchNormalization(float epsilon, float momentum, boolean training) implements Op {
  @Override
  public List<Type> infer(Inference in) {
    Shape x = in.shape(0);
    int c = x == null ? Shape.UNKNOWN : channels(x);
    in.require(x == null || x.rank() > 0, "input must have at least one dimension");
    Shape perChannel = Shape.of(c);
    for (int i = 0; i < 5; i++) {
      in.require(in.dtype(i).isFloating(), "needs floating-point inputs, got " + in.dtype(i));
      if (i > 0) {
        perChannel = Shapes.merge(perChannel, in.shape(i));
      }
    }
    TensorType y = new TensorType(in.dtype(0), x);
    if (!training) {
      in.require(in.outputs() == 1, "has one output unless training_mode is 1");
      return List.of(y);
    }
    return List.of(
        y, new TensorType(in.dtype(3), perChannel), new TensorType(in.dtype(4), perChannel));
  }

  private static int channels(Shape x) {
    return x.rank() > 1 ? x.dim(1) : 1;
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    int channels = channels(x.shape());
    int inner = x.shape().rank() > 1 ? x.shape().size(2, x.shape().rank()) : 1;
    double[] y = x.toDoubles();
    double[] scale = in.tensor(1).toDoubles();
    double[] bias = in.tensor(2).toDoubles();
    double[] mean = in.tensor(3).toDoubles();
    double[] variance = in.tensor(4).toDoubles();
    List<Datum> results = new ArrayList<>();
    if (training) {
      double[][] batch = moments(y, channels, inner);
      results.add(running(in.tensor(3), mean, batch[0]));
      results.add(running(in.tensor(4), variance, batch[1]));
      mean = batch[0];
      variance = batch[1];
    }
    for (int i = 0; i < y.length; i++) {
      int c = i / inner % channels;
      y[i] = (y[i] - mean[c]) / Math.sqrt(variance[c] + epsilon) * scale[c] + bias[c];
    }
    results.add(0, Tensor.of(x.dtype(), x.shape(), Elements.fromDoubles(x.dtype(), y)));
    return results;
  }

  private Tensor running(Tensor old, double[] values, double[] batch) {
    double[] next = new double[values.length];
    for (int c = 0; c < next.length; c++) {
      next[c] = values[c] * momentum + batch[c] * (1.0 - momentum);
    }
    return Tensor.of(old.dtype(), old.shape(), Elements.fromDoubles(old.dtype(), next));
  }

  /** Mean and (population) variance of each channel. */
  private static double[][] moments(double[] x, int channels, int inner) {
    double[] mean = new double[channels];
    double[] variance = new double[channels];
    double count = (double) x.length / channels;
    for (int i = 0; i < x.length; i++) {
      mean[i / inner % channels] += x[i] / count;
    }
    for (int i = 0; i < x.length; i++) {
      int c = i / inner % channels;
      variance[c] += (x[i] - mean[c]) * (x[i] - mean[c]) / count;
    }
    return new double[][] {mean, variance};
  }

  private boolean isFast(DType[] dtypes, Shape x) {
    for (DType d : dtypes) {
      if (d != DType.FLOAT) {
        return false;
      }
    }
    return x.rank() > 1 && x.size() > 0;
  }

  @Override
  public LayoutChoice layouts(LayoutQuery q) {
    DType[] types = {q.dtype(0), q.dtype(1), q.dtype(2), q.dtype(3), q.dtype(4)};
    return isFast(types, q.shape(0)) && q.shape(0).rank() > 2
        ? new LayoutChoice(List.of(q.layout(0)), q.layout(0))
        : LayoutChoice.PLAIN;
  }

  @Override
  public void lower(Lowering l) {
    DType[] types = {l.dtype(0), l.dtype(1), l.dtype(2), l.dtype(3), l.dtype(4)};
    Shape shape = l.shape(0);
    if (!isFast(types, shape)) {
      l.reference();
      return;
    }
    Layout layout = l.layout(0);
    int channels = shape.dim(1);
    int padded = layout.blocks(channels) * layout.block();
    Ref factor = l.scratch(Storage.FLOATS, padded);
    Ref summand = l.scratch(Storage.FLOATS, padded);
    Ref scale = l.input(1);
    Ref bias = l.input(2);
    Planes planes = new Planes(layout, shape.dim(0), channels, shape.size(2, shape.rank()));
    Ref mean = training ? l.scratch(Storage.FLOATS, padded) : l.input(3);
    Ref variance = training ? l.scratch(Storage.FLOATS, padded) : l.input(4);
    if (training) {
      new BatchMomentSteps(l, planes).emit(mean, variance);
      running(l, 1, l.input(3), mean, channels);
      running(l, 2, l.input(4), variance, channels);
    } else {
      l.reuse(0, 0);
    }
    l.emit(
        "channel factors",
        f -> {
          float[] a = f.floats(factor);
          float[] b = f.floats(summand);
          for (int c = 0; c < channels; c++) {
            double root = Math.sqrt((double) f.floats(variance)[variance.offset() + c] + epsilon);
            double k = f.floats(scale)[scale.offset() + c] / root;
            a[factor.offset() + c] = (float) k;
            b[summand.offset() + c] =
                (float) (f.floats(bias)[bias.offset() + c] - f.floats(mean)[mean.offset() + c] * k);
          }
          for (int c = channels; c < padded; c++) {
            a[factor.offset() + c] = 0;
            b[summand.offset() + c] = 0;
          }
        });
    ChannelAffine.emit(l, planes, l.input(0), factor, summand, l.output(0));
  }

  private void running(Lowering l, int output, Ref old, Ref batch, int channels) {
    if (l.isUsed(output)) {
      Ref next = l.output(output);
      l.emit(
          "running values",
          f -> {
            for (int c = 0; c < channels; c++) {
              float before = f.floats(old)[old.offset() + c];
              float now = f.floats(batch)[batch.offset() + c];
              f.floats(next)[next.offset() + c] =
                  (float) (before * (double) momentum + now * (1.0 - momentum));
            }
          });
    }
  }
}
