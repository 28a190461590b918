package dev.lanewise.trainer;

import dev.lanewise.error.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Samples with a class each.
 *
 * @param samples {@code [count][features]}
 * @param labels class of each sample
 * @param features numbers per sample
 */
public record LabelledData(float[] samples, int[] labels, int features) {
  /** Checks the lengths. */
  public LabelledData {
    if (samples.length != (long) labels.length * features) {
      throw new InvalidInputException(
          labels.length
              + " labels of samples with "
              + features
              + " features, but "
              + samples.length
              + " numbers");
    }
  }

  /** Number of samples. */
  public int count() {
    return labels.length;
  }

  /**
   * Reads a pair of MNIST files ({@code train-} or {@code t10k-images-idx3-ubyte}, labels likewise,
   * packed or not); pixels become numbers from 0 to 1.
   *
   * @param prefix {@code train} or {@code t10k}
   */
  public static LabelledData mnist(Path folder, String prefix) {
    IdxFile images = IdxFile.read(find(folder, prefix + "-images-idx3-ubyte"));
    IdxFile labels = IdxFile.read(find(folder, prefix + "-labels-idx1-ubyte"));
    if (images.shape().rank() != 3
        || labels.shape().rank() != 1
        || images.shape().dim(0) != labels.shape().dim(0)) {
      throw new InvalidInputException(
          folder + ": images " + images.shape() + " do not go with labels " + labels.shape());
    }
    float[] samples = new float[images.bytes().length];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (images.bytes()[i] & 0xff) / 255f;
    }
    int[] classes = new int[labels.bytes().length];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = labels.bytes()[i];
    }
    return new LabelledData(samples, classes, images.shape().size(1, 3));
  }

  private static Path find(Path folder, String name) {
    for (String suffix : new String[] {"", ".gz"}) {
      Path file = folder.resolve(name + suffix);
      if (Files.exists(file)) {
        return file;
      }
    }
    throw new InvalidInputException("there is no " + name + " or " + name + ".gz in " + folder);
  }
}
