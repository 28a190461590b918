package dev.lanewise.cli;

import dev.lanewise.error.InvalidInputException;
import dev.lanewise.layers.ModelConfig;
import dev.lanewise.layers.Network;
import dev.lanewise.loader.format.LanewiseWriter;
import dev.lanewise.loader.format.WriteOptions;
import dev.lanewise.loader.onnx.OnnxWriter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.trainer.Callback;
import dev.lanewise.trainer.CategoricalCrossentropy;
import dev.lanewise.trainer.CompileConfig;
import dev.lanewise.trainer.Dataset;
import dev.lanewise.trainer.Fit;
import dev.lanewise.trainer.FitOptions;
import dev.lanewise.trainer.Mnist;
import dev.lanewise.trainer.Objective;
import dev.lanewise.trainer.TrainableModel;
import dev.lanewise.trainer.callback.ProgressBar;
import dev.lanewise.trainer.data.OneHotLabels;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains a model from a Keras-style configuration. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = "Trains a Keras-style configuration and writes the model.")
final class TrainCommand implements Callable<Integer> {
  private static final String MNIST = "mnist:";

  @Mixin private CommonOptions common = new CommonOptions();
  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "CONFIG",
      description = "Keras-style JSON of a model with its compile_config.")
  private Path config = Path.of("");

  @Option(names = "--data", required = true, paramLabel = "mnist:DIR", description = "Data.")
  private String data = "";

  @Option(names = "--epochs", paramLabel = "N", description = "Passes over the data.")
  private int epochs = 5;

  @Option(names = "--batch", paramLabel = "N", description = "Samples per step.")
  private int batch = 128;

  @Option(names = "--seed", paramLabel = "N", description = "Seed of weights and order.")
  private long seed = 1;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where the model goes, as .onnx or .lanewise.")
  private @Nullable Path output;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    if (!data.startsWith(MNIST)) {
      throw new InvalidInputException("--data " + data + ": only mnist:DIR can be read");
    }
    if (epochs < 1 || batch < 1) {
      throw new InvalidInputException("--epochs and --batch must be at least 1");
    }
    ModelConfig json = ModelConfig.parse(text(config));
    Network network = json.network();
    Path folder = Path.of(data.substring(MNIST.length()));
    Shape sample = sample(network);
    Objective objective = CompileConfig.read(json.rest().path("compile_config"));
    try (TrainableModel model = TrainableModel.of(network, seed, common.session())) {
      Dataset train = labelled(Mnist.read(folder, "train", sample), objective, model);
      Dataset test = labelled(Mnist.read(folder, "t10k", sample), objective, model);
      model.compile(objective);
      out.printf(
          "%s: %,d parameters, %,d samples, %s kernels, %d threads%n",
          network.name(),
          model.weights().values().stream().mapToLong(t -> t.size()).sum(),
          train.size(),
          common.kernels.kernels().name(),
          common.threads);
      model.fit(
          train,
          FitOptions.epochs(epochs)
              .withBatchSize(batch)
              .withValidation(test)
              .with(common.quiet ? new Callback() {} : ProgressBar.onTerminal())
              .with(new Lines(out, System.nanoTime())));
      if (output != null) {
        write(model, output);
        out.println("written to " + output);
      }
    }
    out.flush();
    return 0;
  }

  /** Labels as the loss wants them: numbers of classes, or a mark for each class. */
  private static Dataset labelled(Dataset data, Objective objective, TrainableModel model) {
    if (!(objective.loss() instanceof CategoricalCrossentropy)) {
      return data;
    }
    TensorType output = (TensorType) model.toGraph().outputs().get(0).type();
    return new OneHotLabels(data, Objects.requireNonNull(output.shape()).dim(-1));
  }

  private static String text(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new UncheckedIOException(new NoSuchFileException(file.toString()));
    }
    return Files.readString(file);
  }

  private static Shape sample(Network network) {
    Shape input = Objects.requireNonNull(network.inputs().get(0).type().shape());
    return input.slice(1, input.rank());
  }

  private static void write(TrainableModel model, Path file) {
    if (ModelFile.isOwn(file)) {
      LanewiseWriter.write(model.toGraph(), WriteOptions.DEFAULT, file);
    } else {
      OnnxWriter.write(model.toGraph(), file);
    }
  }

  /** One line per epoch. */
  private static final class Lines implements Callback {
    private final PrintWriter out;
    private long start;

    Lines(PrintWriter out, long start) {
      this.out = out;
      this.start = start;
    }

    @Override
    public void epochEnded(Fit fit, Map<String, Double> results) {
      long now = System.nanoTime();
      StringBuilder line = new StringBuilder();
      results.forEach((name, value) -> line.append(String.format(", %s %.4f", name, value)));
      out.printf(
          "epoch %d/%d: %s, %.1f s%n",
          fit.epoch(), fit.options().epochs(), line.substring(2), (now - start) / 1e9);
      out.flush();
      start = now;
    }
  }
}
