package dev.lanewise.trainer.data;

import java.util.Arrays;

/**
 * A picture in a piece of an array, row by row, its channels side by side.
 *
 * @param array where it is
 * @param offset where it begins
 * @param height rows
 * @param width columns
 * @param channels numbers per pixel
 */
public record PixelGrid(float[] array, int offset, int height, int width, int channels) {
  /** Checks the bounds. */
  public PixelGrid {
    long size = (long) height * width * channels;
    if (height < 1 || width < 1 || channels < 1 || offset < 0 || offset + size > array.length) {
      throw new IllegalArgumentException(
          height
              + " × "
              + width
              + " × "
              + channels
              + " numbers from "
              + offset
              + " are not in an array of "
              + array.length);
    }
  }

  /** Numbers in all. */
  public int size() {
    return height * width * channels;
  }

  /** The same numbers in an array of their own. */
  PixelGrid copied() {
    return new PixelGrid(
        Arrays.copyOfRange(array, offset, offset + size()), 0, height, width, channels);
  }

  /** The number at a place that is inside. */
  float at(int y, int x, int channel) {
    return array[offset + (y * width + x) * channels + channel];
  }

  private float orZero(int y, int x, int channel) {
    return y < 0 || y >= height || x < 0 || x >= width ? 0 : at(y, x, channel);
  }

  /** The number between pixels, bilinear; outside there are zeros. */
  float between(double y, double x, int channel) {
    int top = (int) Math.floor(y);
    int left = (int) Math.floor(x);
    float down = (float) (y - top);
    float right = (float) (x - left);
    float upper = orZero(top, left, channel) * (1 - right) + orZero(top, left + 1, channel) * right;
    float lower =
        orZero(top + 1, left, channel) * (1 - right) + orZero(top + 1, left + 1, channel) * right;
    return upper * (1 - down) + lower * down;
  }

  /**
   * Replaces each pixel by what lies elsewhere, between pixels bilinear; outside there are zeros.
   */
  void warp(Affine from) {
    if (from.equals(Affine.IDENTITY)) {
      return;
    }
    PixelGrid old = copied();
    double middleY = (height - 1) / 2.0;
    double middleX = (width - 1) / 2.0;
    int to = offset;
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        double y = row - middleY;
        double x = column - middleX;
        double fromY = from.yy() * y + from.yx() * x + from.dy() + middleY;
        double fromX = from.xy() * y + from.xx() * x + from.dx() + middleX;
        for (int c = 0; c < channels; c++) {
          array[to++] = old.between(fromY, fromX, c);
        }
      }
    }
  }
}
