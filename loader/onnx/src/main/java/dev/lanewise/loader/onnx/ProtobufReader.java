package dev.lanewise.loader.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import com.google.protobuf.WireFormat;
import dev.lanewise.error.ModelFormatException;
import dev.lanewise.loader.onnx.proto.TensorProto;
import dev.lanewise.loader.onnx.proto.TensorProto.Chunk;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Parses a message of the ONNX schema and leaves the numbers of tensors where they are: every data
 * field becomes a {@link Chunk} that says where it lies. Only the structure is copied and handed to
 * protobuf, after all lengths, the nesting and the number of parts were checked.
 *
 * <p>The wire format is that of protobuf: a tag (field number and wire type), then a varint, 4 or 8
 * bytes, or a length and as many bytes.
 */
final class ProtobufReader {
  private static final Descriptor TENSOR = TensorProto.getDescriptor();

  /** Messages that one level of nesting takes: node, attribute, graph. */
  private static final int MESSAGES_PER_LEVEL = 3;

  /** Messages around the innermost graph or type. */
  private static final int EDGE_MESSAGES = 10;

  /** Bytes of a length that is filled in later: a varint that is longer than it need be. */
  private static final int LENGTH_BYTES = 5;

  private final ByteBuffer file;
  private final LoadLimits limits;
  private final int maxDepth;
  private int position;
  private int messages;
  private byte[] structure = new byte[1024];
  private int size;

  private ProtobufReader(ByteBuffer file, LoadLimits limits) {
    this.file = file;
    this.limits = limits;
    this.maxDepth = limits.depth() * MESSAGES_PER_LEVEL + EDGE_MESSAGES;
  }

  /**
   * Parses a whole buffer as one message.
   *
   * @throws ModelFormatException if the bytes are no such message or exceed the limits
   */
  static <M extends Message> M read(
      ByteBuffer file, Descriptor type, Parser<M> parser, LoadLimits limits) {
    if (file.limit() == 0) {
      throw new ModelFormatException("the file is empty");
    }
    ProtobufReader reader = new ProtobufReader(file, limits);
    reader.message(type, file.limit(), 0);
    CodedInputStream in = CodedInputStream.newInstance(reader.structure, 0, reader.size);
    in.enableAliasing(true);
    in.setRecursionLimit(reader.maxDepth + 1);
    try {
      return parser.parseFrom(in);
    } catch (InvalidProtocolBufferException e) {
      throw new ModelFormatException("not a valid protobuf message: " + e.getMessage(), e);
    }
  }

  private void message(Descriptor type, int end, int depth) {
    if (depth > maxDepth) {
      throw fail("is nested deeper than the limit of " + limits.depth() + " levels");
    }
    if (++messages > limits.messages()) {
      throw fail("has more than " + limits.messages() + " parts, which is the limit");
    }
    while (position < end) {
      long tag = varint(end);
      int number = (int) (tag >>> 3);
      int wireType = (int) tag & 7;
      if (tag != (int) tag || number == 0) {
        throw fail("has a field without a number");
      }
      FieldDescriptor field = type.findFieldByNumber(number);
      if (field == null || number == TensorProto.CHUNK_FIELD_NUMBER) {
        skip(wireType, end);
      } else if (type == TENSOR && isNumbers(number)) {
        check(field, wireType);
        numbers(number, wireType, end);
      } else {
        check(field, wireType);
        putVarint(tag);
        field(field, wireType, end, depth);
      }
    }
  }

  private static boolean isNumbers(int number) {
    return switch (number) {
      case TensorProto.RAW_DATA_FIELD_NUMBER,
          TensorProto.FLOAT_DATA_FIELD_NUMBER,
          TensorProto.DOUBLE_DATA_FIELD_NUMBER,
          TensorProto.INT32_DATA_FIELD_NUMBER,
          TensorProto.INT64_DATA_FIELD_NUMBER,
          TensorProto.UINT64_DATA_FIELD_NUMBER ->
          true;
      default -> false;
    };
  }

  private void check(FieldDescriptor field, int wireType) {
    boolean packed = wireType == WireFormat.WIRETYPE_LENGTH_DELIMITED && field.isPackable();
    if (!packed && wireType != field.getLiteType().getWireType()) {
      throw fail("field '" + field.getName() + "' has wire type " + wireType);
    }
  }

