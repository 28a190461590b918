package dev.lanewise.trainer;

import dev.lanewise.error.InvalidInputException;
import dev.lanewise.tensor.Shape;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * Unsigned bytes in the IDX format in which MNIST is published: two zero bytes, the element type
 * (8), the number of dimensions, the dimensions as big-endian 32-bit numbers, the elements.
 *
 * @param shape dimensions
 * @param bytes elements, row-major
 */
public record IdxFile(Shape shape, byte[] bytes) {
  private static final int UNSIGNED_BYTE = 8;
  private static final int MAX_RANK = 4;

  /**
   * Reads a file, unpacking it if its name ends in {@code .gz}.
   *
   * @throws InvalidInputException if it is no such file or is cut off
   */
  public static IdxFile read(Path file) {
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(file));
        DataInputStream in =
            new DataInputStream(
                file.toString().endsWith(".gz") ? new GZIPInputStream(raw, 1 << 16) : raw)) {
      int magic = in.readInt();
      int rank = magic & 0xff;
      if (magic >>> 8 != UNSIGNED_BYTE || rank < 1 || rank > MAX_RANK) {
        throw new InvalidInputException(file + " is no IDX file of bytes");
      }
      long[] dims = new long[rank];
      for (int i = 0; i < rank; i++) {
        dims[i] = in.readInt();
      }
      Shape shape = Shape.of(dims);
      byte[] bytes = in.readNBytes(shape.size());
      if (bytes.length < shape.size()) {
        throw new InvalidInputException(
            file + " is cut off: shape " + shape + ", but only " + bytes.length + " elements");
      }
      return new IdxFile(shape, bytes);
    } catch (EOFException | IllegalArgumentException e) {
      throw new InvalidInputException(file + " is no IDX file: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
