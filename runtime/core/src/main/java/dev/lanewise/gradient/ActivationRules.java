package dev.lanewise.gradient;

import static dev.lanewise.gradient.ElementwiseRules.times;

import dev.lanewise.graph.Op;
import dev.lanewise.graph.Value;
import dev.lanewise.op.Abs;
import dev.lanewise.op.Add;
import dev.lanewise.op.And;
import dev.lanewise.op.Celu;
import dev.lanewise.op.Clip;
import dev.lanewise.op.Div;
import dev.lanewise.op.Elu;
import dev.lanewise.op.Erf;
import dev.lanewise.op.Gelu;
import dev.lanewise.op.Greater;
import dev.lanewise.op.GreaterOrEqual;
import dev.lanewise.op.HardSigmoid;
import dev.lanewise.op.HardSwish;
import dev.lanewise.op.LeakyRelu;
import dev.lanewise.op.Less;
import dev.lanewise.op.LessOrEqual;
import dev.lanewise.op.Max;
import dev.lanewise.op.Mean;
import dev.lanewise.op.Min;
import dev.lanewise.op.Mish;
import dev.lanewise.op.PRelu;
import dev.lanewise.op.ReluGradient;
import dev.lanewise.op.Selu;
import dev.lanewise.op.Shrink;
import dev.lanewise.op.Sigmoid;
import dev.lanewise.op.Softplus;
import dev.lanewise.op.Softsign;
import dev.lanewise.op.Swish;
import dev.lanewise.op.Tanh;
import dev.lanewise.op.ThresholdedRelu;
import dev.lanewise.op.Where;
import java.util.Map;

/** Rules of activations and of what chooses among elements. */
final class ActivationRules {
  private static final double GELU_CUBE = 0.044715;

  private ActivationRules() {}

  static void addTo(Map<Class<? extends Op>, GradientRule> rules) {
    rules.put(LeakyRelu.class, ActivationRules::leakyRelu);
    rules.put(PRelu.class, ActivationRules::parametric);
    rules.put(Elu.class, b -> exponential(b, 1, ((Elu) b.node().op()).alpha(), 1));
    rules.put(
        Selu.class,
        b -> {
          Selu op = (Selu) b.node().op();
          exponential(b, op.gamma(), op.gamma() * (double) op.alpha(), 1);
        });
    rules.put(
        Celu.class,
        b -> {
          float alpha = ((Celu) b.node().op()).alpha();
          exponential(b, 1, 1, 1.0 / alpha);
        });
    rules.put(Gelu.class, ActivationRules::gelu);
    rules.put(Swish.class, ActivationRules::swish);
    rules.put(
        Mish.class,
        b -> {
          Value inner = b.add(new Tanh(), b.add(new Softplus(), b.x(0)));
          b.giveThrough(times(b, b.x(0), inner));
        });
    rules.put(
        Softsign.class,
        b -> {
          Value size = b.add(new Add(), b.add(new Abs(), b.x(0)), b.constant(1));
          b.give(0, b.add(new Div(), b.dy(), times(b, size, size)));
        });
    rules.put(
        HardSigmoid.class,
        b -> {
          Value slope = times(b, b.dy(), b.constant(((HardSigmoid) b.node().op()).alpha()));
          b.give(0, between(b, b.y(), b.constant(0), b.constant(1), slope));
        });
    rules.put(HardSwish.class, ActivationRules::hardSwish);
    rules.put(
        ThresholdedRelu.class,
        b -> {
          float alpha = ((ThresholdedRelu) b.node().op()).alpha();
          give(b, b.add(new Greater(), b.x(0), b.constant(alpha)));
        });
    rules.put(
        Shrink.class,
        b -> {
          float limit = ((Shrink) b.node().op()).lambd();
          give(b, b.add(new Greater(), b.add(new Abs(), b.x(0)), b.constant(limit)));
        });
    rules.put(Clip.class, ActivationRules::clip);
    rules.put(Max.class, b -> extreme(b, new GreaterOrEqual(), new Less()));
    rules.put(Min.class, b -> extreme(b, new LessOrEqual(), new Greater()));
    rules.put(
        Mean.class,
        b -> {
          int n = b.node().inputs().size();
          Value part = times(b, b.dy(), b.constant(1.0 / n));
          for (int i = 0; i < n; i++) {
            b.give(i, part);
          }
        });
  }

