package dev.lanewise.loader.operators;

import dev.lanewise.error.ModelFormatException;
import dev.lanewise.error.UnsupportedModelException;
import dev.lanewise.tensor.DType;
import org.jspecify.annotations.Nullable;

/** Numbers of the element types in the ONNX standard. */
public final class ElementTypes {
  /** At the index that is the number; 0 stands for none. */
  private static final @Nullable DType[] BY_NUMBER = {
    null,
    DType.FLOAT,
    DType.UINT8,
    DType.INT8,
    DType.UINT16,
    DType.INT16,
    DType.INT32,
    DType.INT64,
    DType.STRING,
    DType.BOOL,
    DType.FLOAT16,
    DType.DOUBLE,
    DType.UINT32,
    DType.UINT64,
    DType.COMPLEX64,
    DType.COMPLEX128,
    DType.BFLOAT16,
    DType.FLOAT8E4M3FN,
    DType.FLOAT8E4M3FNUZ,
    DType.FLOAT8E5M2,
    DType.FLOAT8E5M2FNUZ,
    DType.UINT4,
    DType.INT4,
    DType.FLOAT4E2M1,
    DType.FLOAT8E8M0,
    DType.UINT2,
    DType.INT2
  };

  private ElementTypes() {}

  /**
   * The element type that a number stands for.
   *
   * @param where what it is the type of, for messages
   * @throws UnsupportedModelException if the number stands for none that is known
   * @throws ModelFormatException if it is 0, the number for no type
   */
  public static DType dtype(int number, String where) {
    if (number == 0) {
      throw new ModelFormatException(where + " has no element type");
    }
    DType dtype = number > 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : null;
    if (dtype == null) {
      throw new UnsupportedModelException(
          where + " has element type number " + number + ", which Lanewise does not know");
    }
    return dtype;
  }

  /** Whether a number stands for an element type or for none. */
  public static boolean isNumber(long number) {
    return number >= 0 && number < BY_NUMBER.length;
  }

  /**
   * The operator set of {@code ai.onnx} from which on operators know an element type; the one that
   * completed it for types that came bit by bit.
   */
  public static int since(DType dtype) {
    return switch (dtype) {
      case FLOAT8E4M3FN, FLOAT8E4M3FNUZ, FLOAT8E5M2, FLOAT8E5M2FNUZ -> 19;
      case INT4, UINT4 -> 21;
      case BFLOAT16 -> 22;
      case FLOAT4E2M1 -> 23;
      case FLOAT8E8M0 -> 24;
      case INT2, UINT2 -> 25;
      default -> 1;
    };
  }

  /** The number of an element type. */
  public static int number(DType dtype) {
    for (int i = 1; i < BY_NUMBER.length; i++) {
      if (BY_NUMBER[i] == dtype) {
        return i;
      }
    }
    throw new IllegalStateException(dtype + " has no number");
  }
}
