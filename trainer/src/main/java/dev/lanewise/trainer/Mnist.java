package dev.lanewise.trainer;

import dev.lanewise.error.InvalidInputException;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files in which MNIST and data sets like it are published. */
public final class Mnist {
  private Mnist() {}

  /**
   * Reads a pair of files ({@code train-} or {@code t10k-images-idx3-ubyte}, labels likewise,
   * packed or not). Pixels become numbers from 0 to 1, labels are INT64 {@code [N]}.
   *
   * @param prefix {@code train} or {@code t10k}
   * @param sample shape of a sample, such as {@code [784]} or {@code [28, 28, 1]}
   */
  public static Dataset read(Path folder, String prefix, Shape sample) {
    IdxFile images = IdxFile.read(find(folder, prefix + "-images-idx3-ubyte"));
    IdxFile labels = IdxFile.read(find(folder, prefix + "-labels-idx1-ubyte"));
    if (images.shape().rank() != 3
        || labels.shape().rank() != 1
        || images.shape().dim(0) != labels.shape().dim(0)) {
      throw new InvalidInputException(
          folder + ": images " + images.shape() + " do not go with labels " + labels.shape());
    }
    if (sample.size() != images.shape().size(1, 3)) {
      throw new InvalidInputException(
          folder + ": images " + images.shape() + " are no samples of shape " + sample);
    }
    float[] samples = new float[images.bytes().length];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (images.bytes()[i] & 0xff) / 255f;
    }
    long[] classes = new long[labels.bytes().length];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = labels.bytes()[i] & 0xff;
    }
    Shape count = Shape.of(classes.length);
    return new TensorDataset(
        List.of(Tensor.of(count.concat(sample), samples)), Tensor.of(count, classes));
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
