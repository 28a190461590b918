package dev.lanewise.layers;

import static dev.lanewise.layers.Spatial.check;
import static dev.lanewise.layers.Spatial.input;
import static dev.lanewise.layers.Spatial.join;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Transposed convolutions, as the sums that each input element takes part in. */
class TransposedConvolutionTest {
  private static final int CHANNELS = 3;
  private static final int FILTERS = 2;

  /** Size of the output as Keras defines it; a negative output padding is none. */
  private static int size(Spatial s, int in, int outputPadding) {
    int span = (s.kernel() - 1) * s.dilation() + 1;
    if (s.padding().equals("valid")) {
      int extra = outputPadding < 0 ? Math.max(s.stride() - span, 0) : outputPadding;
      return (in - 1) * s.stride() + span + extra;
    }
    return outputPadding < 0 ? in * s.stride() : (in - 1) * s.stride() + span % 2 + outputPadding;
  }

  /** Elements that the convolution this is the transpose of pads before its input. */
  private static int before(Spatial s, int in, int out) {
    int span = (s.kernel() - 1) * s.dilation() + 1;
    int all = Math.max((in - 1) * s.stride() + span - out, 0);
    return s.padding().equals("valid") ? 0 : all / 2;
  }

  @ParameterizedTest
  @CsvSource({
    "1,3,1,1,same,-1",
    "1,3,2,1,same,-1",
    "1,3,2,1,same,0",
    "1,3,2,1,same,1",
    "1,2,3,1,valid,-1",
    "1,3,1,2,same,-1",
    "1,3,1,2,valid,-1",
    "2,3,1,1,same,-1",
    "2,3,2,1,same,-1",
    "2,2,3,1,same,-1",
    "2,4,2,1,valid,-1",
    "2,2,3,1,valid,-1",
    "2,3,2,1,valid,-1",
    "2,5,2,1,same,-1",
    "2,3,2,1,same,1",
    "2,4,2,1,same,1",
    "2,3,2,1,valid,1",
    "2,3,1,2,same,-1",
    "2,2,1,3,valid,-1",
    "3,2,2,1,same,-1",
    "3,3,2,1,valid,-1",
    "3,3,2,1,same,1",
    "3,2,1,2,same,-1"
  })
  void transposed(
      int rank, int kernel, int stride, int dilation, String padding, int outputPadding) {
    Spatial s = new Spatial(rank, kernel, stride, dilation, padding);
    Grid x = input(rank, CHANNELS);
    Layer layer = s.layer("Conv%dDTranspose", "filters", FILTERS, "kernel_size", kernel);
    int[] out = x.dims().clone();
    out[rank + 1] = FILTERS;
    for (int d = 1; d <= rank; d++) {
      out[d] = size(s, x.dim(d), outputPadding);
    }
    check(
        outputPadding < 0 ? layer : layer.with("output_padding", outputPadding),
        x,
        run -> expected(s, x, out, run));
  }

  private static Grid expected(Spatial s, Grid x, int[] out, LayerRun run) {
    Grid y = Grid.of(out, i -> run.weight("bias").get(i[i.length - 1]));
    int rank = s.rank();
    // Batch, positions, channel of the input; taps; filter.
    int[] all = join(join(x.dims(), s.kernels()), FILTERS);
    Grid.of(
        all,
        i -> {
          int[] from = java.util.Arrays.copyOf(i, rank + 2);
          int[] tap = java.util.Arrays.copyOfRange(i, rank + 2, 2 * rank + 2);
          int filter = i[2 * rank + 2];
          int[] to = from.clone();
          for (int d = 1; d <= rank; d++) {
            to[d] = from[d] * s.stride() + tap[d - 1] * s.dilation() - before(s, x.dim(d), out[d]);
          }
          to[rank + 1] = filter;
          y.addIfInside(
              x.get(from) * run.weight("kernel").get(join(tap, filter, from[rank + 1])), to);
          return 0;
        });
    return y;
  }
}
