package dev.lanewise.loader.image;

import dev.lanewise.image.ImageCodec;
import dev.lanewise.image.Picture;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * BMP, JPEG, PNG and TIFF through the JDK's readers, JPEG 2000, WebP and the portable formats (PBM,
 * PGM, PPM, PAM) through plug-ins. Of several pictures in a file the first counts; transparency is
 * dropped. Pictures of more than {@link #MAX_PIXELS} pixels count as damaged.
 */
public final class ImageIoCodec implements ImageCodec {
  /** Largest number of pixels that is decoded. */
  public static final long MAX_PIXELS = 1L << 27;

  /** For the service loader. */
  public ImageIoCodec() {}

  @Override
  public @Nullable Picture decode(byte[] file) {
    FileFormat format = FileFormat.of(file);
    if (format == null) {
      return null;
    }
    try {
      Picture lossy = format == FileFormat.WEBP ? LossyWebP.decode(file) : null;
      return lossy != null ? lossy : read(file, format);
    } catch (IOException | RuntimeException e) {
      // Readers answer damaged files with any unchecked exception.
      return null;
    }
  }

  private static @Nullable Picture read(byte[] file, FileFormat format) throws IOException {
    ImageReader reader = format.reader();
    try (MemoryCacheImageInputStream stream =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      reader.setInput(stream, false, true);
      return isAcceptable(reader.getWidth(0), reader.getHeight(0))
          ? Pixels.of(reader.read(0))
          : null;
    } finally {
      reader.dispose();
    }
  }

  static boolean isAcceptable(int width, int height) {
    return width > 0 && height > 0 && (long) width * height <= MAX_PIXELS;
  }
}
