package dev.lanewise.cli;

import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Outputs in a few words.
 *
 * @param top how many of the largest elements are listed, 0 for none
 * @param labels names of the elements along the last axis
 */
record OutputSummary(int top, List<String> labels) {
  private static final int SHOWN = 8;

  /** A line for an output, and one for each of the largest elements. */
  String describe(String name, Datum value) {
    if (!(value instanceof Tensor t)) {
      return name + ": " + value;
    }
    if (t.dtype() == DType.STRING) {
      return name
          + ": "
          + t
          + " "
          + Arrays.asList(t.strings()).subList(0, Math.min(SHOWN, t.size()));
    }
    double[] v = t.toDoubles();
    double min = Arrays.stream(v).min().orElse(Double.NaN);
    double max = Arrays.stream(v).max().orElse(Double.NaN);
    double mean = Arrays.stream(v).average().orElse(Double.NaN);
    StringBuilder b = new StringBuilder();
    b.append(String.format("%s: %s min %.6g max %.6g mean %.6g", name, t, min, max, mean));
    if (v.length <= SHOWN) {
      b.append(' ').append(Arrays.toString(v));
    }
    if (top > 0) {
      int columns = t.shape().rank() == 0 ? 1 : Math.max(1, t.shape().dim(-1));
      IntStream.range(0, v.length)
          .boxed()
          .sorted(Comparator.comparingDouble(i -> -v[i]))
          .limit(top)
          .forEach(
              i -> b.append(String.format("%n  %10.6f  [%d] %s", v[i], i, label(i % columns))));
    }
    return b.toString();
  }

  private String label(int i) {
    return i < labels.size() ? labels.get(i) : "";
  }
}
