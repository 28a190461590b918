package dev.lanewise.layers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The dimensions behind the batch in another order. */
public record Permute(Config config) implements UnaryLayer {
  static final LayerType TYPE = LayerType.of("Permute", Permute::new, "dims", LayerType.REQUIRED);

  /** From dimension numbers that count from 1; the batch stays first. */
  public static Permute of(int... dims) {
    return new Permute(TYPE.create("dims", dims).config());
  }

  /**
   * Dimension i of the result is dimension {@code permutation[i]} of x; the value stays as it is.
   */
  static Flow permuted(Flow x, int[] permutation) {
    List<Integer> order = new ArrayList<>();
    for (int axis : x.order()) {
      for (int i = 0; i < permutation.length; i++) {
        if (permutation[i] == axis) {
          order.add(i);
        }
      }
    }
    return new Flow(x.value(), order, null);
  }

  @Override
  public Flow call(Emitter e, Flow x) {
    int[] dims = config.integers("dims");
    int[] permutation = new int[dims.length + 1];
    System.arraycopy(dims, 0, permutation, 1, dims.length);
    int[] sorted = permutation.clone();
    Arrays.sort(sorted);
    for (int i = 0; i < sorted.length; i++) {
      if (sorted[i] != i || sorted.length != x.rank()) {
        throw config.fail(
            "'dims' " + Arrays.toString(dims) + " does not permute the dimensions of " + x.shape());
      }
    }
    return permuted(x, permutation);
  }
}
