package dev.lanewise.loader.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.error.ModelFormatException;
import dev.lanewise.layers.Bidirectional;
import dev.lanewise.layers.InputLayer;
import dev.lanewise.layers.ModelConfig;
import dev.lanewise.layers.Recurrent;
import dev.lanewise.layers.Sequential;
import dev.lanewise.layers.Variable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Weights in the layouts of Keras 1 and of Theano. */
class OldWeightsTest {
  @TempDir private Path folder;

  /** The part of a variable that belongs to a gate. */
  private static Object gate(Variable v, int gate, int gates) {
    float[] x = TestFiles.values(v);
    int columns = v.shape().dim(-1);
    int units = columns / gates;
    int rows = x.length / columns;
    float[] y = new float[rows * units];
    for (int r = 0; r < rows; r++) {
      System.arraycopy(x, r * columns + gate * units, y, r * units, units);
    }
    int[] dims = v.shape().dims().clone();
    dims[dims.length - 1] = units;
    return TestFiles.nested(y, dims);
  }

  private static List<Object> gates(List<Variable> variables, int... order) {
    List<Object> all = new ArrayList<>();
    for (int from = 0; from < variables.size(); from += 3) {
      for (int gate : order) {
        for (Variable v : variables.subList(from, from + 3)) {
          all.add(gate(v, gate, order.length));
        }
      }
    }
    return all;
  }

  @Test
  void gatesApartAreJoined() {
    Sequential model =
        Sequential.of(
            "old",
            InputLayer.of(6, 4),
            Bidirectional.of(Recurrent.lstm(3, true)),
            Recurrent.lstm(2, true),
            (Recurrent) Recurrent.gru(5, false).with("reset_after", false));
    Map<String, List<Object>> layers = new LinkedHashMap<>();
    for (String name : List.of("bidirectional", "lstm", "gru")) {
      List<Variable> own =
          model.variables().stream().filter(v -> v.path().get(0).equals(name)).toList();
      // An LSTM had its candidate before its forget gate.
      layers.put(name, name.equals("gru") ? gates(own, 0, 1, 2) : gates(own, 0, 2, 1, 3));
    }
    Path file = folder.resolve("gates.h5");
    String config = ModelConfig.of(model).toJson().toString();
    TestFiles.arrays(file, config, Map.of("keras_version", "1.2.2"), layers);
    KerasModel read = KerasLoader.read(file);
    for (Variable v : model.variables()) {
      assertThat(read.weights().get(v.label()).floats())
          .as(v.label())
          .isEqualTo(TestFiles.values(v));
    }
  }

  private static float[] numbers(int... dims) {
    float[] x = new float[Arrays.stream(dims).reduce(1, (a, b) -> a * b)];
    IntStream.range(0, x.length).forEach(i -> x[i] = i);
    return x;
  }

  private static String config(String layer, String settings, String input) {
    return ("{'class_name':'Sequential','keras_version':'1.2.2','config':[{'class_name':'"
            + layer
            + "','config':{'name':'c','bias':false,'init':'glorot_uniform','activation':'linear',"
            + "'border_mode':'valid',"
            + settings
            + ",'batch_input_shape':"
            + input
            + "}}]}")
        .replace('\'', '"');
  }

  /** Kernels of 2 rows and 3 columns, from 4 channels to 5. */
  @ParameterizedTest
  @CsvSource({"tensorflow,th", "theano,th", "theano,tf", "tensorflow,tf"})
  void kernelsOfImages(String backend, String ordering) {
    boolean first = ordering.equals("th");
    int[] dims = first ? new int[] {5, 4, 2, 3} : new int[] {2, 3, 4, 5};
    float[] x = numbers(dims);
    String settings =
        "'nb_filter':5,'nb_row':2,'nb_col':3,'subsample':[1,1],'dim_ordering':'" + ordering + "'";
    Path file = folder.resolve("old.h5");
    TestFiles.arrays(
        file,
        config("Convolution2D", settings, first ? "[null,4,8,8]" : "[null,8,8,4]"),
        Map.of("keras_version", "1.2.2", "backend", backend),
        Map.of("c", List.of(TestFiles.nested(x, dims))));
    float[] got = KerasLoader.read(file).weights().get("c/kernel").floats();
    boolean turned = backend.equals("theano");
    for (int i = 0; i < got.length; i++) {
      int out = i % 5;
      int in = i / 5 % 4;
      int column = turned ? 2 - i / 20 % 3 : i / 20 % 3;
      int row = turned ? 1 - i / 60 : i / 60;
      int at =
          first ? ((out * 4 + in) * 2 + row) * 3 + column : ((row * 3 + column) * 4 + in) * 5 + out;
      assertThat(got[i]).as("element " + i).isEqualTo(x[at]);
    }
  }

  /** Kernels of 3 steps, from 4 channels to 5. */
  @ParameterizedTest
  @CsvSource({"true,tensorflow", "false,tensorflow", "true,theano"})
  void kernelsOfSequences(boolean stepsFirst, String backend) {
    int[] dims = stepsFirst ? new int[] {3, 1, 4, 5} : new int[] {5, 4, 3, 1};
    float[] x = numbers(dims);
    Path file = folder.resolve("old.h5");
    TestFiles.arrays(
        file,
        config(
            "Convolution1D", "'nb_filter':5,'filter_length':3,'subsample_length':1", "[null,8,4]"),
        Map.of("keras_version", "1.1.0", "backend", backend),
        Map.of("c", List.of(TestFiles.nested(x, dims))));
    float[] got = KerasLoader.read(file).weights().get("c/kernel").floats();
    for (int i = 0; i < got.length; i++) {
      int step = backend.equals("theano") ? 2 - i / 20 : i / 20;
      int in = i / 5 % 4;
      int at = stepsFirst ? (step * 4 + in) * 5 + i % 5 : (i % 5 * 4 + in) * 3 + step;
      assertThat(got[i]).as("element " + i).isEqualTo(x[at]);
    }
  }

  @Test
  void kernelsOfAnotherShapeAreNamed() {
    int[] dims = {5, 4, 3, 2};
    Path file = folder.resolve("old.h5");
    TestFiles.arrays(
        file,
        config(
            "Convolution2D",
            "'nb_filter':5,'nb_row':2,'nb_col':3,'dim_ordering':'th'",
            "[null,4,8,8]"),
        Map.of("keras_version", "1.2.2"),
        Map.of("c", List.of(TestFiles.nested(numbers(dims), dims))));
    assertThatThrownBy(() -> KerasLoader.read(file))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContainingAll("'c'", "'kernel'", "[2, 3, 4, 5]", "[5, 4, 3, 2]");
  }
}
