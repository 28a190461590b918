package dev.lanewise.layers;

import org.junit.jupiter.api.Test;

/** Preprocessing that is arithmetic, by its definition. */
class PreprocessingTest {
  private static final Grid X = Grid.images();

  @Test
  void preprocessing() {
    LayerRun.of(Rescaling.of(1 / 127.5, -1), X).gives(Grid.of(X.dims(), i -> X.get(i) / 127.5 - 1));
    float[] mean = {1, 2, 3, 4, 5, 6};
    float[] variance = {1, 4, 9, 0.25f, 2, 3};
    Normalization given = Normalization.of(mean, variance);
    LayerRun.of(given, X)
        .gives(Grid.of(X.dims(), i -> (X.get(i) - mean[i[3]]) / Math.sqrt(variance[i[3]])));
    LayerRun.of(given.with("invert", true), X)
        .gives(Grid.of(X.dims(), i -> X.get(i) * Math.sqrt(variance[i[3]]) + mean[i[3]]));
    LayerRun measured = LayerRun.of(given.with("mean", null).with("variance", null), X);
    measured.gives(
        Grid.of(
            X.dims(),
            i ->
                (X.get(i) - measured.weight("mean").get(i[3]))
                    / Math.sqrt(measured.weight("variance").get(i[3]))));
  }

  @Test
  void encoding() {
    Grid numbers = Grid.of(new int[] {2, 3}, i -> i[0] + 2 * i[1]);
    LayerRun.of(Encoding.category(7, "multi_hot"), numbers)
        .gives(
            Grid.of(
                new int[] {2, 7},
                i -> i[1] >= i[0] && i[1] <= i[0] + 4 && (i[1] - i[0]) % 2 == 0 ? 1 : 0));
    LayerRun.of(Encoding.discretization(0.5f, 2, 3.5f), numbers)
        .gives(
            Grid.of(
                new int[] {2, 3},
                i -> {
                  double x = i[0] + 2 * i[1];
                  return (x >= 0.5 ? 1 : 0) + (x >= 2 ? 1 : 0) + (x >= 3.5 ? 1 : 0);
                }));
  }
}