  private void field(FieldDescriptor field, int wireType, int end, int depth) {
    if (wireType == WireFormat.WIRETYPE_VARINT) {
      putVarint(varint(end));
    } else if (wireType != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
      copy(fixedBytes(wireType, end));
    } else if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
      int length = length(end);
      int mark = reserveLength();
      message(field.getMessageType(), position + length, depth + 1);
      fillLength(mark);
    } else {
      int length = length(end);
      if (!field.isPackable() && length > limits.textBytes()) {
        throw fail("has a text of " + length + " bytes; the limit is " + limits.textBytes());
      }
      if (field.isRepeated() && !field.isPackable() && ++messages > limits.messages()) {
        throw fail("has more than " + limits.messages() + " parts, which is the limit");
      }
      putVarint(length);
      copy(length);
    }
  }

  private void numbers(int number, int wireType, int end) {
    putVarint(tag(TensorProto.CHUNK_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED));
    int mark = reserveLength();
    putVarint(tag(Chunk.FIELD_FIELD_NUMBER, WireFormat.WIRETYPE_VARINT));
    putVarint(number);
    if (wireType == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
      int length = length(end);
      putVarint(tag(Chunk.OFFSET_FIELD_NUMBER, WireFormat.WIRETYPE_VARINT));
      putVarint(position);
      putVarint(tag(Chunk.LENGTH_FIELD_NUMBER, WireFormat.WIRETYPE_VARINT));
      putVarint(length);
      position += length;
    } else {
      putVarint(tag(Chunk.CONTENT_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED));
      int contentMark = reserveLength();
      unpacked(tag(number, wireType), wireType, end);
      fillLength(contentMark);
    }
    fillLength(mark);
  }

  /** Copies values that each have a tag of their own, from the first value on, as one run. */
  private void unpacked(long tag, int wireType, int end) {
    while (true) {
      if (wireType == WireFormat.WIRETYPE_VARINT) {
        putVarint(varint(end));
      } else {
        copy(fixedBytes(wireType, end));
      }
      int next = position;
      if (next == end || varint(end) != tag) {
        position = next;
        return;
      }
    }
  }

  private void skip(int wireType, int end) {
    if (wireType == WireFormat.WIRETYPE_VARINT) {
      varint(end);
    } else if (wireType == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
      int length = length(end);
      position += length;
    } else {
      position += fixedBytes(wireType, end);
    }
  }

  private int fixedBytes(int wireType, int end) {
    int bytes =
        switch (wireType) {
          case WireFormat.WIRETYPE_FIXED32 -> 4;
          case WireFormat.WIRETYPE_FIXED64 -> 8;
          default -> throw fail("has a field of wire type " + wireType);
        };
    if (bytes > end - position) {
      throw truncated();
    }
    return bytes;
  }

  private int length(int end) {
    long length = varint(end);
    if (length < 0 || length > end - position) {
      throw truncated();
    }
    return (int) length;
  }

  private long varint(int end) {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (position >= end) {
        throw truncated();
      }
      byte b = file.get(position++);
      value |= (b & 0x7fL) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw fail("has a number of more than ten bytes");
  }

  private static long tag(int number, int wireType) {
    return (long) number << 3 | wireType;
  }

  private void putVarint(long value) {
    reserve(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      structure[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    structure[size++] = (byte) rest;
  }

  private void copy(int length) {
    reserve(length);
    file.get(position, structure, size, length);
    position += length;
    size += length;
  }

  private int reserveLength() {
    reserve(LENGTH_BYTES);
    size += LENGTH_BYTES;
    return size;
  }

  private void fillLength(int start) {
    int length = size - start;
    for (int i = LENGTH_BYTES; i > 1; i--) {
      structure[start - i] = (byte) (length | 0x80);
      length >>>= 7;
    }
    structure[start - 1] = (byte) length;
  }

  private void reserve(int bytes) {
    long needed = (long) size + bytes;
    if (needed > limits.structureBytes()) {
      throw fail(
          "has more than "
              + limits.structureBytes()
              + " bytes beside the numbers of its tensors, which is the limit");
    }
    if (needed > structure.length) {
      structure =
          Arrays.copyOf(
              structure,
              (int) Math.max(needed, Math.min(structure.length * 2L, limits.structureBytes())));
    }
  }

  private ModelFormatException truncated() {
    return fail("ends in the middle of a field; the file is truncated or damaged");
  }

  private ModelFormatException fail(String message) {
    return new ModelFormatException(
        "not a valid protobuf message: at byte " + position + " it " + message);
  }
}
