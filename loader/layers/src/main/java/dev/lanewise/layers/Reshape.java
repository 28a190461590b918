package dev.lanewise.layers;

import dev.lanewise.graph.Value;
import dev.lanewise.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The dimensions behind the batch as others of the same number of elements. */
public record Reshape(Config config) implements UnaryLayer {
  static final LayerType TYPE =
      LayerType.of("Reshape", Reshape::new, "target_shape", LayerType.REQUIRED);

  /** From the sizes of a sample, of which one may be −1. */
  public static Reshape of(int... target) {
    return new Reshape(TYPE.create("target_shape", target).config());
  }

  @Override
  public Flow call(Emitter e, Flow x) {
    int[] target = config.integers("target_shape");
    Shape sample = x.shape().slice(1, x.rank());
    int open = -1;
    long known = 1;
    for (int i = 0; i < target.length; i++) {
      if (target[i] < 0) {
        if (open >= 0) {
          throw config.fail("'target_shape' leaves more than one dimension open");
        }
        open = i;
      } else {
        known *= target[i];
      }
    }
    int[] dims = new int[target.length + 1];
    System.arraycopy(target, 0, dims, 1, target.length);
    dims[0] = -1;
    if (!sample.isKnown()) {
      dims[0] = 0;
      return Flow.of(e.reshape(e.logical(x), dims));
    }
    int size = sample.size();
    if (open >= 0 && known > 0 && size % known == 0) {
      dims[open + 1] = (int) (size / known);
    } else if (open >= 0 || known != size) {
      throw config.fail(sample + " cannot become " + Arrays.toString(target));
    }
    Flow kept = channels(e, x, dims);
    return kept != null ? kept : Flow.of(e.reshape(e.logical(x), dims));
  }

  /**
   * The result where only the channels are cut in two or joined, and the input has them first: its
   * other dimensions stay where they are. Null for anything else.
   *
   * @param dims dimensions of the result
   */
  private static @Nullable Flow channels(Emitter e, Flow x, int[] dims) {
    int spatial = Math.min(dims.length, x.rank()) - 2;
    boolean cut = dims.length == x.rank() + 1;
    boolean joined = dims.length == x.rank() - 1;
    if (spatial < 1 || !(cut || joined) || x.physical(1) == 1) {
      return null;
    }
    for (int i = 1; i <= spatial; i++) {
      if (dims[i] != x.dim(i)) {
        return null;
      }
    }
    int rank = cut ? dims.length : x.rank();
    List<Integer> apart = new ArrayList<>(List.of(0, rank - 2, rank - 1));
    for (int i = 1; i <= spatial; i++) {
      apart.add(i);
    }
    List<Integer> whole = Flow.channelsFirst(rank - 1);
    List<Integer> order = cut ? apart : whole;
    int[] physical = order.stream().mapToInt(axis -> dims[axis]).toArray();
    Value value = e.arranged(x, cut ? whole : apart);
    return new Flow(e.reshape(value, physical), order, null);
  }
}
