package dev.lanewise.loader.onnx;

import static dev.lanewise.loader.onnx.Protos.model;
import static dev.lanewise.loader.onnx.Protos.node;
import static dev.lanewise.loader.onnx.Protos.xToY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.error.ModelFormatException;
import dev.lanewise.graph.Interpreter;
import dev.lanewise.loader.onnx.proto.TensorProto;
import dev.lanewise.loader.onnx.proto.TensorProto.DataLocation;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExternalDataTest {
  @TempDir Path root = Path.of("");
  private Path folder = Path.of("");

  @BeforeEach
  void files() throws IOException {
    folder = Files.createDirectories(root.resolve("model"));
    Files.createDirectories(folder.resolve("weights"));
    byte[] data =
        ByteBuffer.allocate(12)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putFloat(10)
            .putFloat(20)
            .putFloat(30)
            .array();
    Files.write(folder.resolve("w.bin"), data);
    Files.write(folder.resolve("weights/w.bin"), data);
    Files.write(root.resolve("secret.bin"), data);
  }

  private static byte[] bytes(String... keysAndValues) {
    TensorProto.Builder w =
        TensorProto.newBuilder()
            .setName("w")
            .setDataType(TensorProto.DataType.FLOAT_VALUE)
            .addDims(2)
            .setDataLocation(DataLocation.EXTERNAL);
    for (int i = 0; i < keysAndValues.length; i += 2) {
      w.addExternalDataBuilder().setKey(keysAndValues[i]).setValue(keysAndValues[i + 1]);
    }
    return model(xToY(node("y = Add(x, w)")).addInitializer(w)).build().toByteArray();
  }

  private Path file(String... keysAndValues) throws IOException {
    return Files.write(folder.resolve("model.onnx"), bytes(keysAndValues));
  }

  private static float[] run(Path file) {
    Tensor x = Tensor.of(Shape.of(2), 1f, 2f);
    return ((Tensor) Interpreter.run(OnnxLoader.load(file), List.of(x)).get(0)).floats();
  }

  private void assertRefused(String message, String... keysAndValues) throws IOException {
    Path file = file(keysAndValues);
    assertThatThrownBy(() -> OnnxLoader.load(file))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("initializer 'w'")
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"w.bin", "./w.bin", "weights/w.bin"})
  void dataComesFromTheModelsFolder(String location) throws IOException {
    assertThat(run(file("location", location, "length", "8"))).containsExactly(11, 22);
    assertThat(run(file("location", location, "offset", "4", "length", "8")))
        .containsExactly(21, 32);
    assertThat(run(file("location", location, "offset", "4"))).containsExactly(21, 32);
  }

  @Test
  void linksInsideTheFolderAreFollowed() throws IOException {
    Files.createSymbolicLink(folder.resolve("link.bin"), Path.of("weights/w.bin"));
    assertThat(run(file("location", "link.bin"))).containsExactly(11, 22);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../secret.bin", "weights/../../secret.bin", "weights/../w.bin", "..", ""})
  void pathsStayInTheFolder(String location) throws IOException {
    assertRefused("outside the model's folder", "location", location);
  }

  @Test
  void absolutePathsAreRefused() throws IOException {
    assertRefused(
        "outside the model's folder",
        "location",
        folder.resolve("w.bin").toAbsolutePath().toString());
  }

  @Test
  void linksOutOfTheFolderAreRefused() throws IOException {
    Files.createSymbolicLink(folder.resolve("link.bin"), root.resolve("secret.bin"));
    Files.createSymbolicLink(folder.resolve("up"), root);
    assertRefused("outside the model's folder", "location", "link.bin");
    assertRefused("outside the model's folder", "location", "up/secret.bin");
  }

  @ParameterizedTest
  @ValueSource(strings = {"absent.bin", "weights", "."})
  void onlyFilesAreRead(String location) throws IOException {
    assertRefused("not a file beside the model", "location", location);
  }

  @Test
  void invalidNamesAreRefused() throws IOException {
    assertRefused("invalid name", "location", "w\0.bin");
    assertRefused("not named");
  }

  @ParameterizedTest
  @CsvSource({
    "8, 8, which has 12",
    "13, 8, which has 12",
    "9223372036854775807, 8, out of range",
    "-4, 8, out of range",
    "4, 12, needs 8 bytes",
    "0, -8, out of range",
    "zero, 8, no number"
  })
  void offsetAndLengthMustFitTheFile(String offset, String length, String message)
      throws IOException {
    assertRefused(message, "location", "w.bin", "offset", offset, "length", length);
  }

  @Test
  void modelsFromMemoryHaveNoFolder() {
    assertThatThrownBy(() -> OnnxLoader.load(bytes("location", "w.bin")))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("load the model by its path");
  }
}
