package dev.lanewise.loader.operators;

import dev.lanewise.error.ModelFormatException;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Elements of one tensor as a file holds them: little-endian numbers one after another, or varints.
 * Types narrower than a byte share bytes, the first element in the lowest bits.
 *
 * @param dtype element type
 * @param elements number of elements
 * @param varints whether each number (each byte of a narrow type) is a varint
 * @param pieces where the numbers are; several pieces follow one another
 */
public record ElementData(DType dtype, int elements, boolean varints, List<ByteBuffer> pieces) {

  /** Array elements, or bytes for a type narrower than a byte. */
  private static long units(DType dtype, long elements) {
    return dtype.bits() < 8
        ? (elements * dtype.bits() + 7) / 8
        : Math.multiplyExact(elements, dtype.arity());
  }

  /** Bytes that so many elements take when they are not varints. */
  public static long bytes(DType dtype, long elements) {
    return Math.multiplyExact(units(dtype, elements), dtype.storage().bytes());
  }

  /**
   * Checks that there are as many numbers as the elements need.
   *
   * @param where the tensor, for messages
   */
  public void check(String where) {
    long found = 0;
    long wanted = units(dtype, elements);
    int unit = varints ? 1 : dtype.storage().bytes();
    for (ByteBuffer piece : pieces) {
      int bytes = piece.limit();
      if (varints ? bytes > 0 && piece.get(bytes - 1) < 0 : bytes % unit != 0) {
        throw new ModelFormatException(where + " has data that ends in the middle of an element");
      }
      found += varints ? countVarints(piece) : bytes / unit;
    }
    if (found != wanted) {
      throw new ModelFormatException(
          where
              + " needs "
              + wanted * unit
              + (varints ? " numbers" : " bytes")
              + " of data, but has "
              + found * unit);
    }
  }

  private static long countVarints(ByteBuffer piece) {
    long count = 0;
    for (int i = 0; i < piece.limit(); i++) {
      count += piece.get(i) >= 0 ? 1 : 0;
    }
    return count;
  }

  /**
   * A tensor with the elements, which stay where they are until they are used.
   *
   * @param shape its shape, of as many elements
   */
  public Tensor tensor(Shape shape) {
    return dtype == DType.FLOAT
        ? Tensor.stored(shape, this::read)
        : Tensor.lazy(dtype, shape, this::toArray);
  }

  /** The elements in an array of the type's storage. */
  public Object toArray() {
    if (dtype.bits() < 8) {
      byte[] packed = new byte[(int) units(dtype, elements)];
      read(packed, 0);
      return unpack(packed);
    }
    Object array = dtype.storage().allocate((int) units(dtype, elements));
    read(array, 0);
    if (dtype == DType.BOOL) {
      byte[] truth = (byte[]) array;
      for (int i = 0; i < truth.length; i++) {
        truth[i] = (byte) (truth[i] == 0 ? 0 : 1);
      }
    }
    return array;
  }

  private byte[] unpack(byte[] packed) {
    byte[] y = new byte[elements];
    int bits = dtype.bits();
    int perByte = 8 / bits;
    int drop = 32 - bits;
    boolean signed = dtype.isInteger() && !dtype.isUnsigned();
    for (int i = 0; i < elements; i++) {
      int code = packed[i / perByte] >>> i % perByte * bits << drop;
      y[i] = (byte) (signed ? code >> drop : code >>> drop);
    }
    return y;
  }

  private void read(Object array, int from) {
    int at = from;
    for (ByteBuffer piece : pieces) {
      at = varints ? readVarints(piece, array, at) : readFixed(piece, array, at);
    }
  }

  private static int readFixed(ByteBuffer piece, Object array, int at) {
    ByteBuffer from = piece.duplicate().rewind().order(ByteOrder.LITTLE_ENDIAN);
    if (array instanceof float[] floats) {
      from.asFloatBuffer().get(floats, at, from.limit() / 4);
      return at + from.limit() / 4;
    } else if (array instanceof double[] doubles) {
      from.asDoubleBuffer().get(doubles, at, from.limit() / 8);
      return at + from.limit() / 8;
    } else if (array instanceof long[] longs) {
      from.asLongBuffer().get(longs, at, from.limit() / 8);
      return at + from.limit() / 8;
    } else if (array instanceof int[] ints) {
      from.asIntBuffer().get(ints, at, from.limit() / 4);
      return at + from.limit() / 4;
    } else if (array instanceof short[] shorts) {
      from.asShortBuffer().get(shorts, at, from.limit() / 2);
      return at + from.limit() / 2;
    }
    from.get((byte[]) array, at, from.limit());
    return at + from.limit();
  }

  private static int readVarints(ByteBuffer piece, Object array, int at) {
    int to = at;
    long value = 0;
    int shift = 0;
    for (int i = 0; i < piece.limit(); i++) {
      byte b = piece.get(i);
      value |= (b & 0x7fL) << shift;
      shift += 7;
      if (b >= 0) {
        put(array, to++, value);
        value = 0;
        shift = 0;
      }
    }
    return to;
  }

  private static void put(Object array, int at, long value) {
    if (array instanceof long[] longs) {
      longs[at] = value;
    } else if (array instanceof int[] ints) {
      ints[at] = (int) value;
    } else if (array instanceof short[] shorts) {
      shorts[at] = (short) value;
    } else {
      ((byte[]) array)[at] = (byte) value;
    }
  }

  /** The elements of a tensor as they are read back; STRING has no such form. */
  public static byte[] encode(Tensor tensor) {
    DType dtype = tensor.dtype();
    if (dtype.bits() < 8) {
      return pack(tensor.bytes(), dtype.bits());
    }
    byte[] bytes = new byte[Math.toIntExact(bytes(dtype, tensor.size()))];
    ByteBuffer to = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    Object array = tensor.array();
    switch (dtype.storage()) {
      case FLOATS -> to.asFloatBuffer().put((float[]) array);
      case DOUBLES -> to.asDoubleBuffer().put((double[]) array);
      case LONGS -> to.asLongBuffer().put((long[]) array);
      case INTS -> to.asIntBuffer().put((int[]) array);
      case SHORTS -> to.asShortBuffer().put((short[]) array);
      case BYTES -> to.put((byte[]) array);
      case STRINGS -> throw new IllegalStateException("strings have no raw form");
    }
    return bytes;
  }

  private static byte[] pack(byte[] codes, int bits) {
    int perByte = 8 / bits;
    int mask = (1 << bits) - 1;
    byte[] packed = new byte[(codes.length + perByte - 1) / perByte];
    for (int i = 0; i < codes.length; i++) {
      packed[i / perByte] |= (byte) ((codes[i] & mask) << i % perByte * bits);
    }
    return packed;
  }
}
