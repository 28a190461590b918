package dev.lanewise.loader.format;

import dev.lanewise.error.ModelFormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The bytes of a model file, in memory or mapped. */
interface FileBytes {
  /** Number of bytes. */
  long size();

  /** A part of the bytes, which must be there. */
  ByteBuffer part(long offset, int length);

  /** The rest of a buffer. */
  static FileBytes of(ByteBuffer buffer) {
    ByteBuffer whole = buffer.slice();
    return new FileBytes() {
      @Override
      public long size() {
        return whole.capacity();
      }

      @Override
      public ByteBuffer part(long offset, int length) {
        ByteBuffer part = whole.duplicate();
        part.position((int) offset);
        part.limit((int) offset + length);
        return part.slice();
      }
    };
  }

  /** A file, mapped in one piece if it is small enough, else part by part. */
  static FileBytes of(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(Files.exists(file) ? "not a file" : "no such file");
    }
    long size = Files.size(file);
    if (size <= Integer.MAX_VALUE) {
      return of(map(file, 0, size));
    }
    return new FileBytes() {
      @Override
      public long size() {
        return size;
      }

      @Override
      public ByteBuffer part(long offset, int length) {
        try {
          return map(file, offset, length);
        } catch (IOException e) {
          throw new ModelFormatException("cannot map " + file + ": " + e.getMessage(), e);
        }
      }
    };
  }

  private static ByteBuffer map(Path file, long offset, long length) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, offset, length);
    }
  }

  /** All bytes of a stream up to its end; the stream stays open. */
  static FileBytes of(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] buffer = new byte[1 << 16];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      bytes.write(buffer, 0, n);
    }
    return of(ByteBuffer.wrap(bytes.toByteArray()));
  }
}
