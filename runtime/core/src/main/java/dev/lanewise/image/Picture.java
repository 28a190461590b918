package dev.lanewise.image;

/**
 * A decoded picture.
 *
 * @param height rows
 * @param width columns
 * @param rgb red, green and blue of every pixel from 0 to 255, row by row; grey has all three equal
 */
public record Picture(int height, int width, byte[] rgb) {
  /**
   * Checks the length of the array.
   *
   * @throws IllegalArgumentException if it does not fit
   */
  public Picture {
    if (height < 1 || width < 1 || rgb.length != 3L * height * width) {
      throw new IllegalArgumentException(
          rgb.length + " samples are no picture of " + height + " × " + width + " pixels");
    }
  }
}
