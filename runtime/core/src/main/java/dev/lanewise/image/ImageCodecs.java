package dev.lanewise.image;

import dev.lanewise.error.UnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** The codecs on the path. */
public final class ImageCodecs {
  private ImageCodecs() {}

  /** Looked up when a picture is decoded for the first time. */
  private static final class Found {
    private static final List<ImageCodec> CODECS = load();

    private static List<ImageCodec> load() {
      List<ImageCodec> codecs = new ArrayList<>();
      ServiceLoader.load(ImageCodec.class, ImageCodec.class.getClassLoader()).forEach(codecs::add);
      return List.copyOf(codecs);
    }
  }

  /**
   * Decodes a file with the first codec that can.
   *
   * @return null if none can
   * @throws UnavailableException if there is no codec at all
   */
  public static @Nullable Picture decode(byte[] file) {
    if (Found.CODECS.isEmpty()) {
      throw new UnavailableException(
          "there is no decoder of pictures; put lanewise-image on the path");
    }
    for (ImageCodec codec : Found.CODECS) {
      Picture picture = codec.decode(file);
      if (picture != null) {
        return picture;
      }
    }
    return null;
  }
}