  /** dy where a condition holds, 0 elsewhere. */
  private static void give(Backward b, Value condition) {
    b.give(0, b.add(new Where(), condition, b.dy(), b.constant(0)));
  }

  private static void leakyRelu(Backward b) {
    float alpha = ((LeakyRelu) b.node().op()).alpha();
    // The sign of the result is that of x only if the slope is positive.
    Value sign = alpha > 0 ? b.y() : b.x(0);
    b.give(0, b.add(new ReluGradient(alpha), sign, b.dy()));
  }

  private static void parametric(Backward b) {
    Value negative = b.add(new Less(), b.x(0), b.constant(0));
    b.give(0, b.add(new Where(), negative, times(b, b.dy(), b.x(1)), b.dy()));
    if (b.wants(1)) {
      b.give(1, b.add(new Where(), negative, times(b, b.dy(), b.x(0)), b.constant(0)));
    }
  }

  /**
   * Of {@code above · x} beyond zero and an exponential below, whose derivative there is {@code
   * rate · y + offset}.
   */
  private static void exponential(Backward b, double above, double offset, double rate) {
    Value below = b.add(new Add(), times(b, b.y(), b.constant(rate)), b.constant(offset));
    Value positive = b.add(new Greater(), b.x(0), b.constant(0));
    b.give(0, times(b, b.dy(), b.add(new Where(), positive, b.constant(above), below)));
  }

  private static void gelu(Backward b) {
    Value x = b.x(0);
    Value part;
    if (((Gelu) b.node().op()).tanh()) {
      Value cube = times(b, times(b, x, times(b, x, x)), b.constant(GELU_CUBE));
      Value inner = times(b, b.add(new Add(), x, cube), b.constant(Math.sqrt(2 / Math.PI)));
      part = b.add(new Tanh(), inner);
    } else {
      part = b.add(new Erf(), times(b, x, b.constant(Math.sqrt(0.5))));
    }
    Value half = times(b, x, b.constant(0.5));
    b.giveThrough(times(b, half, b.add(new Add(), part, b.constant(1))));
  }

  private static void swish(Backward b) {
    Value alpha = b.constant(((Swish) b.node().op()).alpha());
    b.giveThrough(times(b, b.x(0), b.add(new Sigmoid(), times(b, b.x(0), alpha))));
  }

  /** 0 up to −3, (2x + 3) / 6 up to 3, then 1. */
  private static void hardSwish(Backward b) {
    Value line = b.add(new Add(), times(b, b.x(0), b.constant(1 / 3.0)), b.constant(0.5));
    Value high = b.add(new GreaterOrEqual(), b.x(0), b.constant(3));
    Value slope = b.add(new Where(), high, b.constant(1), line);
    Value low = b.add(new LessOrEqual(), b.x(0), b.constant(-3));
    b.give(0, times(b, b.dy(), b.add(new Where(), low, b.constant(0), slope)));
  }

  private static Value between(Backward b, Value v, Value low, Value high, Value then) {
    Value inside = b.add(new And(), b.add(new Greater(), v, low), b.add(new Less(), v, high));
    return b.add(new Where(), inside, then, b.constant(0));
  }

  private static void clip(Backward b) {
    Value dx = b.dy();
    if (b.wants(1) || b.wants(2)) {
      throw b.unsupported("the limits cannot be trained");
    }
    if (b.node().input(1) != null) {
      dx = b.add(new Where(), b.add(new GreaterOrEqual(), b.x(0), b.x(1)), dx, b.constant(0));
    }
    if (b.node().input(2) != null) {
      dx = b.add(new Where(), b.add(new LessOrEqual(), b.x(0), b.x(2)), dx, b.constant(0));
    }
    b.give(0, dx);
  }

  /** Of two inputs the first gets the derivative where both are equal. */
  private static void extreme(Backward b, Op first, Op second) {
    int n = b.node().inputs().size();
    if (n == 1) {
      b.give(0, b.dy());
      return;
    }
    if (n > 2) {
      throw b.unsupported("only two inputs can be differentiated");
    }
    b.give(0, b.add(new Where(), b.add(first, b.x(0), b.x(1)), b.dy(), b.constant(0)));
    b.give(1, b.add(new Where(), b.add(second, b.x(0), b.x(1)), b.dy(), b.constant(0)));
  }
}
