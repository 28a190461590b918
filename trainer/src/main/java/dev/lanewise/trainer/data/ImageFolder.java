package dev.lanewise.trainer.data;

import dev.lanewise.error.InvalidInputException;
import dev.lanewise.image.ImageCodecs;
import dev.lanewise.image.Picture;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.trainer.Batch;
import dev.lanewise.trainer.Dataset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Picture files in one folder per class. Classes are numbered in the alphabetical order of the
 * folders' names; labels are INT64, one number. Files are read when they are needed, brought to one
 * size (bilinear, without regard to proportions) and become numbers from 0 to 1, FLOAT {@code [H,
 * W, C]}. Decoders come with the module {@code dev.lanewise.loader.image}.
 */
public final class ImageFolder implements Dataset {
  private final List<String> classes;
  private final List<Path> files;
  private final int[] labels;
  private final int height;
  private final int width;
  private final int channels;

  /**
   * Lists the files.
   *
   * @param channels 3 for red, green and blue, or 1 for grey
   * @throws InvalidInputException if there is no file in a folder
   */
  public ImageFolder(Path folder, int height, int width, int channels) {
    if (height < 1 || width < 1 || (channels != 1 && channels != 3)) {
      throw new IllegalArgumentException(
          "pictures of " + height + " × " + width + " pixels with " + channels + " channels");
    }
    this.height = height;
    this.width = width;
    this.channels = channels;
    this.files = new ArrayList<>();
    List<Integer> numbers = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (Path part : list(folder, Files::isDirectory)) {
      List<Path> found = list(part, Files::isRegularFile);
      files.addAll(found);
      found.forEach(file -> numbers.add(names.size()));
      names.add(part.getFileName().toString());
    }
    if (files.isEmpty()) {
      throw new InvalidInputException("there is no file in a folder of " + folder);
    }
    this.classes = List.copyOf(names);
    this.labels = numbers.stream().mapToInt(n -> n).toArray();
  }

  private static List<Path> list(Path folder, Predicate<Path> wanted) {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(wanted)
          .filter(path -> !path.getFileName().toString().startsWith("."))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Names of the classes in the order of their numbers. */
  public List<String> classes() {
    return classes;
  }

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public List<TensorType> inputs() {
    return List.of(new TensorType(DType.FLOAT, Shape.of(height, width, channels)));
  }

  @Override
  public TensorType label() {
    return new TensorType(DType.INT64, Shape.SCALAR);
  }

  /**
   * Copies a sample.
   *
   * @throws InvalidInputException if no decoder knows the file
   */
  @Override
  public void copy(int sample, long random, Batch batch, int row) {
    PixelGrid from = read(files.get(sample));
    float[] to = batch.inputs().get(0).floats();
    int at = row * height * width * channels;
    for (int y = 0; y < height; y++) {
      double fromY = source(y, height, from.height());
      for (int x = 0; x < width; x++) {
        double fromX = source(x, width, from.width());
        for (int c = 0; c < channels; c++) {
          to[at++] = from.between(fromY, fromX, c);
        }
      }
    }
    batch.labels().longs()[row] = labels[sample];
  }

  /** Where the middle of a pixel lies in another size, at most half a pixel from the edge. */
  private static double source(int at, int to, int from) {
    double place = (at + 0.5) * from / to - 0.5;
    return Math.max(0, Math.min(from - 1, place));
  }

  private PixelGrid read(Path file) {
    Picture found;
    try {
      found = ImageCodecs.decode(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (found == null) {
      throw new InvalidInputException(file + " is no picture of a known format, or is damaged");
    }
    byte[] rgb = found.rgb();
    float[] numbers = new float[found.height() * found.width() * channels];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (channels == 3 ? rgb[i] & 0xff : grey(rgb, 3 * i)) / 255f;
    }
    return new PixelGrid(numbers, 0, found.height(), found.width(), channels);
  }

  /** Luma by ITU-R BT.601. */
  private static float grey(byte[] rgb, int at) {
    return 0.299f * (rgb[at] & 0xff)
        + 0.587f * (rgb[at + 1] & 0xff)
        + 0.114f * (rgb[at + 2] & 0xff);
  }
}
