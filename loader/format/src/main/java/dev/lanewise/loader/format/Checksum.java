package dev.lanewise.loader.format;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.CRC32;

/** CRC-32 as in gzip and PNG, as eight hexadecimal digits in lower case. */
final class Checksum {
  private Checksum() {}

  /** The checksum of the rest of a buffer. */
  static String of(ByteBuffer bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return String.format(Locale.ROOT, "%08x", crc.getValue());
  }

  /** The checksum of the UTF-8 form of texts that follow one another. */
  static String of(String... texts) {
    CRC32 crc = new CRC32();
    for (String text : texts) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      crc.update(bytes, 0, bytes.length);
    }
    return String.format(Locale.ROOT, "%08x", crc.getValue());
  }
}
