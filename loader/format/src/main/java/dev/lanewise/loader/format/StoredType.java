package dev.lanewise.loader.format;

import dev.lanewise.tensor.DType;
import org.jspecify.annotations.Nullable;

/** Element types that safetensors files name; all others are stored as bytes ({@link #U8}). */
enum StoredType {
  BOOL(DType.BOOL),
  U8(DType.UINT8),
  I8(DType.INT8),
  F8_E5M2(DType.FLOAT8E5M2),
  F8_E4M3(DType.FLOAT8E4M3FN),
  I16(DType.INT16),
  U16(DType.UINT16),
  F16(DType.FLOAT16),
  BF16(DType.BFLOAT16),
  I32(DType.INT32),
  U32(DType.UINT32),
  F32(DType.FLOAT),
  F64(DType.DOUBLE),
  I64(DType.INT64),
  U64(DType.UINT64);

  private final DType dtype;

  StoredType(DType dtype) {
    this.dtype = dtype;
  }

  /** The element type it names. */
  DType dtype() {
    return dtype;
  }

  /** Bytes of one element. */
  int bytes() {
    return dtype.bits() / 8;
  }

  /** The type with a name, null if there is none. */
  static @Nullable StoredType named(String name) {
    for (StoredType type : values()) {
      if (type.name().equals(name)) {
        return type;
      }
    }
    return null;
  }

  /** The type that names an element type, U8 if none does. */
  static StoredType of(DType dtype) {
    for (StoredType type : values()) {
      if (type.dtype == dtype) {
        return type;
      }
    }
    return U8;
  }
}
