package dev.lanewise.gradient;

import dev.lanewise.graph.Op;
import dev.lanewise.graph.Value;
import dev.lanewise.op.Abs;
import dev.lanewise.op.Add;
import dev.lanewise.op.Cos;
import dev.lanewise.op.Div;
import dev.lanewise.op.Erf;
import dev.lanewise.op.Exp;
import dev.lanewise.op.Log;
import dev.lanewise.op.Mul;
import dev.lanewise.op.Neg;
import dev.lanewise.op.Pow;
import dev.lanewise.op.Reciprocal;
import dev.lanewise.op.Relu;
import dev.lanewise.op.ReluGradient;
import dev.lanewise.op.Sigmoid;
import dev.lanewise.op.Sign;
import dev.lanewise.op.Sin;
import dev.lanewise.op.Softplus;
import dev.lanewise.op.Sqrt;
import dev.lanewise.op.Sub;
import dev.lanewise.op.Sum;
import dev.lanewise.op.Tanh;
import dev.lanewise.op.Where;
import java.util.Map;

/** Rules of operators that work element by element. */
final class ElementwiseRules {
  private ElementwiseRules() {}

  static void addTo(Map<Class<? extends Op>, GradientRule> rules) {
    rules.put(Add.class, ElementwiseRules::sum);
    rules.put(Sum.class, ElementwiseRules::sum);
    rules.put(
        Sub.class,
        b -> {
          b.give(0, b.dy());
          b.give(1, b.add(new Neg(), b.dy()));
        });
    rules.put(
        Mul.class,
        b -> {
          b.give(0, times(b, b.dy(), b.x(1)));
          b.give(1, times(b, b.dy(), b.x(0)));
        });
    rules.put(
        Div.class,
        b -> {
          Value quotient = b.add(new Div(), b.dy(), b.x(1));
          b.give(0, quotient);
          b.give(1, b.add(new Neg(), times(b, quotient, b.y())));
        });
    rules.put(Pow.class, ElementwiseRules::power);
    rules.put(
        Where.class,
        b -> {
          b.give(1, b.add(new Where(), b.x(0), b.dy(), b.constant(0)));
          b.give(2, b.add(new Where(), b.x(0), b.constant(0), b.dy()));
        });
    rules.put(Neg.class, b -> b.give(0, b.add(new Neg(), b.dy())));
    rules.put(Abs.class, b -> b.give(0, times(b, b.dy(), b.add(new Sign(), b.x(0)))));
    rules.put(Exp.class, b -> b.give(0, times(b, b.dy(), b.y())));
    rules.put(Log.class, b -> b.give(0, b.add(new Div(), b.dy(), b.x(0))));
    rules.put(
        Sqrt.class, b -> b.give(0, times(b, b.constant(0.5), b.add(new Div(), b.dy(), b.y()))));
    rules.put(
        Reciprocal.class,
        b -> b.give(0, b.add(new Neg(), times(b, b.dy(), times(b, b.y(), b.y())))));
    rules.put(Sin.class, b -> b.give(0, times(b, b.dy(), b.add(new Cos(), b.x(0)))));
    rules.put(
        Cos.class, b -> b.give(0, b.add(new Neg(), times(b, b.dy(), b.add(new Sin(), b.x(0))))));
    rules.put(Tanh.class, b -> b.give(0, times(b, b.dy(), oneMinus(b, times(b, b.y(), b.y())))));
    rules.put(Sigmoid.class, b -> b.give(0, times(b, b.dy(), times(b, b.y(), oneMinus(b, b.y())))));
    rules.put(Softplus.class, b -> b.give(0, times(b, b.dy(), b.add(new Sigmoid(), b.x(0)))));
    // By the result, so that nothing keeps the operator from being fused.
    rules.put(Relu.class, b -> b.give(0, b.add(new ReluGradient(0), b.y(), b.dy())));
    rules.put(Erf.class, ElementwiseRules::errorFunction);
  }

  private static void sum(Backward b) {
    for (int i = 0; i < b.node().inputs().size(); i++) {
      b.give(i, b.dy());
    }
  }

  private static void power(Backward b) {
    Value base = b.x(0);
    Value exponent = b.x(1);
    Value lower = b.add(new Pow(), base, b.add(new Sub(), exponent, b.constant(1)));
    b.give(0, times(b, b.dy(), times(b, exponent, lower)));
    if (b.wants(1)) {
      b.give(1, times(b, b.dy(), times(b, b.y(), b.add(new Log(), base))));
    }
  }

  private static void errorFunction(Backward b) {
    Value square = times(b, b.x(0), b.x(0));
    Value bell = b.add(new Exp(), b.add(new Neg(), square));
    b.give(0, times(b, b.dy(), times(b, b.constant(2 / Math.sqrt(Math.PI)), bell)));
  }

  static Value times(Backward b, Value x, Value y) {
    return b.add(new Mul(), x, y);
  }

  private static Value oneMinus(Backward b, Value x) {
    return b.add(new Sub(), b.constant(1), x);
  }
}
