package dev.lanewise.bench;

import dev.lanewise.Model;
import dev.lanewise.cli.ModelFile;
import dev.lanewise.cli.SampleInputs;
import dev.lanewise.graph.Graph;
import dev.lanewise.tensor.Datum;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A model to be measured with its inputs: those of its first data set, else seeded random ones. A
 * configuration alone gets seeded weights.
 *
 * @param name the case folder, or the file without its ending
 * @param file the model file
 * @param model the loaded model
 * @param inputs one value per input
 * @param expected what should come out, empty if nobody knows
 * @param export the model as an ONNX file
 */
record Subject(
    String name,
    Path file,
    Model model,
    List<Datum> inputs,
    List<Datum> expected,
    OnnxExport export)
    implements AutoCloseable {
  /** Files of a folder that are called like the folder. */
  private static final Set<String> NAMELESS = Set.of("model", "config");

  /** Copies the lists. */
  Subject {
    inputs = List.copyOf(inputs);
    expected = List.copyOf(expected);
  }

  /** Loads a model file and its inputs. */
  static Subject load(Path file) {
    Graph graph = ModelFile.load(file);
    Model model = Model.of(graph);
    SampleInputs sample = SampleInputs.of(file, model);
    return new Subject(
        name(file), file, model, sample.values(), sample.expected(), new OnnxExport(file, graph));
  }

  /**
   * The model files that a path stands for: a file itself, or all in a folder tree, by name.
   *
   * @throws UncheckedIOException if there is no such path
   */
  static List<Path> find(Path path) {
    if (Files.isRegularFile(path)) {
      return List.of(path);
    }
    if (!Files.isDirectory(path)) {
      throw new UncheckedIOException(new NoSuchFileException(path.toString()));
    }
    try (Stream<Path> files = Files.walk(path)) {
      return files.filter(Files::isRegularFile).filter(ModelFile::isModel).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a model is called in tables. */
  static String name(Path file) {
    String name = file.getFileName().toString();
    String base =
        name.substring(0, name.lastIndexOf('.') < 0 ? name.length() : name.lastIndexOf('.'));
    Path folder = file.toAbsolutePath().normalize().getParent();
    return NAMELESS.contains(base) && folder != null && folder.getFileName() != null
        ? folder.getFileName().toString()
        : base;
  }

  /** Names of the inputs. */
  List<String> inputNames() {
    return model.inputs().stream().map(Model.Port::name).toList();
  }

  /** The model as an ONNX file, for those who read no other format; written if it is none. */
  Path onnx() {
    return export.file();
  }

  /** The file that holds the weights: the ONNX file if the model is a configuration. */
  Path weighted() {
    return file.getFileName().toString().endsWith(".json") ? onnx() : file;
  }

  /** Deletes what has been written. */
  @Override
  public void close() {
    export.close();
  }
}
