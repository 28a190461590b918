package dev.lanewise.loader.onnx;

import dev.lanewise.error.InvalidInputException;
import dev.lanewise.error.ModelFormatException;
import dev.lanewise.graph.Graph;
import dev.lanewise.graph.Value;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A model with inputs and expected outputs, in the layout of the ONNX backend tests: a folder with
 * {@code model.onnx}, or a model of another format, and {@code test_data_set_N/input_K.pb} and
 * {@code output_K.pb}; or a model {@code light_X.onnx} beside {@code light_X_output_K.pb}, whose
 * inputs are known by rule.
 *
 * @param model the model file
 * @param dataSets folders of data, or the model's own folder for the flat layout
 */
public record TestCase(Path model, List<Path> dataSets) {
  /** Names of model files in a case folder; each is a case of its own. */
  private static final List<String> MODELS =
      List.of(
          "model.onnx",
          "model.lanewise",
          "model.safetensors",
          "model.keras",
          "model.h5",
          "model.hdf5",
          "model.json");

  private static final String LIGHT = "light_";

  /** Copies the list. */
  public TestCase {
    dataSets = List.copyOf(dataSets);
  }

  /**
   * Inputs of a graph in its order, and what should come out for them.
   *
   * @param name what the set is called in its case
   */
  public record DataSet(String name, List<Datum> inputs, List<Datum> outputs) {
    /** Copies the lists. */
    public DataSet {
      inputs = List.copyOf(inputs);
      outputs = List.copyOf(outputs);
    }
  }

  /** All cases in a folder tree, by name; a case folder itself gives one. */
  public static List<TestCase> find(Path tree) {
    try (Stream<Path> files = Files.walk(tree)) {
      List<TestCase> cases = new ArrayList<>();
      for (Path file : files.sorted(Comparator.naturalOrder()).toList()) {
        of(file).ifPresent(cases::add);
      }
      return cases;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The case that a model file belongs to, if it has data beside it. */
  public static Optional<TestCase> of(Path model) {
    String name = model.getFileName().toString();
    Path folder = folder(model);
    if (MODELS.contains(name)) {
      List<Path> sets = dataSets(folder);
      return sets.isEmpty() ? Optional.empty() : Optional.of(new TestCase(model, sets));
    }
    boolean isLight = name.startsWith(LIGHT) && name.endsWith(".onnx");
    return isLight && Files.exists(output(folder, prefix(name), 0))
        ? Optional.of(new TestCase(model, List.of(folder)))
        : Optional.empty();
  }

  /** Folders of data sets in a case folder, in the order of their numbers. */
  public static List<Path> dataSets(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(p -> p.getFileName().toString().matches("test_data_set_\\d{1,9}"))
          .sorted(Comparator.comparingInt(TestCase::number))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int number(Path dataSet) {
    String name = dataSet.getFileName().toString();
    return Integer.parseInt(name.substring(name.lastIndexOf('_') + 1));
  }

  private static Path folder(Path model) {
    return Objects.requireNonNull(model.toAbsolutePath().getParent());
  }

  private static String prefix(String model) {
    return MODELS.contains(model) ? "" : model.substring(0, model.length() - 5) + "_";
  }

  private static Path output(Path folder, String prefix, int k) {
    return folder.resolve(prefix + "output_" + k + ".pb");
  }

  /** Name of the case: its folder, or the model of the flat layout. */
  public String name() {
    String file = model.getFileName().toString();
    return MODELS.contains(file)
        ? folder(model).getFileName().toString()
        : file.substring(0, file.length() - 5);
  }

  /**
   * Reads a data set.
   *
   * @param folder one of {@link #dataSets}
   * @param graph the loaded model, for the types of its inputs and outputs
   */
  public DataSet read(Path folder, Graph graph) {
    String prefix = prefix(model.getFileName().toString());
    return prefix.isEmpty() ? readSet(folder, graph) : readLight(folder, prefix, graph);
  }

  /**
   * Reads the data set of a model of any format: {@code input_K.pb} and {@code output_K.pb}.
   *
   * @throws ModelFormatException if a file does not hold a value of the type that the graph has
   * @throws InvalidInputException if there is no file for one of the inputs
   */
  public static DataSet readSet(Path folder, Graph graph) {
    List<Datum> inputs = new ArrayList<>();
    for (Value input : graph.inputs()) {
      Path file = folder.resolve("input_" + inputs.size() + ".pb");
      if (!Files.exists(file)) {
        throw new InvalidInputException(
            "there is no " + file + " for input '" + input.name() + "'");
      }
      inputs.add(DatumFile.read(file, input.type()));
    }
    return new DataSet(folder.getFileName().toString(), inputs, outputs(folder, "", graph));
  }

  private static DataSet readLight(Path folder, String prefix, Graph graph) {
    List<Datum> inputs = new ArrayList<>();
    for (Value input : graph.inputs()) {
      inputs.add(ramp(input));
    }
    return new DataSet("light", inputs, outputs(folder, prefix, graph));
  }

  private static Tensor ramp(Value input) {
    Shape shape = input.type() instanceof TensorType t ? t.shape() : null;
    if (shape == null || !shape.isKnown()) {
      throw new InvalidInputException(
          "input '" + input.name() + "' is " + input.type() + "; no data can be made for it");
    }
    float[] values = new float[shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) i / values.length;
    }
    return Tensor.of(DType.FLOAT, shape, values);
  }

  private static List<Datum> outputs(Path folder, String prefix, Graph graph) {
    List<Datum> outputs = new ArrayList<>();
    for (Value output : graph.outputs()) {
      Path file = output(folder, prefix, outputs.size());
      if (!Files.exists(file)) {
        break;
      }
      outputs.add(DatumFile.read(file, output.type()));
    }
    if (outputs.isEmpty()) {
      throw new InvalidInputException("there is no expected output in " + folder);
    }
    return outputs;
  }
}
