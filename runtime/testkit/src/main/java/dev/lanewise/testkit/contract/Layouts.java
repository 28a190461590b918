package dev.lanewise.testkit.contract;

import dev.lanewise.kernel.Layout;
import java.util.Arrays;

/** Element by element conversion between plain NCHW and a back end's layout. */
public final class Layouts {
  private Layouts() {}

  /**
   * Plain {@code [batch, channels, pixels]} to a layout. Channels that fill up the last block get
   * {@code filler}, the pixels that pad a plane NaN.
   */
  public static float[] fromPlain(
      Layout layout, float[] plain, int batch, int channels, int pixels, float filler) {
    float[] result = new float[Math.toIntExact(layout.size(batch, channels, pixels))];
    Arrays.fill(result, Float.NaN);
    int filled = layout.blocks(channels) * layout.block();
    for (int n = 0; n < batch; n++) {
      for (int c = 0; c < filled; c++) {
        for (int p = 0; p < pixels; p++) {
          result[index(layout, channels, pixels, n, c, p)] =
              c < channels ? plain[(n * channels + c) * pixels + p] : filler;
        }
      }
    }
    return result;
  }

  /** A layout to plain {@code [batch, channels, pixels]}. */
  public static float[] toPlain(
      Layout layout, float[] blocked, int batch, int channels, int pixels) {
    float[] result = new float[batch * channels * pixels];
    for (int n = 0; n < batch; n++) {
      for (int c = 0; c < channels; c++) {
        for (int p = 0; p < pixels; p++) {
          result[(n * channels + c) * pixels + p] =
              blocked[index(layout, channels, pixels, n, c, p)];
        }
      }
    }
    return result;
  }

  /** Where an element lies, the channel possibly one of those that fill up the last block. */
  public static int index(
      Layout layout, int channels, int pixels, int image, int channel, int pixel) {
    return image * layout.imageStride(channels, pixels)
        + channel / layout.block() * layout.planeStride(pixels)
        + pixel * layout.block()
        + channel % layout.block();
  }
}
