package dev.lanewise.loader.keras;

import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Variable;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Kernels of convolutions in the layouts of Keras 1, which has the order of dimensions that the
 * layer computes in, and of Theano, which turns kernels by 180°.
 */
final class OldKernels {
  private static final Set<String> CONVOLUTIONS =
      Set.of("Conv1D", "Conv2D", "Conv3D", "Conv2DTranspose");

  /** Dimensions of the file, in the order of the variable. */
  private static final Map<String, int[]> CHANNELS_FIRST =
      Map.of(
          "Conv2D", new int[] {2, 3, 1, 0},
          "Conv3D", new int[] {2, 3, 4, 1, 0},
          "Conv2DTranspose", new int[] {2, 3, 0, 1});

  private static final int[] TRANSPOSED_LAST = {0, 1, 3, 2};
  private static final int[] ROWS_FIRST = {2, 3, 1, 0};

  private final boolean first;
  private final boolean turned;
  private final Map<List<String>, Layer> owners = new HashMap<>();

  /**
   * For the weights of a file.
   *
   * @param version version of Keras that wrote it, null if the file does not say
   * @param backend the library it ran on, null if the file does not say
   */
  OldKernels(Network network, @Nullable String version, @Nullable String backend) {
    first = version == null || version.startsWith("1");
    turned = "theano".equals(backend);
    collect(network, List.of());
  }

  private void collect(Network network, List<String> path) {
    for (Layer layer : network.layers()) {
      List<String> inner = new ArrayList<>(path);
      inner.add(layer.name());
      owners.put(inner, layer);
      if (layer instanceof Network below) {
        collect(below, inner);
      }
    }
  }

  /** Whether a variable is a kernel that may have another layout. */
  boolean has(Variable v) {
    Layer owner = owners.get(v.path());
    return (first || turned)
        && owner != null
        && v.name().equals("kernel")
        && CONVOLUTIONS.contains(owner.className());
  }

  /**
   * A kernel in the layout of the variable.
   *
   * @throws dev.lanewise.error.ModelFormatException if its shape is not that of the variable
   */
  Tensor read(Variable v, WeightData data) {
    int[] order = order(v, data);
    Shape wanted = v.shape();
    if (order != null && !fits(wanted, data.dims(), order)) {
      throw LayerWeights.mismatch(v, data);
    }
    Tensor read = order == null ? LayerWeights.checked(v, data).read() : data.read();
    float[] x = read.floats();
    if (order != null) {
      x = arranged(x, data.dims(), order);
    }
    return Tensor.of(wanted, turned ? turned(x, wanted) : x);
  }

  /** The order of the dimensions in the file; null if it is that of the variable. */
  private int @Nullable [] order(Variable v, WeightData data) {
    Layer owner = owners.get(v.path());
    if (!first || owner == null) {
      return null;
    }
    String className = owner.className();
    if (className.equals("Conv1D")) {
      long[] dims = data.dims();
      boolean plain = dims.length == 4 && dims[0] == v.shape().dim(0) && dims[1] == 1;
      return dims.length != 4 ? null : plain ? new int[] {0, 1, 2, 3} : ROWS_FIRST;
    }
    boolean last =
        !owner.config().toJson().path("data_format").asString("").equals("channels_first");
    return last
        ? className.equals("Conv2DTranspose") ? TRANSPOSED_LAST : null
        : CHANNELS_FIRST.get(className);
  }

  /** Whether the dimensions are those of a shape, but for one of one element in second place. */
  private static boolean fits(Shape shape, long[] dims, int[] order) {
    if (dims.length != order.length) {
      return false;
    }
    List<Long> found = new ArrayList<>();
    for (int axis : order) {
      found.add(dims[axis]);
    }
    if (found.size() == shape.rank() + 1 && found.get(1) == 1) {
      found.remove(1);
    }
    List<Long> wanted = new ArrayList<>();
    for (long dim : shape.toLongs()) {
      wanted.add(dim);
    }
    return found.equals(wanted);
  }

  /** Dimension i of the result is dimension {@code order[i]} of x. */
  private static float[] arranged(float[] x, long[] dims, int[] order) {
    int[] strides = new int[dims.length];
    int stride = 1;
    for (int i = dims.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= (int) dims[i];
    }
    float[] y = new float[x.length];
    for (int i = 0; i < y.length; i++) {
      int rest = i;
      int at = 0;
      for (int k = order.length - 1; k >= 0; k--) {
        int dim = (int) dims[order[k]];
        at += rest % dim * strides[order[k]];
        rest /= dim;
      }
      y[i] = x[at];
    }
    return y;
  }

  /** Each matrix of inputs and outputs where that on the other side of the centre was. */
  private static float[] turned(float[] x, Shape shape) {
    int matrix = shape.dim(-1) * shape.dim(-2);
    float[] y = new float[x.length];
    for (int i = 0; i < x.length; i += matrix) {
      System.arraycopy(x, i, y, x.length - matrix - i, matrix);
    }
    return y;
  }
}
