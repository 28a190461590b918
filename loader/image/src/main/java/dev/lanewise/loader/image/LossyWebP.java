package dev.lanewise.loader.image;

import com.twelvemonkeys.imageio.plugins.webp.vp8.VP8Frame;
import dev.lanewise.image.Picture;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Lossy WebP with the smooth chroma upsampling and the fixed-point colour conversion that the
 * format's own library has, bit by bit. The plug-in decodes the planes; it would repeat chroma
 * samples.
 */
final class LossyWebP {
  private static final int CHUNKS = 12;
  private static final int CHUNK_HEADER = 8;
  private static final int FRAME_HEADER = 10;

  private LossyWebP() {}

  /** Decodes a still picture; null if the file holds something else, such as a lossless one. */
  static @Nullable Picture decode(byte[] file) throws IOException {
    int at = frame(file);
    if (at < 0) {
      return null;
    }
    int width = (file[at + 6] & 0xff | (file[at + 7] & 0x3f) << 8);
    int height = (file[at + 8] & 0xff | (file[at + 9] & 0x3f) << 8);
    if (!ImageIoCodec.isAcceptable(width, height)) {
      throw new IOException("a picture of " + width + " × " + height + " pixels");
    }
    try (MemoryCacheImageInputStream stream =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(file, at, file.length - at))) {
      stream.setByteOrder(ByteOrder.LITTLE_ENDIAN);
      VP8Frame frame = new VP8Frame(stream, false);
      if (!frame.decode(Raster.createInterleavedRaster(0, width, height, 3, null), null)) {
        throw new IOException("not a key frame");
      }
      Chroma u = new Chroma(frame.getDebugImageUBuffer());
      Chroma v = new Chroma(frame.getDebugImageVBuffer());
      return new Picture(height, width, colors(frame.getDebugImageYBuffer(), u, v));
    }
  }

  /** Where the data of the VP8 chunk begins, −1 if there is none. */
  private static int frame(byte[] file) {
    long at = CHUNKS;
    while (at + CHUNK_HEADER + FRAME_HEADER <= file.length) {
      int chunk = (int) at;
      String name = new String(file, chunk, 4, StandardCharsets.ISO_8859_1);
      if (name.equals("VP8 ")) {
        return chunk + CHUNK_HEADER;
      }
      long length = 0;
      for (int i = 3; i >= 0; i--) {
        length = length << 8 | file[chunk + 4 + i] & 0xff;
      }
      at += CHUNK_HEADER + length + (length & 1);
    }
    return -1;
  }

  private static byte[] colors(BufferedImage luma, Chroma blue, Chroma red) {
    int width = luma.getWidth();
    int[] row = new int[width];
    byte[] rgb = new byte[3 * width * luma.getHeight()];
    int at = 0;
    for (int y = 0; y < luma.getHeight(); y++) {
      luma.getRaster().getSamples(0, y, width, 1, 0, row);
      for (int x = 0; x < width; x++) {
        int bright = scaled(row[x], 19077);
        int u = blue.at(x, y);
        int v = red.at(x, y);
        rgb[at++] = clipped(bright + scaled(v, 26149) - 14234);
        rgb[at++] = clipped(bright - scaled(u, 6419) - scaled(v, 13320) + 8708);
        rgb[at++] = clipped(bright + scaled(u, 33050) - 17685);
      }
    }
    return rgb;
  }

  private static int scaled(int sample, int factor) {
    return sample * factor >> 8;
  }

  private static byte clipped(int value) {
    return (byte) Math.max(0, Math.min(255, value >> 6));
  }

  /** A plane with one sample for every two rows and columns, by linear interpolation. */
  private static final class Chroma {
    private final int width;
    private final int height;
    private final int[] samples;

    /** From an image in which every sample is repeated. */
    Chroma(BufferedImage repeated) {
      width = (repeated.getWidth() + 1) / 2;
      height = (repeated.getHeight() + 1) / 2;
      samples = new int[width * height];
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          samples[y * width + x] = repeated.getRaster().getSample(2 * x, 2 * y, 0);
        }
      }
    }

    /** The sample at a pixel of the full size: 9, 3, 3 and 1 parts of the four around it. */
    int at(int x, int y) {
      int column = x / 2;
      int beside = column + (x % 2 == 0 ? -1 : 1);
      int row = y / 2 * width;
      int over = Math.max(0, Math.min(height - 1, y / 2 + (y % 2 == 0 ? -1 : 1))) * width;
      int near = samples[row + column];
      int vertical = samples[over + column];
      if (beside < 0 || beside >= width) {
        return 3 * near + vertical + 2 >> 2;
      }
      int horizontal = samples[row + beside];
      int sum = near + vertical + horizontal + samples[over + beside] + 8;
      return (sum + 2 * (vertical + horizontal) >> 3) + near >> 1;
    }
  }
}
