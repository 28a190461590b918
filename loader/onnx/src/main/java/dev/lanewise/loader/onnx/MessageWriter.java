package dev.lanewise.loader.onnx;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import dev.lanewise.error.UnsupportedModelException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A message of the ONNX schema to be written. Fields are written in the order of their numbers,
 * those with the same number in the order in which they were added.
 */
final class MessageWriter {
  private interface Content {
    void writeTo(CodedOutputStream out) throws IOException;
  }

  /**
   * One field.
   *
   * @param size bytes that it takes, tag and length included
   */
  private record Field(int number, int size, Content content) {}

  /** Leaves room for the tag and the length of the message around. */
  private static final int MAX_BYTES = Integer.MAX_VALUE - 16;

  private final List<Field> fields = new ArrayList<>();

  private MessageWriter add(int field, int size, Content content) {
    fields.add(new Field(field, size, content));
    return this;
  }

  /** Adds a whole number. */
  MessageWriter number(int field, long value) {
    return add(
        field,
        CodedOutputStream.computeInt64Size(field, value),
        out -> out.writeInt64(field, value));
  }

  /** Adds a real number. */
  MessageWriter real(int field, float value) {
    return add(
        field,
        CodedOutputStream.computeFloatSize(field, value),
        out -> out.writeFloat(field, value));
  }

  /** Adds a text. */
  MessageWriter text(int field, String text) {
    return bytes(field, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds bytes, which must not be changed until the message is written. */
  MessageWriter bytes(int field, byte[] bytes) {
    return add(
        field,
        CodedOutputStream.computeByteArraySize(field, bytes),
        out -> out.writeByteArray(field, bytes));
  }

  /**
   * Adds a message as it is now.
   *
   * @throws UnsupportedModelException if it has 2 GB or more
   */
  MessageWriter message(int field, MessageWriter message) {
    List<Field> content = message.sorted();
    long total = 0;
    for (Field f : content) {
      total += f.size;
    }
    if (total > MAX_BYTES) {
      throw new UnsupportedModelException("ONNX files with more than 2 GB are not written");
    }
    int length = (int) total;
    int head =
        CodedOutputStream.computeTagSize(field) + CodedOutputStream.computeUInt32SizeNoTag(length);
    return add(
        field,
        head + length,
        out -> {
          out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
          out.writeUInt32NoTag(length);
          write(content, out);
        });
  }

  private List<Field> sorted() {
    List<Field> sorted = new ArrayList<>(fields);
    sorted.sort(Comparator.comparingInt(Field::number));
    return sorted;
  }

  private static void write(List<Field> fields, CodedOutputStream out) throws IOException {
    for (Field field : fields) {
      field.content.writeTo(out);
    }
  }

  /** Writes the message. */
  void writeTo(OutputStream to) throws IOException {
    CodedOutputStream out = CodedOutputStream.newInstance(to);
    write(sorted(), out);
    out.flush();
  }

  /** The message in memory. */
  byte[] toByteArray() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
