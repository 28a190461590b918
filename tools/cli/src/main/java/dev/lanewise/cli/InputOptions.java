package dev.lanewise.cli;

import dev.lanewise.Model;
import dev.lanewise.error.InvalidInputException;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options that say what a model runs on. */
final class InputOptions {
  enum ImageLayout {
    NCHW,
    NHWC
  }

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(
      names = "--input",
      paramLabel = "[NAME=]FILE",
      description =
          "Value of an input: .pb, .npy, .png, .jpg, .csv, or random:SEED; without a name the next"
              + " input in the model's order. Inputs that are not given are random:0.")
  private List<String> inputs = List.of();

  @Option(
      names = "--shape",
      paramLabel = "NAME=1,3,224,224",
      description = "Shape of an input that the model leaves open.")
  private List<String> shapes = List.of();

  @Option(names = "--mean", split = ",", description = "Mean per channel of pictures in [0, 1].")
  private float[] mean = {0};

  @Option(names = "--std", split = ",", description = "Deviation per channel of pictures.")
  private float[] deviation = {1};

  @Option(names = "--layout", paramLabel = "NCHW|NHWC", description = "Layout of pictures.")
  private ImageLayout layout = ImageLayout.NCHW;

  /** Whether an input or a shape is given. */
  boolean given() {
    return !inputs.isEmpty() || !shapes.isEmpty();
  }

  /** One value per input, in the model's order. */
  Map<String, Datum> read(Model loaded) {
    InputReader reader =
        new InputReader(
            parseShapes(loaded), new ImageInput(layout == ImageLayout.NCHW, mean, deviation));
    List<Model.Port> ports = loaded.inputs();
    Map<String, String> sources = new HashMap<>();
    int next = 0;
    for (String given : inputs) {
      String name = name(given, ports);
      if (name != null) {
        sources.put(name, given.substring(name.length() + 1));
      } else if (next < ports.size()) {
        sources.put(ports.get(next++).name(), given);
      } else {
        throw new InvalidInputException(
            "--input " + given + ": the model has only " + ports.size() + " inputs");
      }
    }
    Map<String, Datum> values = new LinkedHashMap<>();
    for (Model.Port port : ports) {
      values.put(port.name(), reader.read(port, sources.getOrDefault(port.name(), "random:0")));
    }
    return values;
  }

  /** The input that {@code NAME=FILE} names, null if it names none. */
  private static @Nullable String name(String given, List<Model.Port> ports) {
    for (Model.Port port : ports) {
      if (given.startsWith(port.name() + "=")) {
        return port.name();
      }
    }
    return null;
  }

  private Map<String, Shape> parseShapes(Model loaded) {
    Map<String, Shape> parsed = new HashMap<>();
    for (String text : shapes) {
      String name = name(text, loaded.inputs());
      if (name == null) {
        throw new InvalidInputException(
            "--shape "
                + text
                + " names no input; they are "
                + loaded.inputs().stream().map(Model.Port::name).toList());
      }
      try {
        parsed.put(
            name,
            Shape.of(
                Arrays.stream(text.substring(name.length() + 1).split(",", -1))
                    .mapToLong(Long::parseLong)
                    .toArray()));
      } catch (IllegalArgumentException e) {
        throw new ParameterException(
            Objects.requireNonNull(spec).commandLine(),
            "--shape " + text + " must be NAME=1,3,224,224",
            e);
      }
    }
    return parsed;
  }
}
