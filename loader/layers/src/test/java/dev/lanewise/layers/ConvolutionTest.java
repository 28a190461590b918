package dev.lanewise.layers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Convolutions with channels last and first, by their definition. */
class ConvolutionTest {
  /** Numbers for each of the spatial dimensions. */
  private record Spatial(int rank, int kernel, int stride, int dilation, String padding) {
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
      java.util.Arrays.fill(dims, kernel);
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

    Layer configured(Layer layer) {
      return layer.with("strides", stride).with("dilation_rate", dilation).with("padding", padding);
    }
  }

  private static double sum(int[] dims, Grid.Formula formula) {
    double sum = 0;
    for (double v : Grid.of(dims, formula).values()) {
      sum += v;
    }
    return sum;
  }

  private static int[] with(int[] index, int last) {
    int[] at = index.clone();
    at[at.length - 1] = last;
    return at;
  }

  private static int[] join(int[] tap, int... more) {
    int[] at = java.util.Arrays.copyOf(tap, tap.length + more.length);
    System.arraycopy(more, 0, at, tap.length, more.length);
    return at;
  }

  private static Grid input(int rank, int channels) {
    int[] dims = {2, 7, 6, 5, channels};
    int[] used = java.util.Arrays.copyOf(dims, rank + 2);
    used[rank + 1] = channels;
    return Grid.random(1, used);
  }

  /** Runs with both data formats; the second on the transposed input. */
  private static void check(Layer layer, Grid x, java.util.function.Function<LayerRun, Grid> want) {
    LayerRun last = LayerRun.of(layer, x);
    last.gives(want.apply(last));
    LayerRun first = LayerRun.of(layer.with("data_format", "channels_first"), x.channelsFirst());
    LayerRun.check(first.outputs.get(0).channelsLast(), want.apply(first));
  }

  @ParameterizedTest
  @CsvSource({
    "1,3,1,1,valid,1",
    "1,3,2,1,same,1",
    "1,2,1,3,causal,1",
    "1,3,1,2,causal,2",
    "2,3,1,1,same,1",
    "2,3,2,1,same,1",
    "2,2,2,1,same,1",
    "2,3,1,2,valid,2",
    "2,1,1,1,valid,1",
    "3,2,1,1,same,1",
    "3,3,2,1,valid,1"
  })
  void convolutions(int rank, int kernel, int stride, int dilation, String padding, int groups) {
    Spatial s = new Spatial(rank, kernel, stride, dilation, padding);
    int channels = 4;
    int filters = 6;
    Grid x = input(rank, channels);
    Convolution plain =
        rank == 1
            ? Convolution.conv1d(filters, kernel)
            : rank == 2 ? Convolution.conv2d(filters, kernel) : Convolution.conv3d(filters, kernel);
    Layer layer = s.configured(plain).with("groups", groups).with("activation", "tanh");
    int each = channels / groups;
    check(
        layer,
        x,
        run ->
            Grid.of(
                s.outputs(x, filters),
                y -> {
                  int f = y[rank + 1];
                  int group = f / (filters / groups);
                  double sum =
                      sum(
                          join(s.kernels(), each),
                          t ->
                              x.orZero(with(s.source(x, y, t), group * each + t[rank]))
                                  * run.weight("kernel").get(join(t, f)));
                  return Math.tanh(sum + run.weight("bias").get(f));
                }));
  }

  @ParameterizedTest
  @CsvSource({"3,1,1,same,1", "3,2,1,same,2", "2,1,2,valid,3", "5,1,1,same,1"})
  void depthwise(int kernel, int stride, int dilation, String padding, int multiplier) {
    Spatial s = new Spatial(2, kernel, stride, dilation, padding);
    int channels = 3;
    Grid x = input(2, channels);
    Layer layer =
        s.configured(DepthwiseConvolution.conv2d(kernel)).with("depth_multiplier", multiplier);
    check(
        layer,
        x,
        run ->
            Grid.of(
                s.outputs(x, channels * multiplier),
                y ->
                    depthwise(s, x, y, run.weight("depthwise_kernel"), multiplier)
                        + run.weight("bias").get(y[3])));
  }

