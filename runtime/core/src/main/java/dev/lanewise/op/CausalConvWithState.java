package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Ref;
import dev.lanewise.kernel.Elementwise;
import dev.lanewise.kernel.UnaryFunction;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Depthwise convolution along time that sees the present and K − 1 past samples.
 *
 * <p>Inputs: x {@code [N, C, T]}, weight {@code [C, 1, K]}, optional bias {@code [C]}, optional
 * past {@code [N, C, K − 1]} (zeros by default). Outputs: y {@code [N, C, T]} and the last K − 1
 * samples of the past and x together.
 *
 * @param silu whether {@code y·sigmoid(y)} is applied to the sums
 */
public record CausalConvWithState(boolean silu) implements Op {
  private static final int GRAIN = 1 << 14;

  @Override
  public List<Type> infer(Inference in) {
    DType dtype = in.dtype(0);
    in.require(Types.isFloat(dtype), Types.notDefinedFor(dtype));
    for (int i = 1; i < 4; i++) {
      in.require(!in.has(i) || in.dtype(i) == dtype, "input " + i + " has another type than x");
    }
    Shape x = in.shape(0);
    Shape weight = in.shape(1);
    in.require(x == null || x.rank() == 3, "x must be [batch, channels, time], but is " + x);
    in.require(
        weight == null || weight.rank() == 3, "weight must be [channels, 1, k], but is " + weight);
    Shape state = null;
    if (x != null && weight != null) {
      int k = weight.dim(2);
      in.require(k != 0, "the kernel is empty");
      Shapes.merge(weight, Shape.of(Shape.UNKNOWN, 1, Shape.UNKNOWN));
      Shapes.merge(x.slice(1, 2), weight.slice(0, 1));
      Shape bias = in.has(2) ? in.shape(2) : null;
      Shapes.merge(bias, bias == null ? null : x.slice(1, 2));
      state = x.slice(0, 2).concat(Shape.of(k == Shape.UNKNOWN ? k : k - 1));
      state = in.has(3) ? Shapes.merge(state, in.shape(3)) : state;
    }
    return List.of(new TensorType(dtype, x), new TensorType(dtype, state));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    Shape shape = x.shape();
    int time = shape.dim(2);
    int kernel = in.tensor(1).shape().dim(2);
    int channels = shape.dim(1);
    double[] values = x.toDoubles();
    double[] weight = in.tensor(1).toDoubles();
    double[] bias = in.has(2) ? in.tensor(2).toDoubles() : new double[channels];
    int rows = shape.dim(0) * channels;
    double[] past = in.has(3) ? in.tensor(3).toDoubles() : new double[rows * (kernel - 1)];
    double[] y = new double[values.length];
    double[] state = new double[past.length];
    double[] padded = new double[kernel - 1 + time];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(past, row * (kernel - 1), padded, 0, kernel - 1);
      System.arraycopy(values, row * time, padded, kernel - 1, time);
      System.arraycopy(padded, time, state, row * (kernel - 1), kernel - 1);
      int channel = row % channels;
      for (int t = 0; t < time; t++) {
        double sum = bias[channel];
        for (int k = 0; k < kernel; k++) {
          sum += weight[channel * kernel + k] * padded[t + k];
        }
        y[row * time + t] = silu ? sum / (1 + Math.exp(-sum)) : sum;
      }
    }
    DType dtype = x.dtype();
    Shape kept = Shape.of(shape.dim(0), channels, kernel - 1);
    return List.of(
        Tensor.of(dtype, shape, Elements.fromDoubles(dtype, y)),
        Tensor.of(dtype, kept, Elements.fromDoubles(dtype, state)));
  }

  @Override
  public void lower(Lowering l) {
    Shape shape = l.shape(0);
    if (l.dtype(0) != DType.FLOAT || shape.size() == 0) {
      l.reference();
      return;
    }
    int time = shape.dim(2);
    int channels = shape.dim(1);
    int past = l.shape(1).dim(2) - 1;
    Ref x = l.input(0);
    Ref weight = l.input(1);
    Ref bias = l.has(2) ? l.input(2) : null;
    Ref before = l.has(3) ? l.input(3) : null;
    Ref y = l.output(0);
    Ref after = l.isUsed(1) ? l.output(1) : null;
    Elementwise functions = l.kernels().elementwise();
    l.multiplyAdds((long) shape.size() * (past + 1));
    l.emitRange(
        "causal convolution",
        shape.dim(0) * channels,
        1 + GRAIN / (time * (past + 1)),
        (f, from, to) -> {
          float[] samples = f.floats(x);
          float[] old = before == null ? null : f.floats(before);
          for (int row = from; row < to; row++) {
            int channel = row % channels;
            int xAt = x.offset() + row * time;
            int yAt = y.offset() + row * time;
            int oldAt = before == null ? 0 : before.offset() + row * past;
            float start = bias == null ? 0 : f.floats(bias)[bias.offset() + channel];
            int weightAt = weight.offset() + channel * (past + 1);
            convolve(
                samples,
                xAt,
                old,
                oldAt,
                past,
                f.floats(weight),
                weightAt,
                start,
                f.floats(y),
                yAt,
                time);
            if (silu) {
              functions.unary(UnaryFunction.SWISH, 1, 0, f.floats(y), yAt, f.floats(y), yAt, time);
            }
            if (after != null) {
              int to0 = after.offset() + row * past;
              keep(samples, xAt, old, oldAt, past, f.floats(after), to0, time);
            }
          }
        });
  }

  private static void convolve(
      float[] x,
      int xAt,
      float @Nullable [] old,
      int oldAt,
      int past,
      float[] weight,
      int weightAt,
      float start,
      float[] y,
      int yAt,
      int time) {
    Arrays.fill(y, yAt, yAt + time, start);
    for (int k = 0; k <= past; k++) {
      float w = weight[weightAt + k];
      int lag = past - k;
      int fromOld = Math.min(lag, time);
      for (int t = 0; old != null && t < fromOld; t++) {
        y[yAt + t] += w * old[oldAt + k + t];
      }
      for (int t = fromOld; t < time; t++) {
        y[yAt + t] += w * x[xAt + t - lag];
      }
    }
  }

  private static void keep(
      float[] x,
      int xAt,
      float @Nullable [] old,
      int oldAt,
      int past,
      float[] state,
      int stateAt,
      int time) {
    int fromX = Math.min(past, time);
    int fromOld = past - fromX;
    if (old == null) {
      Arrays.fill(state, stateAt, stateAt + fromOld, 0);
    } else {
      System.arraycopy(old, oldAt + fromX, state, stateAt, fromOld);
    }
    System.arraycopy(x, xAt + time - fromX, state, stateAt + fromOld, fromX);
  }
}
