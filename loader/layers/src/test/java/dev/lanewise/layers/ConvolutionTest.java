package dev.lanewise.layers;

import static dev.lanewise.layers.Spatial.check;
import static dev.lanewise.layers.Spatial.input;
import static dev.lanewise.layers.Spatial.join;
import static dev.lanewise.layers.Spatial.sum;
import static dev.lanewise.layers.Spatial.with;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Convolutions with channels last and first, by their definition. */
class ConvolutionTest {
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
    "2,5,3,1,same,2",
    "3,2,1,1,same,1",
    "3,3,2,1,valid,1",
    "3,2,1,2,same,2"
  })
  void convolutions(int rank, int kernel, int stride, int dilation, String padding, int groups) {
    Spatial s = new Spatial(rank, kernel, stride, dilation, padding);
    int channels = 4;
    int filters = 6;
    Grid x = input(rank, channels);
    Layer plain = s.layer("Conv%dD", "filters", filters, "kernel_size", kernel);
    Layer layer = plain.with("groups", groups).with("activation", "tanh");
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
  @CsvSource({
    "1,3,1,1,same,1",
    "1,3,2,1,valid,2",
    "1,2,1,2,same,1",
    "2,3,1,1,same,1",
    "2,3,2,1,same,2",
    "2,2,1,2,valid,3",
    "2,5,1,1,same,1",
    "2,5,2,1,valid,1"
  })
  void depthwise(int rank, int kernel, int stride, int dilation, String padding, int multiplier) {
    Spatial s = new Spatial(rank, kernel, stride, dilation, padding);
    int channels = 3;
    Grid x = input(rank, channels);
    Layer layer =
        s.layer("DepthwiseConv%dD", "kernel_size", kernel, "depth_multiplier", multiplier);
    check(
        layer,
        x,
        run ->
            Grid.of(
                s.outputs(x, channels * multiplier),
                y ->
                    depthwise(s, x, y, run.weight("depthwise_kernel"), multiplier)
                        + run.weight("bias").get(y[rank + 1])));
  }

  private static double depthwise(Spatial s, Grid x, int[] y, Grid kernel, int multiplier) {
    int c = y[s.rank() + 1] / multiplier;
    return sum(
        s.kernels(),
        t ->
            x.orZero(with(s.source(x, y, t), c))
                * kernel.get(join(t, c, y[s.rank() + 1] % multiplier)));
  }

  @ParameterizedTest
  @CsvSource({
    "1,3,1,1,same,1",
    "1,2,2,1,valid,2",
    "2,3,1,1,same,1",
    "2,3,2,1,valid,2",
    "2,3,1,2,same,1"
  })
  void separable(int rank, int kernel, int stride, int dilation, String padding, int multiplier) {
    Spatial s = new Spatial(rank, kernel, stride, dilation, padding);
    int channels = 3;
    int filters = 5;
    Grid x = input(rank, channels);
    Layer layer =
        s.layer("SeparableConv%dD", "filters", filters, "kernel_size", kernel)
            .with("depth_multiplier", multiplier)
            .with("activation", "sigmoid");
    check(
        layer,
        x,
        run ->
            Grid.of(
                s.outputs(x, filters),
                y -> {
                  double sum = run.weight("bias").get(y[rank + 1]);
                  for (int m = 0; m < channels * multiplier; m++) {
                    sum +=
                        depthwise(s, x, with(y, m), run.weight("depthwise_kernel"), multiplier)
                            * run.weight("pointwise_kernel")
                                .get(join(new int[rank], m, y[rank + 1]));
                  }
                  return 1 / (1 + Math.exp(-sum));
                }));
  }
}