  private static double depthwise(Spatial s, Grid x, int[] y, Grid kernel, int multiplier) {
    int c = y[s.rank + 1] / multiplier;
    return sum(
        s.kernels(),
        t ->
            x.orZero(with(s.source(x, y, t), c))
                * kernel.get(join(t, c, y[s.rank + 1] % multiplier)));
  }

  @ParameterizedTest
  @CsvSource({"3,1,same,1", "3,2,valid,2"})
  void separable(int kernel, int stride, String padding, int multiplier) {
    Spatial s = new Spatial(2, kernel, stride, 1, padding);
    int channels = 3;
    int filters = 5;
    Grid x = input(2, channels);
    Layer layer =
        s.configured(SeparableConvolution.conv2d(filters, kernel))
            .with("depth_multiplier", multiplier)
            .with("activation", "sigmoid");
    check(
        layer,
        x,
        run ->
            Grid.of(
                s.outputs(x, filters),
                y -> {
                  double sum = run.weight("bias").get(y[3]);
                  for (int m = 0; m < channels * multiplier; m++) {
                    sum +=
                        depthwise(s, x, with(y, m), run.weight("depthwise_kernel"), multiplier)
                            * run.weight("pointwise_kernel").get(0, 0, m, y[3]);
                  }
                  return 1 / (1 + Math.exp(-sum));
                }));
  }

  @ParameterizedTest
  @CsvSource({
    "3,1,same",
    "3,2,same",
    "2,3,same",
    "4,2,valid",
    "2,3,valid",
    "3,2,valid",
    "5,2,same"
  })
  void transposed(int kernel, int stride, String padding) {
    int channels = 3;
    int filters = 2;
    Grid x = input(2, channels);
    boolean same = padding.equals("same");
    // The convolution that this is the transpose of goes from the output to x.
    int h = same ? x.dim(1) * stride : x.dim(1) * stride + Math.max(kernel - stride, 0);
    int w = same ? x.dim(2) * stride : x.dim(2) * stride + Math.max(kernel - stride, 0);
    Spatial s = new Spatial(2, kernel, stride, 1, padding);
    Layer layer = TransposedConvolution.conv2d(filters, kernel, stride).with("padding", padding);
    check(
        layer,
        x,
        run -> {
          double[][][][] y = new double[x.dim(0)][h][w][filters];
          Grid.of(
              new int[] {x.dim(0), x.dim(1), x.dim(2), kernel, kernel, channels, filters},
              i -> {
                int a = i[1] * stride + i[3] - s.before(h);
                int b = i[2] * stride + i[4] - s.before(w);
                if (a >= 0 && a < h && b >= 0 && b < w) {
                  y[i[0]][a][b][i[6]] +=
                      x.get(i[0], i[1], i[2], i[5])
                          * run.weight("kernel").get(i[3], i[4], i[6], i[5]);
                }
                return 0;
              });
          return Grid.of(
              new int[] {x.dim(0), h, w, filters},
              i -> y[i[0]][i[1]][i[2]][i[3]] + run.weight("bias").get(i[3]));
        });
  }

  @ParameterizedTest
  @CsvSource({"2,2,valid", "3,2,same", "3,1,same", "2,3,same"})
  void pooling(int size, int stride, String padding) {
    Spatial s = new Spatial(2, size, stride, 1, padding);
    Grid x = input(2, 3);
    for (Pooling layer : new Pooling[] {Pooling.max2d(size), Pooling.average2d(size)}) {
      boolean max = layer.className().startsWith("Max");
      check(
          layer.with("strides", stride).with("padding", padding),
          x,
          run ->
              Grid.of(
                  s.outputs(x, 3),
                  y -> {
                    double best = Double.NEGATIVE_INFINITY;
                    double sum = 0;
                    int n = 0;
                    for (int t = 0; t < size * size; t++) {
                      int[] at = s.source(x, y, new int[] {t / size, t % size});
                      if (at[1] >= 0 && at[1] < x.dim(1) && at[2] >= 0 && at[2] < x.dim(2)) {
                        best = Math.max(best, x.get(at));
                        sum += x.get(at);
                        n++;
                      }
                    }
                    return max ? best : sum / n;
                  }));
    }
  }

