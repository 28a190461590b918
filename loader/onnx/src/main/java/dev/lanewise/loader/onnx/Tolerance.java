package dev.lanewise.loader.onnx;

import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.MapDatum;
import dev.lanewise.tensor.OptionalDatum;
import dev.lanewise.tensor.SequenceDatum;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;

/**
 * How far a computed value may be from an expected one: element by element at most {@code absolute
 * + relative · |expected|}. Types and shapes must be the same; integers, truth values and texts
 * must be equal; NaN equals NaN.
 *
 * @param relative relative part
 * @param absolute absolute part
 * @param narrow both parts for 16-bit floats, if it is larger
 * @param scaled whether the absolute part grows with the largest expected magnitude above one
 * @param integerSteps by how much 8-bit integers may differ, which are quantised values
 * @param stray share of a tensor's real elements that may be off by up to twice as much
 */
public record Tolerance(
    double relative,
    double absolute,
    double narrow,
    boolean scaled,
    int integerSteps,
    double stray) {

  /** For single operators. */
  public static final Tolerance CONFORMANCE = new Tolerance(1e-3, 1e-5, 1e-2, false, 0, 0);

  /** For whole models with trained weights. */
  public static final Tolerance MODEL = new Tolerance(1e-3, 1e-4, 0, true, 1, 0);

  /**
   * What a comparison found.
   *
   * @param maxAbsolute largest absolute error of a number
   * @param maxRelative largest relative error of a number that is not expected to be zero
   * @param message the first thing that differs too much, empty if nothing does
   */
  public record Result(double maxAbsolute, double maxRelative, String message) {
    /** Whether nothing differs too much. */
    public boolean passed() {
      return message.isEmpty();
    }

    static final Result EQUAL = new Result(0, 0, "");

    static Result failed(String message) {
      return new Result(Double.NaN, Double.NaN, message);
    }

    private Result and(Result other, String where) {
      String text = message;
      if (passed() && !other.passed()) {
        text = where + ": " + other.message;
      }
      return new Result(
          Math.max(maxAbsolute, other.maxAbsolute), Math.max(maxRelative, other.maxRelative), text);
    }
  }

  /** Compares a computed value with an expected one. */
  public Result compare(Datum got, Datum want) {
    if (got instanceof Tensor g && want instanceof Tensor w) {
      return tensors(g, w);
    } else if (got instanceof SequenceDatum g && want instanceof SequenceDatum w) {
      if (g.values().size() != w.values().size()) {
        return Result.failed(
            "has " + g.values().size() + " elements, expected " + w.values().size());
      }
      Result result = Result.EQUAL;
      for (int i = 0; i < w.values().size(); i++) {
        result = result.and(compare(g.values().get(i), w.values().get(i)), "element " + i);
      }
      return result;
    } else if (got instanceof OptionalDatum g && want instanceof OptionalDatum w) {
      Datum a = g.value();
      Datum b = w.value();
      if (a != null && b != null) {
        return compare(a, b);
      }
      return a == b ? Result.EQUAL : Result.failed("is " + a + ", expected " + b);
    } else if (got instanceof MapDatum g && want instanceof MapDatum w) {
      if (!g.entries().keySet().equals(w.entries().keySet())) {
        return Result.failed(
            "has keys " + g.entries().keySet() + ", expected " + w.entries().keySet());
      }
      Result result = Result.EQUAL;
      for (Map.Entry<Object, Datum> entry : w.entries().entrySet()) {
        Datum value = g.entries().get(entry.getKey());
        if (value != null) {
          result = result.and(compare(value, entry.getValue()), "key " + entry.getKey());
        }
      }
      return result;
    }
    return Result.failed("is " + got.type() + ", expected " + want.type());
  }

  private Result tensors(Tensor got, Tensor want) {
    if (!got.type().equals(want.type())) {
      return Result.failed("is " + got.type() + ", expected " + want.type());
    }
    DType dtype = want.dtype();
    if (dtype == DType.STRING) {
      int i = Arrays.mismatch(got.strings(), want.strings());
      return i < 0
          ? Result.EQUAL
          : Result.failed(
              "[" + i + "] is '" + got.strings()[i] + "', expected '" + want.strings()[i] + "'");
    } else if (dtype.isInteger() || dtype == DType.BOOL) {
      return integers(dtype, got.toLongs(), want.toLongs());
    }
    return reals(dtype, got.toDoubles(), want.toDoubles());
  }

  private Result integers(DType dtype, long[] got, long[] want) {
    long allowed = dtype.isInteger() && dtype.bits() == 8 ? integerSteps : 0;
    double max = 0;
    String message = "";
    for (int i = 0; i < want.length; i++) {
      if (got[i] != want[i]) {
        // As doubles, since the difference of two longs may not be a long.
        double difference = Math.abs((double) got[i] - (double) want[i]);
        max = Math.max(max, difference);
        if (!(difference <= allowed) && message.isEmpty()) {
          message = "[" + i + "] is " + got[i] + ", expected " + want[i];
        }
      }
    }
    return new Result(max, 0, message);
  }

  private Result reals(DType dtype, double[] got, double[] want) {
    boolean isNarrow = dtype == DType.FLOAT16 || dtype == DType.BFLOAT16;
    double rtol = isNarrow ? Math.max(narrow, relative) : relative;
    double atol = isNarrow ? Math.max(narrow, absolute) : absolute;
    if (scaled) {
      atol *=
          Math.max(1, Arrays.stream(want).map(Math::abs).filter(Double::isFinite).max().orElse(0));
    }
    double maxAbsolute = 0;
    double maxRelative = 0;
    int wrong = 0;
    int first = -1;
    boolean within = true;
    for (int i = 0; i < want.length; i++) {
      double w = want[i];
      if (got[i] == w || (Double.isNaN(got[i]) && Double.isNaN(w))) {
        continue;
      }
      double error = Math.abs(got[i] - w);
      maxAbsolute = Math.max(maxAbsolute, error);
      if (w != 0) {
        maxRelative = Math.max(maxRelative, error / Math.abs(w));
      }
      double allowed = atol + rtol * Math.abs(w);
      if (!(error <= allowed) || Double.isInfinite(w)) {
        first = wrong++ == 0 ? i : first;
        within &= error <= 2 * allowed && Double.isFinite(w);
      }
    }
    String message =
        within && wrong <= stray * want.length
            ? ""
            : wrong
                + " of "
                + want.length
                + " elements differ, the first is ["
                + first
                + "]: is "
                + got[first]
                + ", expected "
                + want[first];
    return new Result(maxAbsolute, maxRelative, message);
  }
}
