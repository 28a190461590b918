package dev.lanewise.cli;

import dev.lanewise.graph.Value;
import dev.lanewise.layers.VariableSource;
import dev.lanewise.loader.format.LanewiseWriter;
import dev.lanewise.loader.format.WeightType;
import dev.lanewise.loader.format.WriteOptions;
import dev.lanewise.loader.keras.KerasLoader;
import dev.lanewise.loader.keras.KerasModel;
import dev.lanewise.loader.onnx.OnnxWriter;
import dev.lanewise.tensor.Tensor;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Turns a model of any format into our own or into ONNX. */
@Command(
    name = "convert",
    mixinStandardHelpOptions = true,
    description = "Turns a model of any format into a .lanewise, .safetensors or .onnx file.")
final class ConvertCommand implements Callable<Integer> {
  @Mixin private CommonOptions common = new CommonOptions();
  @Spec private @Nullable CommandSpec spec;

  @Parameters(index = "0", paramLabel = "IN", description = "Model file, or a folder with one.")
  private Path in = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "OUT",
      description = ".lanewise or .safetensors: our own format; .onnx: ONNX.")
  private Path out = Path.of("");

  @Option(
      names = "--weights",
      paramLabel = "float32|float16|bfloat16|int8",
      defaultValue = "float32",
      description = "How our own format stores the weights.")
  private WeightType weights = WeightType.FLOAT32;

  @Option(
      names = "--config",
      description = "Store a Keras model as its configuration and weights, not as a graph.")
  private boolean config;

  @Option(
      names = "--info",
      paramLabel = "NAME=TEXT",
      description = "What our own format says for people: architecture, license, accuracy.")
  private Map<String, String> info = new LinkedHashMap<>();

  @Override
  public Integer call() throws IOException {
    CommandSpec command = Objects.requireNonNull(spec);
    boolean own = ModelFile.isOwn(out);
    if (!own && !out.getFileName().toString().endsWith(".onnx")) {
      throw new ParameterException(
          command.commandLine(), out + " must end in .lanewise, .safetensors or .onnx");
    }
    if (!own && (weights != WeightType.FLOAT32 || !info.isEmpty() || config)) {
      throw new ParameterException(
          command.commandLine(),
          "--weights, --info and --config are for .lanewise and .safetensors files");
    }
    if (config) {
      writeConfig(command);
    } else if (own) {
      LanewiseWriter.write(ModelFile.load(in), options(command), out);
    } else {
      OnnxWriter.write(ModelFile.load(in), out);
    }
    if (!common.quiet) {
      PrintWriter writer = command.commandLine().getOut();
      writer.printf("%s: %,d bytes%n", out, Files.size(out));
      writer.flush();
    }
    return 0;
  }

  private void writeConfig(CommandSpec command) {
    Path file = ModelFile.file(in);
    if (!KerasLoader.isModel(file) || weights == WeightType.INT8) {
      throw new ParameterException(
          command.commandLine(), "--config is for Keras models, and not for --weights int8");
    }
    KerasModel model = KerasLoader.read(file);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    VariableSource all = model.variables(KerasModel.DEFAULT_SEED);
    model
        .network()
        .toGraph(
            (graph, variable) -> {
              Value value = all.value(graph, variable);
              tensors.put(variable.label(), Objects.requireNonNull(value.constant()));
              return value;
            });
    LanewiseWriter.write(model.config().write(), tensors, options(command), out);
  }

  private WriteOptions options(CommandSpec command) {
    try {
      return new WriteOptions(weights, info);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), "--info: " + e.getMessage(), e);
    }
  }
}
