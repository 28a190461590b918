package dev.lanewise.loader.onnx;

import com.google.protobuf.WireFormat;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one kind of message: what their numbers stand for. Fields not listed are skipped.
 */
final class MessageType {
  /** What a field holds. */
  enum Kind {
    /** Varints. */
    NUMBERS(WireFormat.WIRETYPE_VARINT),
    /** Numbers of four bytes. */
    REALS(WireFormat.WIRETYPE_FIXED32),
    /** Varints that are data of a tensor. */
    NUMBER_DATA(WireFormat.WIRETYPE_VARINT),
    /** Numbers of four bytes that are data of a tensor. */
    REAL_DATA(WireFormat.WIRETYPE_FIXED32),
    /** Numbers of eight bytes that are data of a tensor. */
    DOUBLE_DATA(WireFormat.WIRETYPE_FIXED64),
    /** Bytes that are data of a tensor. */
    RAW_DATA(WireFormat.WIRETYPE_LENGTH_DELIMITED),
    /** A text that must be UTF-8. */
    NAME(WireFormat.WIRETYPE_LENGTH_DELIMITED),
    /** Bytes that are a text, whatever they hold. */
    TEXT(WireFormat.WIRETYPE_LENGTH_DELIMITED),
    /** One message: if there are several, they are one in parts. */
    MESSAGE(WireFormat.WIRETYPE_LENGTH_DELIMITED),
    /** Any number of messages. */
    MESSAGES(WireFormat.WIRETYPE_LENGTH_DELIMITED);

    private final int wireType;

    Kind(int wireType) {
      this.wireType = wireType;
    }

    /** Whether a field may have a wire type; numbers may come as one run of bytes. */
    boolean mayBe(int type) {
      return type == wireType || type == WireFormat.WIRETYPE_LENGTH_DELIMITED;
    }
  }

  private static final int FIELDS = 32;

  private final String name;
  private final @Nullable Kind[] kinds = new Kind[FIELDS];
  private final @Nullable MessageType[] contents = new MessageType[FIELDS];
  private boolean choice;

  /** A type without fields. */
  MessageType(String name) {
    this.name = name;
  }

  /** Adds fields. */
  MessageType with(Kind kind, int... fields) {
    for (int field : fields) {
      kinds[field] = kind;
    }
    return this;
  }

  /** Adds fields that hold messages. */
  MessageType with(Kind kind, MessageType content, int... fields) {
    for (int field : fields) {
      kinds[field] = kind;
      contents[field] = content;
    }
    return this;
  }

  /** Makes this the type of messages that have one of their fields: the last one in the file. */
  MessageType choice() {
    choice = true;
    return this;
  }

  /** Whether messages have one of their fields only. */
  boolean isChoice() {
    return choice;
  }

  /** What a field holds, null for one that is skipped. */
  @Nullable Kind kind(int field) {
    return field < FIELDS ? kinds[field] : null;
  }

  /** The type of messages in a field. */
  @Nullable MessageType content(int field) {
    return contents[field];
  }

  @Override
  public String toString() {
    return name;
  }
}
