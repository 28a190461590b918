package dev.lanewise.trainer;

import dev.lanewise.error.ModelFormatException;
import dev.lanewise.loader.format.LanewiseFile;
import dev.lanewise.loader.format.LanewiseWriter;
import dev.lanewise.loader.format.WriteOptions;
import dev.lanewise.tensor.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * A training as it stands, in a file of our own format with checksums: variables, what the
 * optimiser remembers of them, and how far the training is. All that is random follows from the
 * seed and from how far it is. The file appears only when it is complete.
 */
final class Checkpoint {
  private static final String SEED = "training.seed";
  private static final String UPDATES = "training.updates";
  private static final String EPOCH = "training.epoch";
  private static final String STEP = "training.step";
  private static final String RATE = "training.learning_rate";
  private static final String OPTIMIZER = "training.optimizer";

  /**
   * How far a training is.
   *
   * @param seed of all that is random
   * @param updates updates done
   * @param epoch epochs done
   * @param step steps done in the epoch that has begun
   * @param learningRate the rate that was set, NaN if the schedule's counts
   * @param optimizer name of the optimiser
   */
  record Progress(
      long seed, long updates, int epoch, int step, double learningRate, String optimizer) {}

  private Checkpoint() {}

  /** Writes a file. */
  static void write(Weights weights, Progress progress, Path file) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Weight weight : weights.all()) {
      for (int slot = 0; slot < weight.tensors(); slot++) {
        tensors.put(name(weight, slot), weight.current(slot));
      }
    }
    WriteOptions options =
        WriteOptions.DEFAULT
            .with(SEED, Long.toString(progress.seed()))
            .with(UPDATES, Long.toString(progress.updates()))
            .with(EPOCH, Integer.toString(progress.epoch()))
            .with(STEP, Integer.toString(progress.step()))
            .with(RATE, Double.toString(progress.learningRate()))
            .with(OPTIMIZER, progress.optimizer());
    LanewiseWriter.write("{}", tensors, options, file);
  }

  private static String name(Weight weight, int slot) {
    return slot == 0 ? weight.name() : weight.name() + "#" + slot;
  }

  /**
   * Reads a file into the variables; nothing changes if it does not fit.
   *
   * @throws ModelFormatException if the file is damaged, or of another model or optimiser
   */
  static Progress read(Weights weights, String optimizer, long seed, Path file) {
    LanewiseFile saved = LanewiseFile.open(file);
    Map<String, String> info = saved.info();
    Progress progress =
        new Progress(
            number(info, SEED, file, Long::parseLong),
            number(info, UPDATES, file, Long::parseLong),
            number(info, EPOCH, file, Integer::parseInt),
            number(info, STEP, file, Integer::parseInt),
            number(info, RATE, file, Double::parseDouble),
            info.getOrDefault(OPTIMIZER, ""));
    if (!progress.optimizer().equals(optimizer) || progress.seed() != seed) {
      throw new ModelFormatException(
          file
              + " was written with the optimizer "
              + progress.optimizer()
              + " and the seed "
              + progress.seed()
              + ", the model has "
              + optimizer
              + " and "
              + seed);
    }
    Map<String, Tensor> tensors = saved.tensors();
    for (Weight weight : weights.all()) {
      for (int slot = 0; slot < weight.tensors(); slot++) {
        Tensor found = tensors.get(name(weight, slot));
        if (found == null || !found.type().equals(weight.current(slot).type())) {
          throw new ModelFormatException(
              file
                  + ": '"
                  + name(weight, slot)
                  + "' is "
                  + weight.current(slot)
                  + " in the model, but the file has "
                  + (found == null ? "no such tensor" : found));
        }
        // Reads the elements, and tests their checksum.
        found.array();
      }
    }
    for (Weight weight : weights.all()) {
      for (int slot = 0; slot < weight.tensors(); slot++) {
        weight.set(slot, Objects.requireNonNull(tensors.get(name(weight, slot))));
      }
    }
    weights.changed();
    return progress;
  }

  private static <T> T number(
      Map<String, String> info, String key, Path file, Function<String, T> parser) {
    String text = info.getOrDefault(key, "");
    try {
      return parser.apply(text);
    } catch (NumberFormatException e) {
      throw new ModelFormatException(
          file + " is no checkpoint: '" + key + "' is '" + text + "'", e);
    }
  }
}
