package dev.lanewise.op;

import dev.lanewise.tensor.DType;

/** Sets of element types that the standard admits for whole families of operators. */
final class Types {
  private Types() {}

  /** Floats of 16, 32 and 64 bits. */
  static boolean isFloat(DType dtype) {
    return dtype.isFloating() && dtype.bits() >= 16;
  }

  /** Integers of 8 to 64 bits. */
  static boolean isInteger(DType dtype) {
    return dtype.isInteger() && dtype.bits() >= 8;
  }

  /** Floats of 16 to 64 bits and integers of 8 to 64 bits. */
  static boolean isNumber(DType dtype) {
    return isFloat(dtype) || isInteger(dtype);
  }

  /** Floats of 16 to 64 bits and signed integers of 8 to 64 bits. */
  static boolean isSignedNumber(DType dtype) {
    return isNumber(dtype) && !dtype.isUnsigned();
  }

  /** Floats of 16 to 64 bits and integers of 32 and 64 bits. */
  static boolean isFloatOrLargeInteger(DType dtype) {
    return isFloat(dtype) || (dtype.isInteger() && dtype.bits() >= 32);
  }

  /** The rule that is broken when an operator gets an element type it is not defined for. */
  static String notDefinedFor(DType dtype) {
    return "the operator is not defined for elements of type " + dtype;
  }
}