  @ParameterizedTest
  @CsvSource({"3,2", "7,6", "4,4"})
  void adaptivePooling(int height, int width) {
    Grid x = input(2, 3);
    check(
        AdaptivePooling.average2d(height, width),
        x,
        run ->
            Grid.of(
                new int[] {2, height, width, 3},
                y -> {
                  double sum = 0;
                  int n = 0;
                  for (int a = y[1] * 7 / height; a < Math.ceil((y[1] + 1) * 7.0 / height); a++) {
                    for (int b = y[2] * 6 / width; b < Math.ceil((y[2] + 1) * 6.0 / width); b++) {
                      sum += x.get(y[0], a, b, y[3]);
                      n++;
                    }
                  }
                  return sum / n;
                }));
  }

  @ParameterizedTest
  @CsvSource({
    "GlobalAveragePooling2D,false",
    "GlobalMaxPooling2D,false",
    "GlobalMaxPooling2D,true"
  })
  void globalPooling(String className, boolean keep) {
    Grid x = input(2, 3);
    Layer layer = GlobalPooling.average2d().with("keepdims", keep);
    if (className.contains("Max")) {
      layer = LayerTypes.find(className).create("keepdims", keep);
    }
    LayerRun run = LayerRun.of(layer, x);
    int[] dims = keep ? new int[] {2, 1, 1, 3} : new int[] {2, 3};
    run.gives(
        Grid.of(
            dims,
            y -> {
              double best = Double.NEGATIVE_INFINITY;
              double sum = 0;
              for (int i = 0; i < 42; i++) {
                double v = x.get(y[0], i / 6, i % 6, y[y.length - 1]);
                best = Math.max(best, v);
                sum += v;
              }
              return className.contains("Max") ? best : sum / 42;
            }));
    assertThat(run.weights).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0,1,2,0", "1,1,1,1"})
  void bordersOfImages(int top, int bottom, int left, int right) {
    Grid x = input(2, 3);
    check(
        Borders.padding2d(top, bottom, left, right),
        x,
        run ->
            Grid.of(
                new int[] {2, 7 + top + bottom, 6 + left + right, 3},
                y -> x.orZero(y[0], y[1] - top, y[2] - left, y[3])));
    check(
        Borders.cropping2d(top, bottom, left, right),
        x,
        run ->
            Grid.of(
                new int[] {2, 7 - top - bottom, 6 - left - right, 3},
                y -> x.get(y[0], y[1] + top, y[2] + left, y[3])));
  }

  @ParameterizedTest
  @CsvSource({"nearest", "bilinear"})
  void upSampling(String interpolation) {
    Grid x = input(2, 3);
    boolean nearest = interpolation.equals("nearest");
    check(
        UpSampling.of(3, interpolation),
        x,
        run ->
            Grid.of(
                new int[] {2, 21, 18, 3},
                y ->
                    nearest
                        ? x.get(y[0], y[1] / 3, y[2] / 3, y[3])
                        : interpolated(x, y[0], (y[1] + .5) / 3 - .5, (y[2] + .5) / 3 - .5, y[3])));
  }

  private static double interpolated(Grid x, int n, double h, double w, int c) {
    double sum = 0;
    for (int i = 0; i < 4; i++) {
      int a = (int) Math.floor(h) + i / 2;
      int b = (int) Math.floor(w) + i % 2;
      double share = (1 - Math.abs(h - a)) * (1 - Math.abs(w - b));
      sum +=
          share
              * x.get(
                  n,
                  Math.max(0, Math.min(x.dim(1) - 1, a)),
                  Math.max(0, Math.min(x.dim(2) - 1, b)),
                  c);
    }
    return sum;
  }
}
