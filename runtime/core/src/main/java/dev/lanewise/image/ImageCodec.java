package dev.lanewise.image;

import org.jspecify.annotations.Nullable;

/**
 * A decoder of picture files, found through {@link java.util.ServiceLoader}. Implementations are
 * thread-safe.
 */
public interface ImageCodec {
  /**
   * Decodes a file.
   *
   * @param file the whole file; not changed
   * @return null if the file is damaged or of a format that this codec does not know
   */
  @Nullable Picture decode(byte[] file);
}
