package dev.lanewise.cli;

import dev.lanewise.error.InvalidInputException;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/**
 * Pictures as tensors of one image: resized to what the model takes, {@code (value / 255 − mean) /
 * deviation} per channel, red first; with one channel the luminance.
 *
 * @param channelsFirst NCHW rather than NHWC
 * @param mean per channel, or one for all
 * @param deviation per channel, or one for all
 */
record ImageInput(boolean channelsFirst, float[] mean, float[] deviation) {
  /**
   * Reads a picture.
   *
   * @param wanted shape of the model's input, which says height, width and channels as far as it is
   *     known
   */
  Tensor read(Path file, @Nullable Shape wanted) {
    BufferedImage image = decode(file);
    boolean four = wanted != null && wanted.rank() == 4;
    int height = dim(four ? wanted : null, channelsFirst ? 2 : 1, image.getHeight());
    int width = dim(four ? wanted : null, channelsFirst ? 3 : 2, image.getWidth());
    int channels = dim(four ? wanted : null, channelsFirst ? 1 : 3, 3);
    if (channels != 1 && channels != 3) {
      throw new InvalidInputException(
          "a picture has 1 or 3 channels, the model's input "
              + wanted
              + " has "
              + channels
              + "; see --layout");
    }
    int[] pixels = resize(image, width, height);
    float[] values = new float[channels * height * width];
    for (int p = 0; p < pixels.length; p++) {
      for (int c = 0; c < channels; c++) {
        float v = (value(pixels[p], c, channels) / 255 - at(mean, c)) / at(deviation, c);
        values[channelsFirst ? c * pixels.length + p : p * channels + c] = v;
      }
    }
    return Tensor.of(
        channelsFirst ? Shape.of(1, channels, height, width) : Shape.of(1, height, width, channels),
        values);
  }

  private static BufferedImage decode(Path file) {
    try {
      if (!Files.exists(file)) {
        throw new NoSuchFileException(file.toString());
      }
      BufferedImage image = ImageIO.read(file.toFile());
      if (image == null) {
        throw new InvalidInputException(file + " is no picture that can be read");
      }
      return image;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int dim(@Nullable Shape wanted, int axis, int otherwise) {
    return wanted == null || wanted.dim(axis) == Shape.UNKNOWN ? otherwise : wanted.dim(axis);
  }

  private static float at(float[] perChannel, int c) {
    return perChannel[Math.min(c, perChannel.length - 1)];
  }

  private static float value(int rgb, int channel, int channels) {
    int red = rgb >> 16 & 0xff;
    int green = rgb >> 8 & 0xff;
    int blue = rgb & 0xff;
    if (channels == 1) {
      return 0.299f * red + 0.587f * green + 0.114f * blue;
    }
    return channel == 0 ? red : channel == 1 ? green : blue;
  }

  private static int[] resize(BufferedImage image, int width, int height) {
    BufferedImage scaled = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = scaled.createGraphics();
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    g.drawImage(image, 0, 0, width, height, null);
    g.dispose();
    return scaled.getRGB(0, 0, width, height, null, 0, width);
  }
}
