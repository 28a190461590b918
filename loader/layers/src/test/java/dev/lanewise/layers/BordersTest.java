package dev.lanewise.layers;

import static dev.lanewise.layers.Spatial.check;
import static dev.lanewise.layers.Spatial.input;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Zeros around images, their inner parts, and larger images. */
class BordersTest {
  private static final int CHANNELS = 3;

  /** Another size before and behind each dimension. */
  private static int[][] sides(int rank, int first) {
    int[][] sides = new int[rank][2];
    for (int d = 0; d < rank; d++) {
      sides[d] = new int[] {(first + d) % 3, (first + 2 * d + 1) % 3};
    }
    return sides;
  }

  private static int[] resized(Grid x, int[][] sides, int sign) {
    int[] dims = x.dims().clone();
    for (int d = 0; d < sides.length; d++) {
      dims[d + 1] += sign * (sides[d][0] + sides[d][1]);
    }
    return dims;
  }

  private static int[] moved(int[] index, int[][] sides, int sign) {
    int[] at = index.clone();
    for (int d = 0; d < sides.length; d++) {
      at[d + 1] += sign * sides[d][0];
    }
    return at;
  }

  @ParameterizedTest
  @CsvSource({"1,0", "1,1", "2,0", "2,1", "2,2", "3,0", "3,1"})
  void paddingAndCropping(int rank, int first) {
    Grid x = input(rank, CHANNELS);
    int[][] sides = sides(rank, first);
    Object value = rank == 1 ? sides[0] : sides;
    check(
        Spatial.layer(rank, "ZeroPadding%dD", "padding", value),
        x,
        run -> Grid.of(resized(x, sides, 1), y -> x.orZero(moved(y, sides, -1))));
    check(
        Spatial.layer(rank, "Cropping%dD", "cropping", value),
        x,
        run -> Grid.of(resized(x, sides, -1), y -> x.get(moved(y, sides, 1))));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void oneSizeForAllSides(int rank) {
    Grid x = input(rank, CHANNELS);
    int[][] sides = new int[rank][2];
    for (int[] side : sides) {
      Arrays.fill(side, 2);
    }
    check(
        Spatial.layer(rank, "ZeroPadding%dD", "padding", 2),
        x,
        run -> Grid.of(resized(x, sides, 1), y -> x.orZero(moved(y, sides, -1))));
    check(
        Spatial.layer(rank, "Cropping%dD", "cropping", 2),
        x,
        run -> Grid.of(resized(x, sides, -1), y -> x.get(moved(y, sides, 1))));
  }

  @ParameterizedTest
  @CsvSource({"1,2", "1,3", "2,2", "2,3", "3,2", "3,3"})
  void nearestUpSampling(int rank, int size) {
    Grid x = input(rank, CHANNELS);
    int[] dims = x.dims().clone();
    for (int d = 1; d <= rank; d++) {
      dims[d] *= size;
    }
    Layer layer = Spatial.layer(rank, "UpSampling%dD", "size", size);
    if (rank == 1) {
      LayerRun.of(layer, x).gives(Grid.of(dims, y -> x.get(y[0], y[1] / size, y[2])));
      return;
    }
    check(
        layer,
        x,
        run ->
            Grid.of(
                dims,
                y -> {
                  int[] at = y.clone();
                  for (int d = 1; d <= rank; d++) {
                    at[d] /= size;
                  }
                  return x.get(at);
                }));
  }
}
