package dev.lanewise.tensor;

/**
 * Element types; the names are those of the ONNX standard. Types narrower than a byte are held one
 * per byte, unpacked; unsigned types in the signed array of their width; BOOL as 0 or 1.
 */
public enum DType {
  /** IEEE binary32. */
  FLOAT(Storage.FLOATS, Kind.FLOATING, 32),
  /** IEEE binary64. */
  DOUBLE(Storage.DOUBLES, Kind.FLOATING, 64),
  /** IEEE binary16, as its bits. */
  FLOAT16(Storage.SHORTS, Kind.FLOATING, 16),
  /** Upper half of a binary32, as its bits. */
  BFLOAT16(Storage.SHORTS, Kind.FLOATING, 16),
  /** 4 exponent and 3 mantissa bits, finite, bias 7. */
  FLOAT8E4M3FN(Storage.BYTES, Kind.FLOATING, 8),
  /** 4 exponent and 3 mantissa bits, finite, one zero, bias 8. */
  FLOAT8E4M3FNUZ(Storage.BYTES, Kind.FLOATING, 8),
  /** 5 exponent and 2 mantissa bits, IEEE-like, bias 15. */
  FLOAT8E5M2(Storage.BYTES, Kind.FLOATING, 8),
  /** 5 exponent and 2 mantissa bits, finite, one zero, bias 16. */
  FLOAT8E5M2FNUZ(Storage.BYTES, Kind.FLOATING, 8),
  /** 8 exponent bits only: a power of two. */
  FLOAT8E8M0(Storage.BYTES, Kind.FLOATING, 8),
  /** 2 exponent bits, 1 mantissa bit, bias 1, finite. */
  FLOAT4E2M1(Storage.BYTES, Kind.FLOATING, 4),
  /** Signed 2 bits. */
  INT2(Storage.BYTES, Kind.SIGNED, 2),
  /** Signed 4 bits. */
  INT4(Storage.BYTES, Kind.SIGNED, 4),
  /** Signed 8 bits. */
  INT8(Storage.BYTES, Kind.SIGNED, 8),
  /** Signed 16 bits. */
  INT16(Storage.SHORTS, Kind.SIGNED, 16),
  /** Signed 32 bits. */
  INT32(Storage.INTS, Kind.SIGNED, 32),
  /** Signed 64 bits. */
  INT64(Storage.LONGS, Kind.SIGNED, 64),
  /** Unsigned 2 bits. */
  UINT2(Storage.BYTES, Kind.UNSIGNED, 2),
  /** Unsigned 4 bits. */
  UINT4(Storage.BYTES, Kind.UNSIGNED, 4),
  /** Unsigned 8 bits. */
  UINT8(Storage.BYTES, Kind.UNSIGNED, 8),
  /** Unsigned 16 bits. */
  UINT16(Storage.SHORTS, Kind.UNSIGNED, 16),
  /** Unsigned 32 bits. */
  UINT32(Storage.INTS, Kind.UNSIGNED, 32),
  /** Unsigned 64 bits. */
  UINT64(Storage.LONGS, Kind.UNSIGNED, 64),
  /** Truth value, 0 or 1. */
  BOOL(Storage.BYTES, Kind.BOOLEAN, 8),
  /** Text. */
  STRING(Storage.STRINGS, Kind.TEXT, 64),
  /** Two binary32: real, imaginary. */
  COMPLEX64(Storage.FLOATS, Kind.COMPLEX, 64),
  /** Two binary64: real, imaginary. */
  COMPLEX128(Storage.DOUBLES, Kind.COMPLEX, 128);

  private enum Kind {
    FLOATING,
    SIGNED,
    UNSIGNED,
    BOOLEAN,
    TEXT,
    COMPLEX
  }

  private final Storage storage;
  private final Kind kind;
  private final int bits;

  DType(Storage storage, Kind kind, int bits) {
    this.storage = storage;
    this.kind = kind;
    this.bits = bits;
  }

  /** The kind of array that holds elements of this type. */
  public Storage storage() {
    return storage;
  }

  /** Array elements per tensor element: 2 for complex numbers, else 1. */
  public int arity() {
    return kind == Kind.COMPLEX ? 2 : 1;
  }

  /** Bits of one element as the standard packs it. */
  public int bits() {
    return bits;
  }

  /** Whether this is a real floating-point type of any width. */
  public boolean isFloating() {
    return kind == Kind.FLOATING;
  }

  /** Whether this is a signed or unsigned integer type (BOOL is not). */
  public boolean isInteger() {
    return kind == Kind.SIGNED || kind == Kind.UNSIGNED;
  }

  /** Whether this is an unsigned integer type. */
  public boolean isUnsigned() {
    return kind == Kind.UNSIGNED;
  }

  /** Whether this is a real number type: floating or integer. */
  public boolean isNumeric() {
    return isFloating() || isInteger();
  }

  /** Whether elements are complex numbers. */
  public boolean isComplex() {
    return kind == Kind.COMPLEX;
  }

  /** Smallest value of an integer type; 0 for BOOL. */
  public long min() {
    return kind == Kind.SIGNED ? -1L << (bits - 1) : 0;
  }

  /** Largest value of an integer type; 1 for BOOL. For UINT64 all bits set, that is −1. */
  public long max() {
    if (kind == Kind.SIGNED) {
      return ~(-1L << (bits - 1));
    }
    return kind == Kind.BOOLEAN ? 1 : -1L >>> (64 - bits);
  }
}
