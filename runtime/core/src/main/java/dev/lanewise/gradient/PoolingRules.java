package dev.lanewise.gradient;

import dev.lanewise.graph.Op;
import dev.lanewise.graph.Value;
import dev.lanewise.op.AutoPad;
import dev.lanewise.op.AveragePool;
import dev.lanewise.op.AveragePoolGradient;
import dev.lanewise.op.Expand;
import dev.lanewise.op.GlobalAveragePool;
import dev.lanewise.op.GlobalMaxPool;
import dev.lanewise.op.MaxPool;
import dev.lanewise.op.MaxPoolGradient;
import dev.lanewise.op.Mul;
import dev.lanewise.op.Window;
import dev.lanewise.tensor.Shape;
import java.util.Map;

/** Rules of pooling. */
final class PoolingRules {
  private PoolingRules() {}

  static void addTo(Map<Class<? extends Op>, GradientRule> rules) {
    rules.put(
        MaxPool.class,
        b -> {
          Window window = ((MaxPool) b.node().op()).window();
          b.give(0, b.add(new MaxPoolGradient(window), b.x(0), b.dy()));
        });
    rules.put(
        AveragePool.class,
        b -> {
          AveragePool op = (AveragePool) b.node().op();
          AveragePoolGradient back = new AveragePoolGradient(op.window(), op.includePad());
          b.give(0, b.add(back, b.x(0), b.dy()));
        });
    rules.put(
        GlobalAveragePool.class,
        b -> {
          Shape x = b.shape(b.x(0));
          Value part = b.add(new Mul(), b.dy(), b.constant(1.0 / x.size(2, x.rank())));
          b.give(0, b.add(new Expand(), part, b.integers(x.toLongs())));
        });
    rules.put(
        GlobalMaxPool.class,
        b -> {
          Shape x = b.shape(b.x(0));
          int[] kernel = x.slice(2, x.rank()).dims();
          int[] none = {};
          Window whole = new Window(AutoPad.VALID, kernel, none, none, none, false);
          b.give(0, b.add(new MaxPoolGradient(whole), b.x(0), b.dy()));
        });
  }
}
