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
import dev.lanewise.trainer.FitOptions;
import dev.lanewise.trainer.Objective;
import dev.lanewise.trainer.TrainableModel;
import dev.lanewise.trainer.callback.ProgressBar;
import dev.lanewise.trainer.data.Augmentation;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
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
  @Mixin private CommonOptions common = new CommonOptions();
  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "CONFIG",
      description = "Keras-style JSON of a model with its compile_config.")
  private Path config = Path.of("");

  @Option(
      names = "--data",
      required = true,
      paramLabel = "KIND[:PLACE][,NAME=VALUE]",
      description =
          "Data: mnist:DIR, fsdd:DIR, csv:FILE[,label=COLUMN][,positive=TEXT][,header=no], xor,"
              + " moons[:count=N,noise=D] or pointers[:count=N,tokens=N].")
  private String data = "";

  @Option(
      names = "--validation-split",
      paramLabel = "SHARE",
      description =
          "Evaluates with this share of the training samples, which is not trained on, in the"
              + " place of test samples.")
  private double validationSplit;

  @Option(
      names = "--augment",
      paramLabel = "NAME=AMOUNT,...",
      description =
          "Changes training pictures at random: shift=0.1 (shares of the size), rotate=10"
              + " (degrees), zoom=0.1, noise=0.1, flip-width=1, ....")
  private String augment = "";

  @Option(
      names = "--learning-rate",
      paramLabel = "RATE",
      description = "In the place of the rate or the schedule of the configuration.")
  private @Nullable Double learningRate;

  @Option(names = "--epochs", paramLabel = "N", description = "Passes over the data.")
  private int epochs = 5;

  @Option(names = "--batch", paramLabel = "N", description = "Samples per step.")
  private int batch = 128;

  @Option(
      names = "--remat",
      paramLabel = "N",
      description =
          "Saves memory and costs time: keeps what crosses the cuts between N parts of the way"
              + " forward, and computes the rest again on the way back.")
  private int remat = 1;

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
    if (epochs < 1 || batch < 1 || remat < 1) {
      throw new InvalidInputException("--epochs, --batch and --remat must be at least 1");
    }
    if (!(validationSplit >= 0 && validationSplit < 1)) {
      throw new InvalidInputException("--validation-split must be at least 0 and less than 1");
    }
    DataSource source = DataSource.parse(data);
    List<Augmentation> changes = Augmentations.parse(augment);
    ModelConfig json = ModelConfig.parse(text(config));
    Network network = json.network();
    Objective objective = CompileConfig.read(json.rest().path("compile_config")).withRemat(remat);
    try (TrainableModel model = TrainableModel.of(network, seed, common.session())) {
      TrainingData samples = labelled(source.read(sample(network)), objective, model);
      if (validationSplit > 0) {
        samples = samples.keepAside(validationSplit, seed);
      }
      samples = samples.augmented(changes);
      model.compile(objective);
      if (learningRate != null) {
        model.setLearningRate(learningRate);
      }
      out.printf(
          "%s: %,d parameters, %,d samples, %s kernels, %d threads%n",
          network.name(),
          model.weights().values().stream().mapToLong(t -> t.size()).sum(),
          samples.train().size(),
          common.kernels.kernels().name(),
          common.threads);
      model.fit(
          samples.train(),
          new FitOptions(epochs, batch, true, samples.test(), 0, List.of())
              .with(common.quiet ? new Callback() {} : ProgressBar.onTerminal())
              .with(new EpochLines(out)));
      if (output != null) {
        write(model, output);
        out.println("written to " + output);
      }
    }
    out.flush();
    return 0;
  }

  /** Labels as the loss wants them: numbers of classes, or a mark for each class. */
  private static TrainingData labelled(
      TrainingData data, Objective objective, TrainableModel model) {
    if (!(objective.loss() instanceof CategoricalCrossentropy)) {
      return data;
    }
    TensorType output = (TensorType) model.toGraph().outputs().get(0).type();
    return data.oneHot(Objects.requireNonNull(output.shape()).dim(-1));
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
}
