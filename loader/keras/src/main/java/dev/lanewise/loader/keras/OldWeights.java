package dev.lanewise.loader.keras;

import dev.lanewise.error.ModelFormatException;
import dev.lanewise.layers.Variable;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Matches the weights of one layer, with the changes of layout that Keras made over time. */
final class OldWeights {
  private static final String BIAS = "bias";
  private static final String RECURRENT = "recurrent_kernel";

  /** The order of the gates in files of Keras 1: input, candidate, forget, output. */
  private static final int[] LSTM_GATES = {0, 2, 1, 3};

  private final String file;
  private final OldKernels kernels;

  /**
   * For a file.
   *
   * @param file its name
   * @param kernels reads kernels of convolutions
   */
  OldWeights(String file, OldKernels kernels) {
    this.file = file;
    this.kernels = kernels;
  }

  /**
   * Adds the values of a layer's variables.
   *
   * @param layer name of the layer
   * @param variables its variables, in the order of the file
   * @param data the weights of its group
   * @param weights where the values go, by label
   */
  void match(
      String layer, List<Variable> variables, List<WeightData> data, Map<String, Tensor> weights) {
    int apart = data.size() / variables.size();
    if (isRecurrent(variables)
        && (apart == 3 || apart == 4)
        && data.size() == apart * variables.size()) {
      for (int i = 0; i < variables.size(); i += 3) {
        List<WeightData> own = data.subList(i * apart, (i + 3) * apart);
        gates(variables.subList(i, i + 3), own, weights);
      }
      return;
    }
    if (data.size() != variables.size()) {
      throw new ModelFormatException(
          file
              + ": layer '"
              + layer
              + "' needs "
              + variables.size()
              + " weights "
              + variables.stream().map(v -> v.name() + v.shape()).toList()
              + ", the file has "
              + data.size()
              + ": "
              + data.stream().map(d -> d.path() + HdfTree.shape(d.dims())).toList());
    }
    Map<List<String>, Integer> other = new HashMap<>();
    for (int i = 0; i < data.size(); i++) {
      Variable v = variables.get(i);
      if (v.name().equals(BIAS) && hasTwoBiases(v, data.get(i), variables)) {
        other.put(v.path(), v.shape().rank() == 2 ? 3 : 4);
      }
    }
    for (int i = 0; i < data.size(); i++) {
      Variable v = variables.get(i);
      Integer gates = other.get(v.path());
      weights.put(
          v.label(), gates == null ? plain(v, data.get(i)) : converted(v, data.get(i), gates));
    }
  }

  private Tensor plain(Variable v, WeightData data) {
    return kernels.has(v) ? kernels.read(v, data) : LayerWeights.checked(v, data).read();
  }

  /** Whether the variables are a kernel, a recurrent kernel and a bias, once or more often. */
  private static boolean isRecurrent(List<Variable> variables) {
    for (int i = 0; i < variables.size(); i++) {
      String name = variables.get(i).name();
      if (!name.equals(i % 3 == 0 ? "kernel" : i % 3 == 1 ? RECURRENT : BIAS)) {
        return false;
      }
    }
    return variables.size() % 3 == 0;
  }

  /**
   * Whether a recurrent layer has the layout of CuDNN, with biases for input and state in a row.
   */
  private static boolean hasTwoBiases(Variable bias, WeightData data, List<Variable> variables) {
    boolean recurrent =
        variables.stream()
            .anyMatch(v -> v.path().equals(bias.path()) && v.name().equals(RECURRENT));
    long[] dims = data.dims();
    long wanted = bias.shape().rank() == 2 ? bias.shape().size() : 2L * bias.shape().size();
    return recurrent && dims.length == 1 && dims[0] == wanted;
  }

  /** A weight in the layout of CuDNN: every gate is stored transposed. */
  private Tensor converted(Variable v, WeightData data, int gates) {
    if (v.name().equals(BIAS)) {
      Tensor both = data.read();
      return v.shape().rank() == 2 ? both.reshape(v.shape()) : summed(both, v.shape());
    }
    float[] x = plain(v, data).floats();
    int rows = v.shape().dim(0);
    int columns = v.shape().dim(1);
    return Tensor.of(v.shape(), transposed(x, rows, columns, gates));
  }

  private static Tensor summed(Tensor both, Shape shape) {
    float[] x = both.floats();
    float[] y = new float[x.length / 2];
    for (int i = 0; i < y.length; i++) {
      y[i] = x[i] + x[i + y.length];
    }
    return Tensor.of(shape, y);
  }

  private static float[] transposed(float[] x, int rows, int columns, int gates) {
    float[] y = new float[x.length];
    int units = columns / gates;
    for (int g = 0; g < gates; g++) {
      for (int p = 0; p < rows * units; p++) {
        float value = x[p / units * columns + g * units + p % units];
        y[p % rows * columns + g * units + p / rows] = value;
      }
    }
    return y;
  }

  /** Keras 1 had a kernel, a recurrent kernel and a bias for each gate. */
  private static void gates(
      List<Variable> variables, List<WeightData> data, Map<String, Tensor> weights) {
    int gates = data.size() / 3;
    for (int k = 0; k < 3; k++) {
      Variable v = variables.get(k);
      int columns = v.shape().dim(-1);
      int units = columns / gates;
      Shape part = v.shape().slice(0, v.shape().rank() - 1).concat(Shape.of(units));
      List<WeightData> parts = new ArrayList<>();
      for (int g = 0; g < gates; g++) {
        WeightData from = data.get(3 * (gates == 4 ? LSTM_GATES[g] : g) + k);
        if (units * gates != columns || !from.has(part)) {
          throw LayerWeights.mismatch(v, from);
        }
        parts.add(from);
      }
      List<float[]> values = parts.stream().map(from -> from.read().floats()).toList();
      float[] y = new float[v.shape().size()];
      for (int g = 0; g < gates; g++) {
        float[] x = values.get(g);
        for (int p = 0; p < x.length; p++) {
          y[p / units * columns + g * units + p % units] = x[p];
        }
      }
      weights.put(v.label(), Tensor.of(v.shape(), y));
    }
  }
}
