package dev.lanewise.loader.onnx;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The numbers of a tensor as the bytes they are in a file, without tags. */
final class Data {
  private static final byte[] NONE = {};

  private final List<ByteBuffer> pieces = new ArrayList<>(1);

  /** Numbers that had a tag each, and came after the last piece. */
  private byte[] single = NONE;

  private int size;

  /** Adds a piece of the file, which is not copied. */
  void add(ByteBuffer piece) {
    join();
    pieces.add(piece);
  }

  /** Puts a piece of the file in the place of all that is there. */
  void replace(ByteBuffer piece) {
    pieces.clear();
    pieces.add(piece);
  }

  /** Adds a copy of the bytes of one number. */
  void addSingle(ByteBuffer file, int from, int length) {
    if (length > single.length - size) {
      single = Arrays.copyOf(single, Math.max(2 * size, size + length));
    }
    file.get(from, single, size, length);
    size += length;
  }

  private void join() {
    if (size > 0) {
      pieces.add(ByteBuffer.wrap(Arrays.copyOf(single, size)));
      single = NONE;
      size = 0;
    }
  }

  /** Whether there are no bytes. */
  boolean isEmpty() {
    for (ByteBuffer piece : pieces) {
      if (piece.hasRemaining()) {
        return false;
      }
    }
    return size == 0;
  }

  /** The bytes, piece by piece. */
  List<ByteBuffer> pieces() {
    join();
    return List.copyOf(pieces);
  }
}
