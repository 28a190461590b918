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
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Strings of shape {@code [C]} or {@code [1, C]} without stop words, in lower or upper case. If
 * nothing is left the result is one empty string.
 *
 * @param action what happens to the case of what is left
 * @param isCaseSensitive whether stop words are recognised only in their own case
 * @param locale whose rules of upper and lower case hold
 * @param stopWords strings that are dropped
 */
public record StringNormalizer(
    Case action, boolean isCaseSensitive, Locale locale, List<String> stopWords) implements Op {
  /** Changes of case. */
  public enum Case {
    /** To lower case. */
    LOWER,
    /** To upper case. */
    UPPER,
    /** None. */
    NONE
  }

  /** Copies the list. */
  public StringNormalizer {
    stopWords = List.copyOf(stopWords);
  }

  @Override
  public List<Type> infer(Inference in) {
    in.require(in.dtype(0) == DType.STRING, "the input must be strings, but is " + in.dtype(0));
    Shape shape = in.shape(0);
    if (shape == null) {
      return List.of(new TensorType(DType.STRING, null));
    }
    check(shape);
    Shape result = stopWords.isEmpty() ? shape : shape.with(shape.rank() - 1, Shape.UNKNOWN);
    boolean mayBeEmpty = shape.dim(-1) == 0 || shape.dim(-1) == Shape.UNKNOWN;
    return List.of(
        new TensorType(
            DType.STRING, mayBeEmpty ? result.with(shape.rank() - 1, Shape.UNKNOWN) : result));
  }

  private static void check(Shape shape) {
    boolean row = shape.rank() == 2 && (shape.dim(0) == 1 || shape.dim(0) == Shape.UNKNOWN);
    if (shape.rank() != 1 && !row) {
      throw new IllegalArgumentException("the input must have shape [C] or [1, C], not " + shape);
    }
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    check(x.shape());
    Set<String> stops = new HashSet<>();
    stopWords.forEach(w -> stops.add(comparable(w)));
    List<String> left = new ArrayList<>();
    for (String s : x.strings()) {
      if (!stops.contains(comparable(s))) {
        left.add(
            switch (action) {
              case LOWER -> s.toLowerCase(locale);
              case UPPER -> s.toUpperCase(locale);
              case NONE -> s;
            });
      }
    }
    if (left.isEmpty()) {
      left.add("");
    }
    Shape shape = x.shape().with(x.shape().rank() - 1, left.size());
    return List.of(Tensor.of(DType.STRING, shape, left.toArray(new String[0])));
  }

  private String comparable(String s) {
    return isCaseSensitive ? s : s.toLowerCase(locale);
  }
}
