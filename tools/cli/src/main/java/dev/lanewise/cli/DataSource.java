package dev.lanewise.cli;

import dev.lanewise.error.InvalidInputException;
import dev.lanewise.tensor.Shape;
import dev.lanewise.trainer.Mnist;
import dev.lanewise.trainer.data.SpokenDigits;
import dev.lanewise.trainer.data.SyntheticData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where training data come from, as {@code --data} names it: {@code KIND}, {@code KIND:PLACE},
 * {@code KIND:PLACE,name=value} or {@code KIND:name=value}.
 */
interface DataSource {
  /**
   * Reads or makes the samples.
   *
   * @param sample shape of one sample as the model wants it
   */
  TrainingData read(Shape sample);

  /** What a kind makes of a place, empty if there is none, and of settings. */
  interface Reader {
    DataSource of(String place, NamedValues settings);
  }

  /** What a description says. */
  static DataSource parse(String description) {
    Map<String, Reader> kinds = new LinkedHashMap<>();
    kinds.put("mnist", (place, settings) -> new MnistFiles(path("mnist:DIR", place)));
    kinds.put("csv", (place, settings) -> CsvFile.of(path("csv:FILE", place), settings));
    kinds.put("fsdd", (place, settings) -> new Recordings(path("fsdd:DIR", place)));
    kinds.put("xor", (place, settings) -> made("xor", place, sample -> onlyTrain()));
    kinds.put("moons", (place, settings) -> made("moons", place, Moons.of(settings)));
    kinds.put("pointers", (place, settings) -> made("pointers", place, Pointers.of(settings)));
    int colon = description.indexOf(':');
    String kind = colon < 0 ? description : description.substring(0, colon);
    Reader reader = kinds.get(kind);
    if (reader == null) {
      throw new InvalidInputException(
          "--data "
              + description
              + ": there is no kind '"
              + kind
              + "'; there are "
              + kinds.keySet());
    }
    String rest = colon < 0 ? "" : description.substring(colon + 1);
    int comma = rest.indexOf(',');
    String first = comma < 0 ? rest : rest.substring(0, comma);
    boolean hasPlace = !first.contains("=");
    String values = hasPlace ? rest.substring(Math.min(first.length() + 1, rest.length())) : rest;
    NamedValues settings = new NamedValues("--data " + kind, values);
    DataSource source = reader.of(hasPlace ? first : "", settings);
    settings.requireNoMore();
    return source;
  }

  private static DataSource made(String kind, String place, DataSource source) {
    if (!place.isEmpty()) {
      throw new InvalidInputException(
          "--data " + kind + ": there is no place '" + place + "', samples are made");
    }
    return source;
  }

  private static TrainingData onlyTrain() {
    return new TrainingData(SyntheticData.xor(), null);
  }

  private static Path path(String form, String place) {
    if (place.isEmpty()) {
      throw new InvalidInputException("--data must say where the data are: " + form);
    }
    Path path = Path.of(place);
    if (!Files.exists(path)) {
      throw new UncheckedIOException(new NoSuchFileException(place));
    }
    return path;
  }

  /** The four files of MNIST, pixels from 0 to 1. */
  record MnistFiles(Path folder) implements DataSource {
    @Override
    public TrainingData read(Shape sample) {
      return new TrainingData(
          Mnist.read(folder, "train", sample), Mnist.read(folder, "t10k", sample));
    }
  }

  /** Spoken digits in a ZIP file, or in the only one of a folder. */
  record Recordings(Path path) implements DataSource {
    @Override
    public TrainingData read(Shape sample) {
      Path zip = Files.isDirectory(path) ? only(path) : path;
      return new TrainingData(SpokenDigits.train(zip), SpokenDigits.test(zip));
    }

    private static Path only(Path folder) {
      try (Stream<Path> files = Files.list(folder)) {
        List<Path> zips = files.filter(f -> f.toString().endsWith(".zip")).toList();
        if (zips.size() == 1) {
          return zips.get(0);
        }
        throw new InvalidInputException(folder + " has " + zips.size() + " ZIP files, not one");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Two half moons, others for training and test. */
  record Moons(int count, double noise) implements DataSource {
    static Moons of(NamedValues settings) {
      return new Moons(settings.count("count", 1000), settings.number("noise", 0.2));
    }

    @Override
    public TrainingData read(Shape sample) {
      return new TrainingData(
          SyntheticData.twoMoons(count, noise, 1), SyntheticData.twoMoons(count, noise, 2));
    }
  }

  /** Sequences that end with a pointer to one of their places, others for training and test. */
  record Pointers(int count, int tokens) implements DataSource {
    static Pointers of(NamedValues settings) {
      return new Pointers(settings.count("count", 4000), settings.count("tokens", 4));
    }

    @Override
    public TrainingData read(Shape sample) {
      int places = sample.size() - 1;
      return new TrainingData(
          SyntheticData.pointers(count, places, tokens, 1),
          SyntheticData.pointers(count / 4, places, tokens, 2));
    }
  }
}
