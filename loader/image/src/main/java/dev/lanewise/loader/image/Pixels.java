package dev.lanewise.loader.image;

import dev.lanewise.image.Picture;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * Pixels of a decoded image as the file has them, without the colour management by which {@link
 * BufferedImage#getRGB} changes grey values.
 */
final class Pixels {
  private Pixels() {}

  static Picture of(BufferedImage image) {
    ColorModel model = image.getColorModel();
    int height = image.getHeight();
    int width = image.getWidth();
    byte[] rgb = new byte[Math.multiplyExact(3, Math.multiplyExact(height, width))];
    if (model instanceof IndexColorModel palette) {
      indexed(image.getRaster(), palette, rgb);
    } else if (isDirect(model) && isInteger(image.getRaster())) {
      direct(image.getRaster(), model.getNumColorComponents(), rgb);
    } else {
      converted(image, rgb);
    }
    return new Picture(height, width, rgb);
  }

  private static boolean isDirect(ColorModel model) {
    int space = model.getColorSpace().getType();
    return space == ColorSpace.TYPE_RGB || space == ColorSpace.TYPE_GRAY;
  }

  private static boolean isInteger(Raster raster) {
    int type = raster.getTransferType();
    return type == DataBuffer.TYPE_BYTE
        || type == DataBuffer.TYPE_USHORT
        || type == DataBuffer.TYPE_INT;
  }

  private static void indexed(Raster raster, IndexColorModel palette, byte[] rgb) {
    int[] row = new int[raster.getWidth()];
    int at = 0;
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getSamples(raster.getMinX(), raster.getMinY() + y, row.length, 1, 0, row);
      for (int index : row) {
        int color = palette.getRGB(index);
        rgb[at++] = (byte) (color >> 16);
        rgb[at++] = (byte) (color >> 8);
        rgb[at++] = (byte) color;
      }
    }
  }

  private static void direct(Raster raster, int colors, byte[] rgb) {
    int[] row = new int[raster.getWidth()];
    for (int c = 0; c < 3; c++) {
      int band = colors >= 3 ? c : 0;
      int bits = raster.getSampleModel().getSampleSize(band);
      for (int y = 0; y < raster.getHeight(); y++) {
        raster.getSamples(raster.getMinX(), raster.getMinY() + y, row.length, 1, band, row);
        int at = 3 * y * row.length + c;
        for (int x = 0; x < row.length; x++) {
          rgb[at + 3 * x] = (byte) eightBits(row[x], bits);
        }
      }
    }
  }

  private static int eightBits(int sample, int bits) {
    return bits >= 8 ? sample >>> bits - 8 : sample * 255 / ((1 << bits) - 1);
  }

  private static void converted(BufferedImage image, byte[] rgb) {
    int[] row = new int[image.getWidth()];
    int at = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, row.length, 1, row, 0, row.length);
      for (int color : row) {
        rgb[at++] = (byte) (color >> 16);
        rgb[at++] = (byte) (color >> 8);
        rgb[at++] = (byte) color;
      }
    }
  }
}
