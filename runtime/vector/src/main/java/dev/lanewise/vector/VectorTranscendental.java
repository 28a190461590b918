package dev.lanewise.vector;

import dev.lanewise.kernel.UnaryFunction;
import java.util.EnumSet;
import java.util.Set;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The long functions of {@link VectorMath#unary}, one loop per function so that each is compiled
 * for itself. The same loop takes the numbers that are no whole vector, one by one: a second call
 * of the function would not be inlined, and its vectors would be objects.
 */
final class VectorTranscendental {
  private static final VectorSpecies<Float> S = Lanes.S;
  private static final int L = Lanes.L;

  private static final Set<UnaryFunction> FUNCTIONS =
      EnumSet.of(
          UnaryFunction.SIGMOID,
          UnaryFunction.TANH,
          UnaryFunction.EXP,
          UnaryFunction.LOG,
          UnaryFunction.ERF,
          UnaryFunction.GELU,
          UnaryFunction.GELU_TANH,
          UnaryFunction.SWISH,
          UnaryFunction.ELU,
          UnaryFunction.SELU,
          UnaryFunction.CELU,
          UnaryFunction.SOFTPLUS,
          UnaryFunction.MISH);

  private VectorTranscendental() {}

  /** Whether this class has a function. */
  static boolean has(UnaryFunction f) {
    return FUNCTIONS.contains(f);
  }

  /**
   * {@code y = f(x)} for n vectors or n numbers.
   *
   * @param whole whether it is vectors
   */
  static void apply(
      UnaryFunction f,
      float a,
      float b,
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      int n,
      boolean whole) {
    switch (f) {
      case SIGMOID -> sigmoid(x, xAt, y, yAt, n, whole);
      case TANH -> tanh(x, xAt, y, yAt, n, whole);
      case EXP -> exp(x, xAt, y, yAt, n, whole);
      case LOG -> log(x, xAt, y, yAt, n, whole);
      case ERF -> erf(x, xAt, y, yAt, n, whole);
      case GELU -> gelu(x, xAt, y, yAt, n, whole);
      case GELU_TANH -> geluTanh(x, xAt, y, yAt, n, whole);
      case SWISH -> swish(a, x, xAt, y, yAt, n, whole);
      case ELU -> elu(a, x, xAt, y, yAt, n, whole);
      case SELU -> selu(a, b, x, xAt, y, yAt, n, whole);
      case CELU -> celu(a, x, xAt, y, yAt, n, whole);
      case SOFTPLUS -> softplus(x, xAt, y, yAt, n, whole);
      case MISH -> mish(x, xAt, y, yAt, n, whole);
      default -> throw new IllegalArgumentException(f + " is not transcendental");
    }
  }

  private static void sigmoid(float[] x, int xAt, float[] y, int yAt, int n, boolean whole) {
    for (int i = 0; i < n; i++) {
      FloatVector v =
          whole ? FloatVector.fromArray(S, x, xAt + i * L) : FloatVector.broadcast(S, x[xAt + i]);
      FloatVector r = VectorFunctions.sigmoid(v);
      if (whole) {
        r.intoArray(y, yAt + i * L);
      } else {
        y[yAt + i] = r.lane(0);
      }
    }
  }

  private static void tanh(float[] x, int xAt, float[] y, int yAt, int n, boolean whole) {
    for (int i = 0; i < n; i++) {
      FloatVector v =
          whole ? FloatVector.fromArray(S, x, xAt + i * L) : FloatVector.broadcast(S, x[xAt + i]);
      FloatVector r = VectorFunctions.tanh(v);
      if (whole) {
        r.intoArray(y, yAt + i * L);
      } else {
        y[yAt + i] = r.lane(0);
      }
    }
  }

  private static void exp(float[] x, int xAt, float[] y, int yAt, int n, boolean whole) {
    for (int i = 0; i < n; i++) {
      FloatVector v =
          whole ? FloatVector.fromArray(S, x, xAt + i * L) : FloatVector.broadcast(S, x[xAt + i]);
      FloatVector r = VectorFunctions.exp(v);
      if (whole) {
        r.intoArray(y, yAt + i * L);
      } else {
        y[yAt + i] = r.lane(0);
      }
    }
  }

  private static void log(float[] x, int xAt, float[] y, int yAt, int n, boolean whole) {
    for (int i = 0; i < n; i++) {
      FloatVector v =
          whole ? FloatVector.fromArray(S, x, xAt + i * L) : FloatVector.broadcast(S, x[xAt + i]);
      FloatVector r = VectorFunctions.log(v);
      if (whole) {
        r.intoArray(y, yAt + i * L);
      } else {
        y[yAt + i] = r.lane(0);
      }
    }
  }

  private static void erf(float[] x, int xAt, float[] y, int yAt, int n, boolean whole) {
    for (int i = 0; i < n; i++) {
      FloatVector v =
          whole ? FloatVector.fromArray(S, x, xAt + i * L) : FloatVector.broadcast(S, x[xAt + i]);
      FloatVector r = VectorFunctions.erf(v);
      if (whole) {
        r.intoArray(y, yAt + i * L);
      } else {
        y[yAt + i] = r.lane(0);
      }
    }
  }

  private static void gelu(float[] x, int xAt, float[] y, int yAt, int n, boolean whole) {
    for (int i = 0; i < n; i++) {
      FloatVector v =
          whole ? FloatVector.fromArray(S, x, xAt + i * L) : FloatVector.broadcast(S, x[xAt + i]);
      FloatVector r = VectorFunctions.gelu(v);
      if (whole) {
        r.intoArray(y, yAt + i * L);
      } else {
        y[yAt + i] = r.lane(0);
      }
    }
  }

  private static void geluTanh(float[] x, int xAt, float[] y, int yAt, int n, boolean whole) {
    for (int i = 0; i < n; i++) {
      FloatVector v =
          whole ? FloatVector.fromArray(S, x, xAt + i * L) : FloatVector.broadcast(S, x[xAt + i]);
      FloatVector r = VectorFunctions.geluTanh(v);
      if (whole) {
        r.intoArray(y, yAt + i * L);
      } else {
        y[yAt + i] = r.lane(0);
      }
    }
  }

  private static void swish(float a, float[] x, int xAt, float[] y, int yAt, int n, boolean whole) {
    for (int i = 0; i < n; i++) {
      FloatVector v =
          whole ? FloatVector.fromArray(S, x, xAt + i * L) : FloatVector.broadcast(S, x[xAt + i]);
      FloatVector r = VectorFunctions.swish(v, a);
      if (whole) {
        r.intoArray(y, yAt + i * L);
      } else {
        y[yAt + i] = r.lane(0);
      }
    }
  }

  private static void elu(float a, float[] x, int xAt, float[] y, int yAt, int n, boolean whole) {
    for (int i = 0; i < n; i++) {
      FloatVector v =
          whole ? FloatVector.fromArray(S, x, xAt + i * L) : FloatVector.broadcast(S, x[xAt + i]);
      FloatVector r = VectorFunctions.elu(v, a);
      if (whole) {
        r.intoArray(y, yAt + i * L);
      } else {
        y[yAt + i] = r.lane(0);
      }
    }
  }

  private static void selu(
      float a, float b, float[] x, int xAt, float[] y, int yAt, int n, boolean whole) {
    for (int i = 0; i < n; i++) {
      FloatVector v =
          whole ? FloatVector.fromArray(S, x, xAt + i * L) : FloatVector.broadcast(S, x[xAt + i]);
      FloatVector r = VectorFunctions.selu(v, a, b);
      if (whole) {
        r.intoArray(y, yAt + i * L);
      } else {
        y[yAt + i] = r.lane(0);
      }
    }
  }

  private static void celu(float a, float[] x, int xAt, float[] y, int yAt, int n, boolean whole) {
    for (int i = 0; i < n; i++) {
      FloatVector v =
          whole ? FloatVector.fromArray(S, x, xAt + i * L) : FloatVector.broadcast(S, x[xAt + i]);
      FloatVector r = VectorFunctions.celu(v, a);
      if (whole) {
        r.intoArray(y, yAt + i * L);
      } else {
        y[yAt + i] = r.lane(0);
      }
    }
  }

  private static void softplus(float[] x, int xAt, float[] y, int yAt, int n, boolean whole) {
    for (int i = 0; i < n; i++) {
      FloatVector v =
          whole ? FloatVector.fromArray(S, x, xAt + i * L) : FloatVector.broadcast(S, x[xAt + i]);
      FloatVector r = VectorFunctions.softplus(v);
      if (whole) {
        r.intoArray(y, yAt + i * L);
      } else {
        y[yAt + i] = r.lane(0);
      }
    }
  }

  private static void mish(float[] x, int xAt, float[] y, int yAt, int n, boolean whole) {
    for (int i = 0; i < n; i++) {
      FloatVector v =
          whole ? FloatVector.fromArray(S, x, xAt + i * L) : FloatVector.broadcast(S, x[xAt + i]);
      FloatVector r = VectorFunctions.mish(v);
      if (whole) {
        r.intoArray(y, yAt + i * L);
      } else {
        y[yAt + i] = r.lane(0);
      }
    }
  }
}
