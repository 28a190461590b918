package dev.lanewise.loader.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lanewise.error.ModelFormatException;
import dev.lanewise.error.UnsupportedModelException;
import dev.lanewise.layers.BatchNormalization;
import dev.lanewise.layers.Bidirectional;
import dev.lanewise.layers.Dense;
import dev.lanewise.layers.InputLayer;
import dev.lanewise.layers.ModelConfig;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Recurrent;
import dev.lanewise.layers.Sequential;
import dev.lanewise.layers.Variable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that Keras could have written, whole and damaged. */
class KerasLoaderTest {
  private static final Sequential MODEL =
      Sequential.of(
          "small",
          InputLayer.of(6, 4),
          Bidirectional.of(Recurrent.lstm(3, true)),
          Recurrent.gru(5, false),
          Dense.of(7, "relu"),
          BatchNormalization.of(),
          Dense.of(2, "softmax"));

  @TempDir private Path folder;

  private static void check(KerasModel model) {
    assertThat(model.weights()).hasSize(MODEL.variables().size());
    for (Variable v : MODEL.variables()) {
      assertThat(model.weights().get(v.label()).floats())
          .as(v.label())
          .isEqualTo(TestFiles.values(v));
    }
    assertThat(model.toGraph().outputs()).hasSize(1);
  }

  private Path keras() throws IOException {
    Path weights = folder.resolve("made.weights.h5");
    TestFiles.paths(weights, MODEL.variables());
    Path file = folder.resolve("made.keras");
    TestFiles.keras(file, ModelConfig.of(MODEL), Files.readAllBytes(weights));
    return file;
  }

  private Path hdf() {
    Path file = folder.resolve("made.h5");
    TestFiles.groups(file, MODEL, ModelConfig.of(MODEL).toJson().toString(), "");
    return file;
  }

  @Test
  void everyKindOfFileGivesItsWeights() throws IOException {
    check(KerasLoader.read(keras()));
    check(KerasLoader.read(hdf()));
    Path json = folder.resolve("model.json");
    Files.writeString(json, ModelConfig.of(MODEL).write());
    assertThat(KerasLoader.read(json).weights()).isEmpty();
    assertThat(KerasLoader.load(json).outputs()).hasSize(1);
    Path weights = folder.resolve("weights.h5");
    TestFiles.groups(weights, MODEL, null, "");
    check(KerasLoader.read(json));
  }

  @Test
  void layersOfOtherNamesAreMatchedByOrder() throws IOException {
    Path json = folder.resolve("model.json");
    Files.writeString(json, ModelConfig.of(MODEL).write());
    TestFiles.groups(folder.resolve("weights.h5"), MODEL, null, "other_");
    check(KerasLoader.read(json));
  }

  @Test
  void weightsOfAnotherShapeAreNamed() throws IOException {
    Network wider = (Network) MODEL;
    String text = ModelConfig.of(wider).write().replace("\"units\" : 7", "\"units\" : 8");
    Path json = folder.resolve("model.json");
    Files.writeString(json, text);
    TestFiles.groups(folder.resolve("weights.h5"), MODEL, null, "");
    assertThatThrownBy(() -> KerasLoader.read(json))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContainingAll("'dense'", "'kernel'", "[5, 8]", "[5, 7]");
    Path weights = folder.resolve("model.weights.h5");
    Files.delete(folder.resolve("weights.h5"));
    TestFiles.paths(weights, MODEL.variables());
    assertThatThrownBy(() -> KerasLoader.read(json))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContainingAll("'dense'", "'kernel'", "[5, 8]", "[5, 7]");
  }

  @Test
  void weightsAloneAskForTheConfiguration() {
    Path weights = folder.resolve("only.h5");
    TestFiles.groups(weights, MODEL, null, "");
    assertThatThrownBy(() -> KerasLoader.read(weights))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("to_json");
  }

  @Test
  void oldConfigurationsOfSequentialModelsAreLists() throws IOException {
    Path json = folder.resolve("old.json");
    Files.writeString(
        json,
        "{\"class_name\":\"Sequential\",\"keras_version\":\"2.0.5\",\"config\":[{\"class_name\":"
            + "\"Dense\",\"config\":{\"name\":\"d\",\"units\":2,\"batch_input_shape\":[null,3]}}]}");
    assertThat(KerasLoader.read(json).network().variables()).hasSize(2);
  }

  /** Every gate transposed, and a bias for the input before one for the state. */
  private static Object cudnn(Variable v) {
    float[] x = TestFiles.values(v);
    int[] dims = v.shape().dims();
    int gates = v.label().contains("gru") ? 3 : 4;
    if (v.name().equals("bias")) {
      if (dims.length == 2) {
        return x;
      }
      float[] both = new float[2 * x.length];
      for (int i = 0; i < x.length; i++) {
        both[i] = x[i] - i;
        both[x.length + i] = i;
      }
      return both;
    }
    int rows = dims[0];
    int units = dims[1] / gates;
    float[][] y = new float[rows][dims[1]];
    for (int g = 0; g < gates; g++) {
      // The memory of a gate is [units, rows], under the shape [rows, units].
      float[] memory = new float[rows * units];
      for (int r = 0; r < rows; r++) {
        for (int u = 0; u < units; u++) {
          memory[u * rows + r] = x[r * dims[1] + g * units + u];
        }
      }
      for (int p = 0; p < memory.length; p++) {
        y[p / units][g * units + p % units] = memory[p];
      }
    }
    return y;
  }

  @Test
  void layoutsOfCudnnAreConverted() throws IOException {
    Sequential model =
        Sequential.of("old", InputLayer.of(6, 4), Recurrent.lstm(3, true), Recurrent.gru(5, false));
    for (String prefix : new String[] {"", "CuDNN"}) {
      String config =
          ModelConfig.of(model)
              .toJson()
              .toString()
              .replace("\"LSTM\"", "\"" + prefix + "LSTM\"")
              .replace("\"GRU\"", "\"" + prefix + "GRU\"");
      Path file = folder.resolve(prefix + "old.h5");
      TestFiles.groups(file, model, config, "", KerasLoaderTest::cudnn);
      KerasModel read = KerasLoader.read(file);
      for (Variable v : model.variables()) {
        float[] want = TestFiles.values(v);
        float[] got = read.weights().get(v.label()).floats();
        assertThat(got).hasSize(want.length);
        for (int i = 0; i < want.length; i++) {
          assertThat(got[i]).as(v.label()).isCloseTo(want[i], within(1e-5f));
        }
      }
    }
  }

  @Test
  void configurationsOfKeras1AreRenamed() throws IOException {
    Path json = folder.resolve("first.json");
    Files.writeString(
        json,
        ("{'class_name':'Sequential','keras_version':'1.2.2','config':[{'class_name':"
                + "'Convolution2D','config':{'name':'c','nb_filter':4,'nb_row':3,'nb_col':2,"
                + "'border_mode':'same','subsample':[2,2],'dim_ordering':'tf','bias':true,"
                + "'init':'glorot_uniform','activation':'relu','W_regularizer':null,"
                + "'batch_input_shape':[null,8,8,3]}},{'class_name':'Flatten','config':{'name':'f'}},"
                + "{'class_name':'Dropout','config':{'name':'p','p':0.5}},{'class_name':'Dense',"
                + "'config':{'name':'d','output_dim':2,'init':'normal','bias':false,"
                + "'activation':'linear'}}]}")
            .replace('\'', '"'));
    assertThat(KerasLoader.read(json).network().variables())
        .extracting(v -> v.shape().toString())
        .containsExactly("[3, 2, 3, 4]", "[4]", "[64, 2]");
  }
}
