package dev.lanewise.layers;

import static dev.lanewise.layers.Spatial.check;
import static dev.lanewise.layers.Spatial.input;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Largest elements and means of windows, of parts and of all positions. */
class PoolingTest {
  private static final int CHANNELS = 3;

  private static final String[] KINDS = {"Max", "Average"};

  private static double pooled(String kind, List<Double> values) {
    return kind.equals("Max")
        ? values.stream().mapToDouble(v -> v).max().orElseThrow()
        : values.stream().mapToDouble(v -> v).average().orElseThrow();
  }

  /** The elements of a channel whose positions are within limits, as far as they exist. */
  private static List<Double> window(Grid x, int[] y, int[] from, int[] to) {
    int rank = from.length;
    int[] dims = new int[rank];
    for (int d = 0; d < rank; d++) {
      dims[d] = to[d] - from[d];
    }
    List<Double> values = new ArrayList<>();
    Grid.of(
        dims,
        t -> {
          int[] at = new int[rank + 2];
          at[0] = y[0];
          at[rank + 1] = y[y.length - 1];
          for (int d = 0; d < rank; d++) {
            at[d + 1] = from[d] + t[d];
          }
          if (x.isInside(at)) {
            values.add(x.get(at));
          }
          return 0;
        });
    return values;
  }

  @ParameterizedTest
  @CsvSource({
    "1,2,2,valid",
    "1,3,2,same",
    "1,3,1,same",
    "2,2,2,valid",
    "2,3,2,same",
    "2,3,1,same",
    "2,2,3,same",
    "3,2,2,valid",
    "3,3,2,same"
  })
  void windows(int rank, int size, int stride, String padding) {
    Spatial s = new Spatial(rank, size, stride, 1, padding);
    Grid x = input(rank, CHANNELS);
    for (String kind : KINDS) {
      check(
          s.layer(kind + "Pooling%dD", "pool_size", size),
          x,
          run ->
              Grid.of(
                  s.outputs(x, CHANNELS),
                  y -> {
                    int[] from = new int[rank];
                    int[] to = new int[rank];
                    for (int d = 0; d < rank; d++) {
                      from[d] = y[d + 1] * stride - s.before(x.dim(d + 1));
                      to[d] = from[d] + size;
                    }
                    return pooled(kind, window(x, y, from, to));
                  }));
    }
  }

  @ParameterizedTest
  @CsvSource({"1,3", "1,7", "2,3", "2,4", "2,1", "3,2", "3,4"})
  void adaptive(int rank, int size) {
    Grid x = input(rank, CHANNELS);
    int[] dims = x.dims().clone();
    java.util.Arrays.fill(dims, 1, rank + 1, size);
    for (String kind : KINDS) {
      check(
          Spatial.layer(rank, "Adaptive" + kind + "Pooling%dD", "output_size", size),
          x,
          run ->
              Grid.of(
                  dims,
                  y -> {
                    int[] from = new int[rank];
                    int[] to = new int[rank];
                    for (int d = 0; d < rank; d++) {
                      int in = x.dim(d + 1);
                      from[d] = y[d + 1] * in / size;
                      to[d] = (int) Math.ceil((y[d + 1] + 1) * (double) in / size);
                    }
                    return pooled(kind, window(x, y, from, to));
                  }));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void global(int rank) {
    Grid x = input(rank, CHANNELS);
    int[] all = java.util.Arrays.copyOfRange(x.dims(), 1, rank + 1);
    for (String kind : KINDS) {
      for (boolean keep : new boolean[] {true, false}) {
        int[] kept = x.dims().clone();
        java.util.Arrays.fill(kept, 1, rank + 1, 1);
        check(
            Spatial.layer(rank, "Global" + kind + "Pooling%dD", "keepdims", keep),
            x,
            run ->
                Grid.of(
                    keep ? kept : new int[] {x.dim(0), CHANNELS},
                    y -> pooled(kind, window(x, y, new int[rank], all))));
      }
    }
  }
}
