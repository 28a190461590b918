package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Parts of each string along a new last dimension, filled up with empty strings; and the number of
 * parts of each string.
 *
 * @param delimiter what separates parts; if empty, runs of white space do, and white space at both
 *     ends is dropped
 * @param maxSplit most cuts per string, from the left; −1 for any number
 */
public record StringSplit(String delimiter, int maxSplit) implements Op {
  @Override
  public List<Type> infer(Inference in) {
    in.require(in.dtype(0) == DType.STRING, "the input must be strings, but is " + in.dtype(0));
    Shape shape = in.shape(0);
    Shape parts = shape == null ? null : shape.concat(Shape.of(Shape.UNKNOWN));
    return List.of(new TensorType(DType.STRING, parts), new TensorType(DType.INT64, shape));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    List<List<String>> all = new ArrayList<>();
    long[] counts = new long[x.size()];
    int most = 0;
    for (String s : x.strings()) {
      List<String> parts = delimiter.isEmpty() ? splitAtSpace(s) : splitAtDelimiter(s);
      counts[all.size()] = parts.size();
      most = Math.max(most, parts.size());
      all.add(parts);
    }
    String[] y = new String[Math.multiplyExact(x.size(), most)];
    Arrays.fill(y, "");
    for (int i = 0; i < all.size(); i++) {
      for (int k = 0; k < all.get(i).size(); k++) {
        y[i * most + k] = all.get(i).get(k);
      }
    }
    return List.of(
        Tensor.of(DType.STRING, x.shape().concat(Shape.of(most)), y),
        Tensor.of(DType.INT64, x.shape(), counts));
  }

  private boolean mayCut(List<String> parts) {
    return maxSplit < 0 || parts.size() < maxSplit;
  }

  private List<String> splitAtDelimiter(String s) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (int at = s.indexOf(delimiter); at >= 0 && mayCut(parts); at = s.indexOf(delimiter, from)) {
      parts.add(s.substring(from, at));
      from = at + delimiter.length();
    }
    parts.add(s.substring(from));
    return parts;
  }

  /** What is left after the last cut keeps its white space inside, but not at its ends. */
  private List<String> splitAtSpace(String s) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    int end = s.length();
    while (end > 0 && isSpace(s.charAt(end - 1))) {
      end--;
    }
    while (from < end) {
      if (isSpace(s.charAt(from))) {
        from++;
        continue;
      }
      int to = from;
      while (to < end && !isSpace(s.charAt(to))) {
        to++;
      }
      to = mayCut(parts) ? to : end;
      parts.add(s.substring(from, to));
      from = to;
    }
    return parts;
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }
}
