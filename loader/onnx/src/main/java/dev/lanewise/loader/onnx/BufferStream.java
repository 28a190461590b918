package dev.lanewise.loader.onnx;

import java.io.InputStream;
import java.nio.ByteBuffer;

/** The bytes of a buffer from its index 0 to its limit as a stream. */
final class BufferStream extends InputStream {
  private final ByteBuffer rest;

  /** A stream that leaves the buffer's position alone. */
  BufferStream(ByteBuffer buffer) {
    this.rest = buffer.duplicate().rewind();
  }

  @Override
  public int read() {
    return rest.hasRemaining() ? rest.get() & 0xff : -1;
  }

  @Override
  public int read(byte[] to, int offset, int length) {
    int count = Math.min(length, rest.remaining());
    rest.get(to, offset, count);
    return count == 0 && length > 0 ? -1 : count;
  }

  @Override
  public long skip(long bytes) {
    int count = (int) Math.max(0, Math.min(bytes, rest.remaining()));
    rest.position(rest.position() + count);
    return count;
  }

  @Override
  public int available() {
    return rest.remaining();
  }
}
