package dev.lanewise.op;

import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Tensor;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Locale;

/** Conversion between numbers and text, as the standard's Cast has it. */
final class TextCast {
  private TextCast() {}

  /**
   * Numbers as text: floats with the fewest digits from which they can be read back, without an
   * exponent.
   */
  static Tensor format(Tensor x) {
    DType dtype = x.dtype();
    String[] y = new String[x.size()];
    if (dtype.isFloating()) {
      double[] v = x.toDoubles();
      for (int i = 0; i < y.length; i++) {
        y[i] = format(dtype, v[i]);
      }
    } else {
      long[] v = x.toLongs();
      for (int i = 0; i < y.length; i++) {
        y[i] = dtype == DType.UINT64 ? Long.toUnsignedString(v[i]) : Long.toString(v[i]);
      }
    }
    return Tensor.of(DType.STRING, x.shape(), y);
  }

  private static String format(DType dtype, double x) {
    if (Double.isNaN(x)) {
      return "NaN";
    }
    if (Double.isInfinite(x)) {
      return x > 0 ? "INF" : "-INF";
    }
    if (x == 0) {
      return 1 / x < 0 ? "-0.0" : "0.0";
    }
    BigDecimal exact = new BigDecimal(x);
    for (int digits = 1; ; digits++) {
      BigDecimal rounded = exact.round(new MathContext(digits));
      if (digits == 17 || nearest(dtype, rounded.doubleValue()) == x) {
        String text = rounded.toPlainString();
        return text.contains(".") ? text : text + ".0";
      }
    }
  }

  /** The number of a floating type that is nearest to x. */
  private static double nearest(DType dtype, double x) {
    return Elements.toDoubles(dtype, Elements.fromDoubles(dtype, new double[] {x}))[0];
  }

  /**
   * Text as numbers.
   *
   * @throws IllegalArgumentException if an element is no number
   */
  static Tensor parse(Tensor x, DType to, ElementCast.Rounding rounding) {
    String[] text = x.strings();
    if (!to.isFloating()) {
      long[] v = new long[text.length];
      for (int i = 0; i < v.length; i++) {
        v[i] = parseInteger(text[i].strip(), to);
      }
      return Tensor.of(to, x.shape(), Elements.fromLongs(to, v));
    }
    double[] v = new double[text.length];
    for (int i = 0; i < v.length; i++) {
      String s = text[i].strip();
      v[i] = isSpecial(s) ? special(s) : to == DType.FLOAT ? parseFloat(s) : parseDouble(s);
    }
    Tensor y = Tensor.zeros(to, x.shape());
    new ElementCast(DType.DOUBLE, to, true, rounding).convert(v, 0, v, 0, y.array(), 0, v.length);
    return y;
  }

  private static boolean isSpecial(String s) {
    String name = s.toLowerCase(Locale.ROOT);
    return name.endsWith("inf") || name.endsWith("infinity") || name.endsWith("nan");
  }

  private static double special(String s) {
    switch (s.toLowerCase(Locale.ROOT)) {
      case "inf", "+inf", "infinity", "+infinity":
        return Double.POSITIVE_INFINITY;
      case "-inf", "-infinity":
        return Double.NEGATIVE_INFINITY;
      case "nan", "+nan", "-nan":
        return Double.NaN;
      default:
        throw notANumber(s);
    }
  }

  private static IllegalArgumentException notANumber(String s) {
    return new IllegalArgumentException("\"" + s + "\" is not a number");
  }

  private static void check(String s) {
    for (int i = 0; i < s.length(); i++) {
      if ("0123456789+-.eE".indexOf(s.charAt(i)) < 0) {
        throw notANumber(s);
      }
    }
  }

  private static double parseDouble(String s) {
    check(s);
    try {
      return Double.parseDouble(s);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("\"" + s + "\" is not a number", e);
    }
  }

  private static double parseFloat(String s) {
    check(s);
    try {
      return Float.parseFloat(s);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("\"" + s + "\" is not a number", e);
    }
  }

  private static long parseInteger(String s, DType to) {
    if (to == DType.BOOL) {
      return s.equalsIgnoreCase("true") || (!s.equalsIgnoreCase("false") && parseDouble(s) != 0)
          ? 1
          : 0;
    }
    if (s.length() < 21 && s.matches("[+-]?[0-9]+")) {
      return new BigInteger(s).longValue();
    }
    double v = isSpecial(s) ? special(s) : parseDouble(s);
    return to == DType.UINT64 && v > 0 ? Elements.doubleToUnsigned(v) : (long) v;
  }
}
