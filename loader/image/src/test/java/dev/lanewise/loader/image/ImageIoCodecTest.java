package dev.lanewise.loader.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.image.ImageCodecs;
import dev.lanewise.image.Picture;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageIoCodecTest {
  private static byte[] encode(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, out)).isTrue();
    return out.toByteArray();
  }

  private static BufferedImage random(int width, int height, int type) {
    BufferedImage image = new BufferedImage(width, height, type);
    Random random = new Random(7);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int b = 0; b < image.getRaster().getNumBands(); b++) {
          int bits = image.getSampleModel().getSampleSize(b);
          image.getRaster().setSample(x, y, b, random.nextInt(1 << bits));
        }
      }
    }
    return image;
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp", "tiff"})
  void losslessFormatsKeepEveryPixel(String format) throws IOException {
    BufferedImage image = random(5, 3, BufferedImage.TYPE_3BYTE_BGR);
    Picture picture = ImageCodecs.decode(encode(image, format));
    assertThat(picture).isNotNull();
    assertThat(picture.height()).isEqualTo(3);
    assertThat(picture.width()).isEqualTo(5);
    for (int i = 0; i < 15; i++) {
      for (int c = 0; c < 3; c++) {
        assertThat(picture.rgb()[3 * i + c] & 0xff)
            .isEqualTo(image.getRaster().getSample(i % 5, i / 5, c));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"10, 0", "11, 8", "12, -1"})
  void greyKeepsItsValues(int type, int shift) throws IOException {
    BufferedImage image = random(9, 4, type);
    Picture picture = ImageCodecs.decode(encode(image, "png"));
    assertThat(picture).isNotNull();
    for (int i = 0; i < 36; i++) {
      int sample = image.getRaster().getSample(i % 9, i / 9, 0);
      int expected = shift < 0 ? 255 * sample : sample >> shift;
      for (int c = 0; c < 3; c++) {
        assertThat(picture.rgb()[3 * i + c] & 0xff).isEqualTo(expected);
      }
    }
  }

  @Test
  void transparencyIsDropped() throws IOException {
    BufferedImage image = random(3, 2, BufferedImage.TYPE_4BYTE_ABGR);
    Picture picture = ImageCodecs.decode(encode(image, "png"));
    assertThat(picture).isNotNull();
    assertThat(picture.rgb()[3] & 0xff).isEqualTo(image.getRaster().getSample(1, 0, 0));
  }

  @Test
  void portableFormats() {
    Picture colors = ImageCodecs.decode("P3 2 1 255 1 2 3 250 251 252\n".getBytes(US));
    assertThat(colors).isNotNull();
    assertThat(colors.rgb()).isEqualTo(new byte[] {1, 2, 3, (byte) 250, (byte) 251, (byte) 252});
    Picture grey = ImageCodecs.decode("P2 2 1 255 7 200\n".getBytes(US));
    assertThat(grey).isNotNull();
    assertThat(grey.rgb()).isEqualTo(new byte[] {7, 7, 7, (byte) 200, (byte) 200, (byte) 200});
    Picture bits = ImageCodecs.decode("P1 2 1 0 1\n".getBytes(US));
    assertThat(bits).isNotNull();
    assertThat(bits.rgb()).isEqualTo(new byte[] {-1, -1, -1, 0, 0, 0});
  }

  private static final java.nio.charset.Charset US = StandardCharsets.US_ASCII;

  @Test
  void whatIsNoPictureGivesNone() throws IOException {
    assertThat(ImageCodecs.decode(new byte[0])).isNull();
    assertThat(ImageCodecs.decode("no picture".getBytes(US))).isNull();
    byte[] png = encode(random(20, 20, BufferedImage.TYPE_3BYTE_BGR), "png");
    assertThat(ImageCodecs.decode(Arrays.copyOf(png, 60))).isNull();
    byte[] huge = png.clone();
    Arrays.fill(huge, 16, 24, (byte) 0x7f);
    assertThat(ImageCodecs.decode(huge)).isNull();
    assertThat(ImageCodecs.decode("RIFF\4\0\0\0WEBPVP8 ".getBytes(US))).isNull();
    assertThat(ImageCodecs.decode("P6 100000 100000 255\n".getBytes(US))).isNull();
  }
}
