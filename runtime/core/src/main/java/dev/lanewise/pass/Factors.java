package dev.lanewise.pass;

import dev.lanewise.graph.Node;
import dev.lanewise.graph.Value;
import dev.lanewise.op.Div;
import dev.lanewise.op.Mul;
import dev.lanewise.op.Pow;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A FLOAT value as a product, however its factors are bracketed.
 *
 * @param scalar product of the constant factors
 * @param values the other factors, a power as often as it says
 */
record Factors(double scalar, List<Value> values) {
  private static final int MAX_DEPTH = 4;

  /**
   * The factors of a value: itself alone if no product computes it.
   *
   * @param atom a value that is taken as one factor even if it is a product
   */
  static Factors of(@Nullable Value value, Value atom, Match m) {
    List<Value> values = new ArrayList<>();
    double scalar = value == null ? Double.NaN : collect(value, atom, m, MAX_DEPTH, values);
    return new Factors(scalar, values);
  }

  /** The constant factors of a value and what they are factors of. */
  static Factors scaled(Value value, Match m) {
    double scalar = 1;
    Value x = value;
    for (int depth = 0; depth < MAX_DEPTH; depth++) {
      Node node = m.node(x, Mul.class) == null ? m.node(x, Div.class) : m.node(x, Mul.class);
      if (node == null) {
        break;
      }
      float right = ChannelConstant.scalar(node.input(1));
      float left = node.op() instanceof Mul ? ChannelConstant.scalar(node.input(0)) : Float.NaN;
      Value next = Float.isNaN(right) ? node.input(1) : node.input(0);
      if (next == null || (Float.isNaN(right) && Float.isNaN(left)) || !sameShape(next, x)) {
        break;
      }
      scalar *= Float.isNaN(right) ? left : node.op() instanceof Div ? 1 / right : right;
      x = next;
    }
    return new Factors(scalar, List.of(x));
  }

  private static boolean sameShape(Value a, Value b) {
    return a.type().equals(b.type());
  }

  private static double collect(Value value, Value atom, Match m, int depth, List<Value> values) {
    float constant = ChannelConstant.scalar(value);
    if (!Float.isNaN(constant)) {
      return constant;
    }
    boolean whole = depth == 0 || value == atom;
    Node product = whole ? null : m.node(value, Mul.class);
    if (product != null) {
      double scalar = 1;
      for (int i = 0; i < 2; i++) {
        Value factor = product.input(i);
        scalar *= factor == null ? Double.NaN : collect(factor, atom, m, depth - 1, values);
      }
      return scalar;
    }
    Node quotient = whole ? null : m.node(value, Div.class);
    float divisor = quotient == null ? Float.NaN : ChannelConstant.scalar(quotient.input(1));
    Value dividend = quotient == null ? null : quotient.input(0);
    if (dividend != null && !Float.isNaN(divisor)) {
      return collect(dividend, atom, m, depth - 1, values) / divisor;
    }
    Node power = whole ? null : m.node(value, Pow.class);
    float exponent = power == null ? Float.NaN : ChannelConstant.scalar(power.input(1));
    Value base = power == null ? null : power.input(0);
    if (base != null && (exponent == 2 || exponent == 3)) {
      for (int i = 0; i < exponent; i++) {
        values.add(base);
      }
      return 1;
    }
    values.add(value);
    return 1;
  }

  /** Whether this is {@code number · x · x · …} with a value so many times. */
  boolean isPower(Value x, int times, double number) {
    return isScalar(number) && values.size() == times && values.stream().allMatch(v -> v == x);
  }

  /** Whether the constant factors make a number, but for rounding. */
  boolean isScalar(double number) {
    return Math.abs(scalar - number) <= 1e-5 * Math.abs(number);
  }
}
