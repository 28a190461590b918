package dev.lanewise.cli;

import dev.lanewise.error.InvalidInputException;
import dev.lanewise.loader.onnx.OnnxWriter;
import dev.lanewise.plan.Teams;
import dev.lanewise.trainer.DenseClassifier;
import dev.lanewise.trainer.LabelledData;
import dev.lanewise.trainer.SequentialConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;
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

  @Parameters(paramLabel = "CONFIG", description = "Keras-style JSON of a Sequential model.")
  private Path config = Path.of("");

  @Option(names = "--data", required = true, paramLabel = "mnist:DIR", description = "Data.")
  private String data = "";

  @Option(names = "--epochs", paramLabel = "N", description = "Passes over the data.")
  private int epochs = 5;

  @Option(names = "--batch", paramLabel = "N", description = "Samples per step.")
  private int batch = 128;

  @Option(names = "--seed", paramLabel = "N", description = "Seed of weights and order.")
  private long seed = 1;

  @Option(names = "--out", paramLabel = "FILE.onnx", description = "Where the model goes.")
  private @Nullable Path output;

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    if (!data.startsWith(MNIST)) {
      throw new InvalidInputException("--data " + data + ": only mnist:DIR can be read");
    }
    if (epochs < 1 || batch < 1) {
      throw new InvalidInputException("--epochs and --batch must be at least 1");
    }
    SequentialConfig model = SequentialConfig.read(config);
    Path folder = Path.of(data.substring(MNIST.length()));
    LabelledData train = LabelledData.mnist(folder, "train");
    LabelledData test = LabelledData.mnist(folder, "t10k");
    if (train.features() != model.features()) {
      throw new InvalidInputException(
          config + " takes " + model.features() + " numbers, the data has " + train.features());
    }
    Teams.Lease lease = Teams.lease(common.threads, null);
    try {
      DenseClassifier net =
          new DenseClassifier(
              model.features(), model.layers(), common.kernels.kernels(), lease.team(), seed);
      out.printf(
          "%s: %,d parameters, %,d samples, %s kernels, %d threads%n",
          model.name(),
          net.parameters(),
          train.count(),
          common.kernels.kernels().name(),
          common.threads);
      Random order = new Random(seed);
      for (int epoch = 1; epoch <= epochs; epoch++) {
        long start = System.nanoTime();
        float loss = net.trainEpoch(train, batch, model.sgd(), order);
        out.printf(
            "epoch %d/%d: loss %.4f, test accuracy %.4f, %.1f s%n",
            epoch, epochs, loss, net.accuracy(test), (System.nanoTime() - start) / 1e9);
        out.flush();
      }
      if (output != null) {
        OnnxWriter.write(net.toGraph(model.name()), output);
        out.println("written to " + output);
      }
    } finally {
      lease.close();
    }
    out.flush();
    return 0;
  }
}
