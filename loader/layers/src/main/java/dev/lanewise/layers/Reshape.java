package dev.lanewise.layers;

import dev.lanewise.tensor.Shape;
import java.util.Arrays;

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
    return Flow.of(e.reshape(e.logical(x), dims));
  }
}
