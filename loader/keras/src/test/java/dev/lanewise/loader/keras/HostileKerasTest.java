package dev.lanewise.loader.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.lanewise.error.LanewiseException;
import dev.lanewise.error.ModelFormatException;
import dev.lanewise.error.UnsupportedModelException;
import dev.lanewise.layers.BatchNormalization;
import dev.lanewise.layers.Bidirectional;
import dev.lanewise.layers.Dense;
import dev.lanewise.layers.InputLayer;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.ModelConfig;
import dev.lanewise.layers.Recurrent;
import dev.lanewise.layers.Sequential;
import io.jhdf.HdfFile;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are damaged or made to do harm are refused, quickly and with the place. */
class HostileKerasTest {
  private static final Sequential MODEL =
      Sequential.of(
          "small",
          InputLayer.of(6, 4),
          Bidirectional.of(Recurrent.lstm(3, true)),
          Recurrent.gru(5, false),
          Dense.of(7, "relu"),
          BatchNormalization.of(),
          Dense.of(2, "softmax"));

  /** Far below a second on a machine that does nothing else. */
  private static final Duration QUICK = Duration.ofSeconds(10);

  @TempDir private Path folder;

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
  void truncatedFilesAreRefused() throws IOException {
    Path json = folder.resolve("model.json");
    Files.writeString(json, ModelConfig.of(MODEL).write());
    for (Path file : new Path[] {keras(), hdf(), json}) {
      byte[] whole = Files.readAllBytes(file);
      for (int i = 0; i < 200; i++) {
        int length = (int) ((long) whole.length * i / 200);
        Path cut = folder.resolve("cut-" + file.getFileName());
        Files.write(cut, Arrays.copyOf(whole, length));
        refused(cut, file + " cut to " + length + " of " + whole.length);
      }
    }
  }

  @Test
  void truncatedWeightsBesideAConfigurationAreRefused() throws IOException {
    Path json = folder.resolve("model.json");
    Files.writeString(json, ModelConfig.of(MODEL).write());
    Path weights = folder.resolve("weights.h5");
    TestFiles.groups(weights, MODEL, null, "");
    byte[] whole = Files.readAllBytes(weights);
    for (int i = 0; i < 200; i++) {
      Files.write(weights, Arrays.copyOf(whole, (int) ((long) whole.length * i / 200)));
      refused(json, "weights cut at " + i + " of 200", "weights.h5");
    }
  }

  @Test
  void layersThatAreNoneOfKerasAreNamed() throws IOException {
    Path json = folder.resolve("model.json");
    String text = ModelConfig.of(MODEL).write();
    Files.writeString(json, text.replace("\"class_name\" : \"GRU\"", "\"class_name\" : \"Gnu\""));
    refused(json, "unknown layer", "'gru'", "Gnu");
    Files.writeString(
        json, text.replace("\"class_name\" : \"GRU\"", "\"class_name\" : \"Lambda\""));
    refused(json, "Lambda", "'gru'", "Lambda", "Python");
    Files.writeString(json, "[".repeat(100_000));
    refused(json, "deep", "JSON");
  }

  @Test
  void aZipThatLiesAboutSizesIsRefused() throws IOException {
    Path file = keras();
    byte[] whole = Files.readAllBytes(file);
    int lies = 0;
    // The sizes of each entry in the central directory, whose records begin with PK 1 2.
    for (int i = 0; i + 46 < whole.length; i++) {
      if (whole[i] == 'P' && whole[i + 1] == 'K' && whole[i + 2] == 1 && whole[i + 3] == 2) {
        for (int field : new int[] {20, 24}) {
          for (int value : new int[] {0, 1, 0x7ffffff0, -2}) {
            byte[] lie = whole.clone();
            ByteBuffer.wrap(lie).order(ByteOrder.LITTLE_ENDIAN).putInt(i + field, value);
            Path changed = folder.resolve("lie.keras");
            Files.write(changed, lie);
            answered(changed, "field " + field + " of the record at " + i + " is " + value);
            lies++;
          }
        }
      }
    }
    assertThat(lies).isEqualTo(24);
  }

  /** Loading gives a model or an exception of ours. */
  private static void answered(Path file, String what) {
    assertTimeoutPreemptively(
        QUICK,
        () -> {
          try {
            KerasLoader.load(file);
          } catch (LanewiseException e) {
            assertThat(e.getMessage()).contains(file.toString());
          }
        },
        what);
  }

  private static void refused(Path file, String what, String... parts) {
    assertTimeoutPreemptively(
        QUICK,
        () ->
            assertThatThrownBy(() -> KerasLoader.load(file))
                .as(what)
                .isInstanceOfAny(ModelFormatException.class, UnsupportedModelException.class)
                .hasMessageContaining(file.getParent().toString())
                .satisfies(e -> assertThat(List.of(parts)).allMatch(e.getMessage()::contains)),
        what);
  }

