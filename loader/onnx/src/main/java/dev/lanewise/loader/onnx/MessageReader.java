package dev.lanewise.loader.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.lanewise.error.ModelFormatException;
import dev.lanewise.loader.onnx.MessageType.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads a message of the ONNX schema and all messages inside of it, and leaves the numbers of
 * tensors where they are in the file. All lengths, wire types, the nesting and the number of parts
 * are checked.
 *
 * <p>Protobuf decodes the bytes; the classes that it would generate for the schema are not used,
 * since loading them takes a cold JVM longer than reading a small model.
 */
final class MessageReader {
  /** Messages that one level of nesting takes: node, attribute, graph. */
  private static final int MESSAGES_PER_LEVEL = 3;

  /** Messages around the innermost graph or type. */
  private static final int EDGE_MESSAGES = 10;

  /** What stands for bytes that are no UTF-8 in a decoded text. */
  private static final char REPLACEMENT = '\ufffd';

  private final ByteBuffer file;
  private final CodedInputStream in;
  private final LoadLimits limits;
  private final int maxDepth;
  private int parts;
  private long structure;

  private MessageReader(ByteBuffer file, LoadLimits limits) {
    this.file = file;
    // Of a buffer without an array, protobuf would copy all, or read it by means that JDKs warn of.
    this.in =
        file.hasArray()
            ? CodedInputStream.newInstance(file.array(), file.arrayOffset(), file.limit())
            : CodedInputStream.newInstance(new BufferStream(file));
    this.limits = limits;
    this.maxDepth = limits.depth() * MESSAGES_PER_LEVEL + EDGE_MESSAGES;
  }

  /**
   * Reads a whole buffer as one message.
   *
   * @param file from its index 0 to its limit; must not change as long as the message is in use
   * @throws ModelFormatException if the bytes are no such message or exceed the limits
   */
  static Message read(ByteBuffer file, MessageType type, LoadLimits limits) {
    if (file.limit() == 0) {
      throw new ModelFormatException("the file is empty");
    }
    Message message = new Message();
    MessageReader reader = new MessageReader(file, limits);
    try {
      reader.in.pushLimit(file.limit());
      reader.fields(message, type, 0);
    } catch (IOException e) {
      throw new ModelFormatException(reader.place() + ": " + e.getMessage(), e);
    }
    return message;
  }

  private void fields(Message message, MessageType type, int depth) throws IOException {
    if (depth > maxDepth) {
      throw fail("is nested deeper than the limit of " + limits.depth() + " levels");
    }
    countPart();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      Kind kind = type.kind(WireFormat.getTagFieldNumber(tag));
      if (kind != null) {
        field(message, type, kind, tag, depth);
      } else if (!in.skipField(tag)) {
        throw fail("ends a group that has not begun");
      }
    }
  }

  private void field(Message message, MessageType type, Kind kind, int tag, int depth)
      throws IOException {
    int field = WireFormat.getTagFieldNumber(tag);
    int wireType = WireFormat.getTagWireType(tag);
    if (!kind.mayBe(wireType)) {
      throw fail("has wire type " + wireType + " in field " + field + " of the " + type);
    }
    if (type.isChoice()) {
      message.choose(field);
    }
    MessageType content = type.content(field);
    if (content != null) {
      int outer = in.pushLimit(length());
      boolean merge = kind == Kind.MESSAGE;
      fields(merge ? message.openMessage(field) : message.addMessage(field), content, depth + 1);
      in.popLimit(outer);
    } else if (kind == Kind.NAME || kind == Kind.TEXT) {
      message.addText(field, text(kind));
    } else if (kind == Kind.NUMBERS || kind == Kind.REALS) {
      numbers(message.openNumbers(field), kind, wireType);
    } else if (kind == Kind.RAW_DATA) {
      message.openData(field).replace(piece());
    } else if (wireType == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
      message.openData(field).add(piece());
    } else {
      int begin = in.getTotalBytesRead();
      in.skipField(tag);
      message.openData(field).addSingle(file, begin, in.getTotalBytesRead() - begin);
    }
  }

  private String text(Kind kind) throws IOException {
    int length = length();
    if (length > limits.textBytes()) {
      throw fail("has a text of " + length + " bytes; the limit is " + limits.textBytes());
    }
    countPart();
    countStructure(length);
    byte[] bytes = in.readRawBytes(length);
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (kind == Kind.NAME
        && text.indexOf(REPLACEMENT) >= 0
        && !Arrays.equals(bytes, text.getBytes(StandardCharsets.UTF_8))) {
      throw fail("has a name that is not in UTF-8");
    }
    return text;
  }

  private void numbers(Numbers numbers, Kind kind, int wireType) throws IOException {
    if (wireType == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
      int length = length();
      countStructure(length);
      int outer = in.pushLimit(length);
      while (!in.isAtEnd()) {
        numbers.add(number(kind));
      }
      in.popLimit(outer);
    } else {
      countStructure(Float.BYTES);
      numbers.add(number(kind));
    }
  }

  private long number(Kind kind) throws IOException {
    return kind == Kind.REALS ? in.readRawLittleEndian32() : varint();
  }

  private ByteBuffer piece() throws IOException {
    int length = length();
    int begin = in.getTotalBytesRead();
    countPart();
    in.skipRawBytes(length);
    return file.slice(begin, length);
  }

  private int length() throws IOException {
    long length = varint();
    if (length < 0 || length > in.getBytesUntilLimit()) {
      throw fail("ends in the middle of a field; the file is truncated or damaged");
    }
    return (int) length;
  }

  private long varint() throws IOException {
    long value = in.readRawVarint64();
    // Protobuf takes ten bytes of an array for a number even if the tenth is not its end.
    if (file.get(in.getTotalBytesRead() - 1) < 0) {
      throw fail("has a number of more than ten bytes");
    }
    return value;
  }

  private void countPart() {
    if (++parts > limits.messages()) {
      throw fail("has more than " + limits.messages() + " parts, which is the limit");
    }
  }

  private void countStructure(int bytes) {
    structure += bytes;
    if (structure > limits.structureBytes()) {
      throw fail(
          "has more than "
              + limits.structureBytes()
              + " bytes beside the numbers of its tensors, which is the limit");
    }
  }

  private String place() {
    return "not a valid protobuf message: at byte " + in.getTotalBytesRead();
  }

  private ModelFormatException fail(String message) {
    return new ModelFormatException(place() + " it " + message);
  }
}
