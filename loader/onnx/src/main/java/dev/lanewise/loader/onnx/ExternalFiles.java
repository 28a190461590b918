package dev.lanewise.loader.onnx;

import dev.lanewise.error.ModelFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Files beside a model that hold data of its tensors. Only regular files inside the model's folder
 * are read, whatever way a path or a symbolic link takes.
 */
final class ExternalFiles {
  private record Located(Path path, long size) {}

  private final @Nullable Path folder;
  private final Map<String, Located> located = new HashMap<>();
  private final Map<Path, ByteBuffer> mapped = new HashMap<>();

  /** For the model in a folder; null for a model that has no folder, whose files are refused. */
  ExternalFiles(@Nullable Path folder) {
    this.folder = folder;
  }

  /**
   * The bytes that a tensor refers to, mapped.
   *
   * @param bytes how many the tensor needs
   * @param where the tensor, for messages
   */
  ByteBuffer data(Message tensor, long bytes, String where) {
    String location = null;
    long offset = 0;
    long length = bytes;
    for (Message entry : tensor.messages(OnnxSchema.TENSOR_EXTERNAL_DATA)) {
      switch (entry.text(OnnxSchema.ENTRY_KEY)) {
        case "location" -> location = entry.text(OnnxSchema.ENTRY_VALUE);
        case "offset" -> offset = number(entry, where);
        case "length" -> length = number(entry, where);
        default -> {}
      }
    }
    if (location == null) {
      throw new ModelFormatException(where + " has its data in a file that is not named");
    }
    Located file = locate(location, where);
    if (length != bytes) {
      throw new ModelFormatException(
          where + " needs " + bytes + " bytes of data for its shape, but refers to " + length);
    }
    if (offset > file.size || bytes > file.size - offset) {
      throw new ModelFormatException(
          where
              + " refers to bytes "
              + offset
              + " to "
              + (offset + bytes)
              + " of '"
              + location
              + "', which has "
              + file.size);
    }
    return map(file, offset, bytes, where);
  }

  private static long number(Message entry, String where) {
    try {
      long number = Long.parseLong(entry.text(OnnxSchema.ENTRY_VALUE).strip());
      if (number >= 0 && number <= Long.MAX_VALUE / 2) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new ModelFormatException(
          where + " has external data whose " + entry.text(OnnxSchema.ENTRY_KEY) + " is no number",
          e);
    }
    throw new ModelFormatException(
        where
            + " has external data whose "
            + entry.text(OnnxSchema.ENTRY_KEY)
            + " is out of range");
  }

  private Located locate(String location, String where) {
    Located known = located.get(location);
    if (known != null) {
      return known;
    }
    if (folder == null) {
      throw new ModelFormatException(
          where
              + " has its data in the file '"
              + location
              + "'; load the model by its path to have such files read");
    }
    try {
      Path relative = Path.of(location);
      boolean leaves = relative.isAbsolute();
      for (Path part : relative) {
        leaves |= part.toString().equals("..");
      }
      if (leaves || location.isBlank()) {
        throw outside(location, where);
      }
      Path file = folder.resolve(relative);
      if (!Files.isRegularFile(file)) {
        throw new ModelFormatException(
            where + " has its data in '" + location + "', which is not a file beside the model");
      }
      Path real = file.toRealPath();
      if (!real.startsWith(folder.toRealPath())) {
        throw outside(location, where);
      }
      Located result = new Located(real, Files.size(real));
      located.put(location, result);
      return result;
    } catch (InvalidPathException e) {
      throw new ModelFormatException(where + " has its data in a file with an invalid name", e);
    } catch (IOException e) {
      throw new ModelFormatException(where + ": cannot read '" + location + "': " + e, e);
    }
  }

  private static ModelFormatException outside(String location, String where) {
    return new ModelFormatException(
        where
            + " has its data in '"
            + location
            + "', which is outside the model's folder; such files are not read");
  }

  private ByteBuffer map(Located file, long offset, long bytes, String where) {
    try {
      if (file.size > Integer.MAX_VALUE) {
        return map(file.path, offset, bytes);
      }
      ByteBuffer whole = mapped.get(file.path);
      if (whole == null) {
        whole = map(file.path, 0, file.size);
        mapped.put(file.path, whole);
      }
      return whole.slice((int) offset, (int) bytes);
    } catch (IOException e) {
      throw new ModelFormatException(where + ": cannot map '" + file.path.getFileName() + "'", e);
    }
  }

  private static ByteBuffer map(Path path, long offset, long bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(path)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, offset, bytes);
    }
  }
}