  @Test
  void changedWeightsOfAZipFileAreRefused() throws IOException {
    String config = ModelConfig.of(MODEL).write();
    byte[] weights = new byte[1 << 20];
    Path file = folder.resolve("changed.keras");
    TestFiles.zip(
        file,
        Map.of(
            "config.json", config.getBytes(StandardCharsets.UTF_8), "model.weights.h5", weights));
    byte[] whole = Files.readAllBytes(file);
    ByteBuffer directory = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN);
    int entry = centralEntry(whole, "model.weights.h5");
    directory.putInt(entry + 16, directory.getInt(entry + 16) ^ 1);
    Files.write(file, whole);
    refused(file, "another checksum", "model.weights.h5", "checksum");
  }

  /** Where a zip file's directory names an entry; its CRC-32 stands 16 bytes behind. */
  private static int centralEntry(byte[] zip, String name) {
    ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = zip.length - 46; at >= 0; at--) {
      if (bytes.getInt(at) == 0x02014b50
          && new String(zip, at + 46, bytes.getShort(at + 28), StandardCharsets.UTF_8)
              .equals(name)) {
        return at;
      }
    }
    throw new AssertionError("no entry " + name);
  }

  @Test
  void damagedBytesGiveAnAnswerOrARefusal() throws IOException {
    byte[] whole = Files.readAllBytes(hdf());
    Random random = new Random(7);
    Path file = folder.resolve("damaged.h5");
    for (int i = 0; i < 300; i++) {
      byte[] damaged = whole.clone();
      for (int k = 0; k < 1 + i % 8; k++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      Files.write(file, damaged);
      answered(file, "trial " + i);
    }
  }

  @Test
  void zipBombsAreNotUnpacked() throws IOException {
    Path file = folder.resolve("bomb.keras");
    TestFiles.zip(
        file,
        Map.of(
            "config.json",
            ModelConfig.of(MODEL).write().getBytes(StandardCharsets.UTF_8),
            "model.weights.h5",
            new byte[64 << 20]));
    refused(file, "bomb");
    TestFiles.zip(file, Map.of("config.json", new byte[64 << 20]));
    refused(file, "bomb");
    TestFiles.zip(file, Map.of("else.json", new byte[1]));
    refused(file, "no configuration");
  }

  @Test
  void absurdDimensionsAreNotAllocated() throws IOException {
    byte[] whole = Files.readAllBytes(hdf());
    Path file = folder.resolve("absurd.h5");
    int found = 0;
    // The first dimension of dense/kernel, [5, 7], in every message that could be its dataspace.
    for (int i = 0; i + 16 <= whole.length; i++) {
      if (whole[i] == 5 && whole[i + 8] == 7 && zeros(whole, i + 1, 7) && zeros(whole, i + 9, 7)) {
        byte[] absurd = whole.clone();
        absurd[i + 3] = 0x7f;
        Files.write(file, absurd);
        refused(file, "dimension at " + i);
        found++;
      }
    }
    assertThat(found).isPositive();
  }

  @Test
  void groupsThatHoldThemselvesAreRefused() throws IOException {
    Path weights = folder.resolve("made.weights.h5");
    TestFiles.paths(weights, MODEL.variables());
    byte[] looped = Files.readAllBytes(weights);
    try (HdfFile hdf = new HdfFile(weights)) {
      Group layers = (Group) hdf.getChild("layers");
      for (Node child : layers.getChildren().values()) {
        TestFiles.relink(looped, layers.getAddress(), child.getAddress(), layers.getAddress());
      }
    }
    Path file = folder.resolve("looped.keras");
    TestFiles.keras(file, ModelConfig.of(MODEL), looped);
    refused(file, "loop", "groups");
  }

  @Test
  void aDatasetThatIsReadAgainAndAgainIsRefused() throws IOException {
    Layer[] layers = new Layer[131];
    layers[0] = InputLayer.of(256);
    for (int i = 1; i < layers.length; i++) {
      layers[i] = Dense.of(256).with("use_bias", false).with("name", "d" + i);
    }
    Sequential model = Sequential.of("outer", InputLayer.of(256), Sequential.of("inner", layers));
    Path file = folder.resolve("again.h5");
    String config = ModelConfig.of(model).toJson().toString();
    TestFiles.again(file, config, "inner", new float[256][256], 130);
    refused(file, "again", "would unpack");
  }

  private static boolean zeros(byte[] bytes, int from, int count) {
    for (int i = from; i < from + count; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }
}
