package dev.lanewise.loader.keras;

import dev.lanewise.error.ModelFormatException;
import dev.lanewise.error.UnsupportedModelException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the parts of model files, none of them further than its limit. */
final class KerasFiles {
  static final int MAX_JSON_BYTES = 64 << 20;

  /** A file may expand this many times … */
  private static final long MAX_EXPANSION = 100;

  /** … or to this many bytes, whichever is more. */
  private static final long SMALL_BYTES = 16 << 20;

  private static final long MAX_WEIGHT_BYTES = Integer.MAX_VALUE - 64L;

  private KerasFiles() {}

  /** Bytes of a file that must exist. */
  static long length(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new UncheckedIOException(new NoSuchFileException(file.toString()));
    }
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The bytes of a file of at most 2 GiB. */
  static ByteBuffer map(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The JSON in a file. */
  static JsonNode json(Path file) {
    long length = length(file);
    if (length > MAX_JSON_BYTES) {
      throw new ModelFormatException(
          file + " has " + length + " bytes; a configuration has at most " + MAX_JSON_BYTES);
    }
    try {
      return json(file.toString(), Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The JSON in some bytes. */
  static JsonNode json(String place, byte[] bytes) {
    return json(place, new String(bytes, StandardCharsets.UTF_8));
  }

  /** The JSON in a text. */
  static JsonNode json(String place, String text) {
    try {
      return JsonMapper.shared().readTree(text);
    } catch (JacksonException e) {
      throw new ModelFormatException(place + " is no JSON: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * Opens a zip file.
   *
   * @throws ModelFormatException if it is none
   */
  static ZipFile zip(Path file) {
    length(file);
    try {
      return new ZipFile(file.toFile());
    } catch (ZipException e) {
      throw new ModelFormatException(file + " is damaged, or no .keras file: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(file + " is damaged: " + e.getMessage(), e);
    }
  }

  /** The configuration in an entry of a zip file. */
  static byte[] configuration(Path file, ZipFile zip, String name) {
    return entry(file, zip, name, MAX_JSON_BYTES);
  }

  /** The weights in an entry of a zip file. */
  static byte[] weights(Path file, ZipFile zip, String name) {
    return entry(file, zip, name, MAX_WEIGHT_BYTES);
  }

  /** Bytes that a file of so many bytes may unpack to. */
  static long mostUnpacked(long length) {
    return Math.max(SMALL_BYTES, MAX_EXPANSION * length);
  }

  private static byte[] entry(Path file, ZipFile zip, String name, long limit) {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new ModelFormatException(
          file + " has no " + name + "; it is no .keras file, or was cut short");
    }
    long most = Math.min(limit, mostUnpacked(length(file)));
    if (entry.getSize() > most) {
      throw tooLarge(file, name, entry.getSize(), most);
    }
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] bytes = in.readNBytes((int) Math.min(Integer.MAX_VALUE - 8L, most + 1));
      if (bytes.length > most) {
        throw tooLarge(file, name, bytes.length, most);
      }
      CRC32 checksum = new CRC32();
      checksum.update(bytes);
      if (checksum.getValue() != entry.getCrc()) {
        throw new ModelFormatException(
            file + ", " + name + " is damaged: its checksum differs; copy the file again");
      }
      return bytes;
    } catch (IOException e) {
      throw new ModelFormatException(file + ", " + name + " is damaged: " + e.getMessage(), e);
    }
  }

  private static RuntimeException tooLarge(Path file, String name, long size, long most) {
    if (size > MAX_WEIGHT_BYTES) {
      return new UnsupportedModelException(
          file
              + ", "
              + name
              + " has more than 2 GiB; unpack the file and load config.json with"
              + " model.weights.h5 beside it");
    }
    return new ModelFormatException(
        file + ", " + name + " would unpack to " + size + " bytes, at most " + most + " are read");
  }
}
