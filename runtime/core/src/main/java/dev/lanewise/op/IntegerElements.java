package dev.lanewise.op;

import dev.lanewise.tensor.DType;

/** Integers of up to 32 bits from and to floats that hold integers, in loops that vectorise. */
final class IntegerElements {
  private IntegerElements() {}

  /** One element. */
  static int get(DType type, Object array, int at) {
    boolean unsigned = type.isUnsigned();
    return switch (type.storage()) {
      case BYTES -> unsigned ? ((byte[]) array)[at] & 0xff : ((byte[]) array)[at];
      case SHORTS -> unsigned ? ((short[]) array)[at] & 0xffff : ((short[]) array)[at];
      case INTS -> ((int[]) array)[at];
      default -> throw new IllegalArgumentException(type + " is not an integer of up to 32 bits");
    };
  }

  /** {@code y[i] = x[i] − zero}; exact if the difference is below 2^24. */
  static void toFloats(DType type, Object array, int at, int zero, float[] y, int yAt, int n) {
    boolean unsigned = type.isUnsigned();
    switch (type.storage()) {
      case BYTES:
        byte[] bytes = (byte[]) array;
        if (unsigned) {
          for (int i = 0; i < n; i++) {
            y[yAt + i] = (bytes[at + i] & 0xff) - zero;
          }
        } else {
          for (int i = 0; i < n; i++) {
            y[yAt + i] = bytes[at + i] - zero;
          }
        }
        break;
      case SHORTS:
        short[] shorts = (short[]) array;
        if (unsigned) {
          for (int i = 0; i < n; i++) {
            y[yAt + i] = (shorts[at + i] & 0xffff) - zero;
          }
        } else {
          for (int i = 0; i < n; i++) {
            y[yAt + i] = shorts[at + i] - zero;
          }
        }
        break;
      case INTS:
        int[] ints = (int[]) array;
        for (int i = 0; i < n; i++) {
          y[yAt + i] = (float) ((double) ints[at + i] - zero);
        }
        break;
      default:
        throw new IllegalArgumentException(type + " is not an integer of up to 32 bits");
    }
  }

  /** {@code y[i] = x[i] + zero} for floats that hold integers in the range of the type. */
  static void fromFloats(DType type, float[] x, int xAt, int zero, Object array, int at, int n) {
    switch (type.storage()) {
      case BYTES:
        byte[] bytes = (byte[]) array;
        for (int i = 0; i < n; i++) {
          bytes[at + i] = (byte) ((int) x[xAt + i] + zero);
        }
        break;
      case SHORTS:
        short[] shorts = (short[]) array;
        for (int i = 0; i < n; i++) {
          shorts[at + i] = (short) ((int) x[xAt + i] + zero);
        }
        break;
      case INTS:
        int[] ints = (int[]) array;
        for (int i = 0; i < n; i++) {
          ints[at + i] = (int) x[xAt + i] + zero;
        }
        break;
      default:
        throw new IllegalArgumentException(type + " is not an integer of up to 32 bits");
    }
  }
}
