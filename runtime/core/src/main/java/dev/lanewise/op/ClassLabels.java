package dev.lanewise.op;

import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Storage;
import java.util.List;

/**
 * Names of classes: 64-bit numbers or strings.
 *
 * @param dtype INT64 or STRING
 * @param array {@code long[]} or {@code String[]}
 */
public record ClassLabels(DType dtype, Object array) {
  /** Numbers. */
  public static ClassLabels of(long... labels) {
    return new ClassLabels(DType.INT64, labels);
  }

  /** Strings. */
  public static ClassLabels of(List<String> labels) {
    return new ClassLabels(DType.STRING, labels.toArray(new String[0]));
  }

  /** Number of classes. */
  public int count() {
    return dtype.storage().length(array);
  }

  /** The label of a class: a Long or a String. */
  Object label(int c) {
    return array instanceof long[] numbers ? numbers[c] : ((String[]) array)[c];
  }

  /** Writes the label of a class into an array of the labels' storage. */
  void write(int label, Object to, int at) {
    if (dtype.storage() == Storage.LONGS) {
      ((long[]) to)[at] = ((long[]) array)[label];
    } else {
      ((String[]) to)[at] = ((String[]) array)[label];
    }
  }
}
