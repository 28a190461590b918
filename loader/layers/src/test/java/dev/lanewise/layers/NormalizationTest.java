package dev.lanewise.layers;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Normalisations, by their formulas. */
class NormalizationTest {
  private static final Grid X = Grid.images();

  @ParameterizedTest
  @CsvSource({
    "BatchNormalization,-1",
    "BatchNormalization,1",
    "BatchNormalization,2",
    "BatchNormalizationV1,3",
    "SyncBatchNormalization,-1"
  })
  void batchNormalization(String className, int axis) {
    int at = axis < 0 ? 3 : axis;
    LayerRun run = LayerRun.of(LayerTypes.find(className).create("axis", axis), X);
    run.gives(
        Grid.of(
            X.dims(),
            i ->
                (X.get(i) - run.weight("moving_mean").get(i[at]))
                        / Math.sqrt(run.weight("moving_variance").get(i[at]) + 0.001)
                        * run.weight("gamma").get(i[at])
                    + run.weight("beta").get(i[at])));
  }

  /** Mean and mean square of the elements that agree with an index but for some axes. */
  private static double[] moments(Grid x, int[] index, int... axes) {
    double sum = 0;
    double square = 0;
    int n = 0;
    for (int a = 0; a < x.dim(axes[0]); a++) {
      for (int b = 0; b < (axes.length > 1 ? x.dim(axes[1]) : 1); b++) {
        int[] at = index.clone();
        at[axes[0]] = a;
        if (axes.length > 1) {
          at[axes[1]] = b;
        }
        sum += x.get(at);
        square += x.get(at) * x.get(at);
        n++;
      }
    }
    return new double[] {sum / n, square / n};
  }

  @Test
  void normalisationOfSamples() {
    for (int[] axes : new int[][] {{3}, {1}, {2, 3}}) {
      LayerRun run = LayerRun.of(LayerNormalization.of().with("axis", axes), X);
      run.gives(
          Grid.of(
              X.dims(),
              i -> {
                double[] m = moments(X, i, axes);
                int[] at = axes.length == 1 ? new int[] {i[axes[0]]} : new int[] {i[2], i[3]};
                return (X.get(i) - m[0])
                        / Math.sqrt(m[1] - m[0] * m[0] + 0.001)
                        * run.weight("gamma").get(at)
                    + run.weight("beta").get(at);
              }));
    }
    LayerRun rms = LayerRun.of(RMSNormalization.of(), X);
    rms.gives(
        Grid.of(
            X.dims(),
            i -> X.get(i) / Math.sqrt(moments(X, i, 3)[1] + 1e-6) * rms.weight("scale").get(i[3])));
    LayerRun.of(UnitNormalization.of(), X)
        .gives(Grid.of(X.dims(), i -> X.get(i) / Math.sqrt(6 * moments(X, i, 3)[1])));
  }

  @ParameterizedTest
  @CsvSource({"2,-1", "3,-1", "-1,-1", "2,2"})
  void groupNormalization(int groups, int axis) {
    int at = axis < 0 ? 3 : axis;
    int size = groups < 0 ? 1 : X.dim(at) / groups;
    LayerRun run = LayerRun.of(GroupNormalization.of(groups).with("axis", axis), X);
    run.gives(
        Grid.of(
            X.dims(),
            i -> {
              double sum = 0;
              double square = 0;
              int n = 0;
              for (double v : groupOf(X, i, at, size)) {
                sum += v;
                square += v * v;
                n++;
              }
              double mean = sum / n;
              return (X.get(i) - mean)
                      / Math.sqrt(square / n - mean * mean + 0.001)
                      * run.weight("gamma").get(i[at])
                  + run.weight("beta").get(i[at]);
            }));
  }

  private static double[] groupOf(Grid x, int[] index, int axis, int size) {
    int[] dims = x.dims().clone();
    dims[0] = 1;
    dims[axis] = size;
    return Grid.of(
            dims,
            i -> {
              int[] at = i.clone();
              at[0] = index[0];
              at[axis] = index[axis] / size * size + i[axis];
              return x.get(at);
            })
        .values();
  }

  @Test
  void spectralNormalizationAppliesItsLayer() {
    Grid x = Grid.random(13, 3, 4);
    LayerRun run = LayerRun.of(SpectralNormalization.of(Dense.of(2)), x);
    run.gives(
        Grid.of(
            new int[] {3, 2},
            i -> {
              double sum = run.weight("layer/bias").get(i[1]);
              for (int k = 0; k < 4; k++) {
                sum += x.get(i[0], k) * run.weight("layer/kernel").get(k, i[1]);
              }
              return sum;
            }));
  }
}
