package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Ref;
import dev.lanewise.kernel.Epilogue;
import dev.lanewise.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * What operators with an {@link Epilogue} share. After its {@code standard} inputs such an operator
 * takes the residual if the epilogue has one, and then the PRelu slope if the epilogue has one.
 */
final class Epilogues {
  private Epilogues() {}

  /** Index of the residual input, −1 if there is none. */
  static int residual(Epilogue e, int standard) {
    return e.residual() ? standard : -1;
  }

  /** Index of the slope input, −1 if there is none. */
  static int slope(Epilogue e, int standard) {
    return e.hasChannelOperand() ? standard + (e.residual() ? 1 : 0) : -1;
  }

  /** Checks types and shapes of the inputs that belong to the epilogue. */
  static void check(Inference in, Epilogue e, int standard, @Nullable Shape out, int channels) {
    if (e.residual()) {
      Shape r = in.shape(standard);
      in.require(in.dtype(standard) == in.dtype(0), "the residual has another type than the input");
      in.require(
          r == null || out == null || agree(r, out),
          "the residual has shape " + r + ", the output " + out);
    }
    if (e.hasChannelOperand()) {
      int i = slope(e, standard);
      Shape s = in.shape(i);
      in.require(in.dtype(i) == in.dtype(0), "the slope has another type than the input");
      in.require(
          s == null || !s.isKnown() || channels == Shape.UNKNOWN || s.size() == channels,
          "needs a value for each of " + channels + " channels, but has shape " + s);
    }
  }

  private static boolean agree(Shape a, Shape b) {
    if (a.rank() != b.rank()) {
      return false;
    }
    for (int i = 0; i < a.rank(); i++) {
      if (a.dim(i) != b.dim(i) && a.dim(i) != Shape.UNKNOWN && b.dim(i) != Shape.UNKNOWN) {
        return false;
      }
    }
    return true;
  }

  /** Applies the epilogue to sums y of shape {@code [..., channels, inner]}. */
  static void apply(Evaluation in, Epilogue e, int standard, double[] y, int channels, int inner) {
    if (e.residual()) {
      double[] r = in.tensor(standard).toDoubles();
      for (int i = 0; i < y.length; i++) {
        y[i] += r[i];
      }
    }
    if (e.slope()) {
      double[] s = in.tensor(slope(e, standard)).toDoubles();
      for (int i = 0; i < y.length; i++) {
        if (y[i] < 0) {
          y[i] *= s[i / inner % channels];
        }
      }
    }
    if (e.requantise()) {
      float[] factors = in.tensor(slope(e, standard)).floats();
      for (int i = 0; i < y.length; i++) {
        y[i] = e.requantised((float) y[i], factors[i / inner % channels]);
      }
      return;
    }
    new Activation(e.activation(), e.alpha(), e.beta()).apply(y, 0, y.length);
  }

  /** Place of the residual, null if there is none. */
  static @Nullable Ref residual(Lowering l, Epilogue e, int standard) {
    return e.residual() ? l.input(standard) : null;
  }

  /** Place of the slope, null if there is none. */
  static @Nullable Ref slope(Lowering l, Epilogue e, int standard) {
    return e.hasChannelOperand() ? l.input(slope(e, standard)) : null;
  }
}
