package dev.lanewise.layers;

import java.util.Arrays;
import java.util.function.Function;

/** A window that slides over spatial dimensions; the same numbers for each of them. */
record Spatial(int rank, int kernel, int stride, int dilation, String padding) {
  int out(int in) {
    int span = (kernel - 1) * dilation + 1;
    return padding.equals("valid") ? (in - span) / stride + 1 : (in + stride - 1) / stride;
  }

  int before(int in) {
    int span = (kernel - 1) * dilation + 1;
    return switch (padding) {
      case "same" -> Math.max((out(in) - 1) * stride + span - in, 0) / 2;
      case "causal" -> span - 1;
      default -> 0;
    };
  }

  int[] kernels() {
    int[] dims = new int[rank];
    Arrays.fill(dims, kernel);
    return dims;
  }

  /** Where in x the tap of an output lies. */
  int[] source(Grid x, int[] output, int[] tap) {
    int[] at = output.clone();
    for (int d = 0; d < rank; d++) {
      at[d + 1] = output[d + 1] * stride + tap[d] * dilation - before(x.dim(d + 1));
    }
    return at;
  }

  int[] outputs(Grid x, int channels) {
    int[] dims = x.dims().clone();
    for (int d = 0; d < rank; d++) {
      dims[d + 1] = out(x.dim(d + 1));
    }
    dims[rank + 1] = channels;
    return dims;
  }

  /**
   * A layer with these windows.
   *
   * @param name class name with {@code %d} for the number of dimensions
   * @param values settings: name, value, name, value, …
   */
  Layer layer(String name, Object... values) {
    Layer layer = layer(rank, name, values).with("strides", stride).with("padding", padding);
    return dilation == 1 ? layer : layer.with("dilation_rate", dilation);
  }

  /** A layer for a number of dimensions. */
  static Layer layer(int rank, String name, Object... values) {
    return LayerTypes.find(String.format(name, rank)).create(values);
  }

  static double sum(int[] dims, Grid.Formula formula) {
    double sum = 0;
    for (double v : Grid.of(dims, formula).values()) {
      sum += v;
    }
    return sum;
  }

  static int[] with(int[] index, int last) {
    int[] at = index.clone();
    at[at.length - 1] = last;
    return at;
  }

  static int[] join(int[] tap, int... more) {
    int[] at = Arrays.copyOf(tap, tap.length + more.length);
    System.arraycopy(more, 0, at, tap.length, more.length);
    return at;
  }

  static Grid input(int rank, int channels) {
    int[] dims = {2, 7, 6, 5, channels};
    int[] used = Arrays.copyOf(dims, rank + 2);
    used[rank + 1] = channels;
    return Grid.random(1, used);
  }

  /** Runs with both data formats; the second on the transposed input. */
  static void check(Layer layer, Grid x, Function<LayerRun, Grid> want) {
    LayerRun last = LayerRun.of(layer, x);
    last.gives(want.apply(last));
    LayerRun first = LayerRun.of(layer.with("data_format", "channels_first"), x.channelsFirst());
    first.gives(want.apply(first).channelsFirst());
  }
}
