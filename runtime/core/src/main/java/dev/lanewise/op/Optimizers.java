package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the optimisers of {@code ai.onnx.preview.training} share. Inputs: learning rate and number
 * of updates so far, one number each; then n variables, their n gradients, and n tensors for every
 * kind of state. Outputs: the new variables, then the new states. All tensors of a variable have
 * its type and shape, FLOAT or DOUBLE.
 */
final class Optimizers {
  private static final int FIRST = 2;

  private Optimizers() {}

  /** Types of the outputs with so many kinds of state. */
  static List<Type> infer(Inference in, int states) {
    checkNumber(in, 0, "the learning rate must be one number");
    checkNumber(in, 1, "the update count must be one number");
    DType rate = in.dtype(0);
    in.require(
        rate == DType.FLOAT || rate == DType.DOUBLE,
        "the learning rate must be one float or double, but is " + rate);
    in.require(
        in.dtype(1) == DType.INT64, "the update count must be one int64, but is " + in.dtype(1));
    int kinds = states + 2;
    int n = (in.inputs() - FIRST) / kinds;
    in.require(
        n >= 1 && n * kinds == in.inputs() - FIRST,
        "needs learning rate, update count and "
            + kinds
            + " tensors per variable, but there are "
            + in.inputs()
            + " inputs");
    List<Type> variables = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      DType dtype = in.dtype(FIRST + i);
      in.require(dtype == DType.FLOAT || dtype == DType.DOUBLE, Types.notDefinedFor(dtype));
      @Nullable Shape shape = null;
      for (int kind = 0; kind < kinds; kind++) {
        int at = FIRST + kind * n + i;
        in.require(
            in.dtype(at) == dtype,
            "input " + at + " must be " + dtype + ", but is " + in.dtype(at));
        shape = Shapes.merge(shape, in.shape(at));
      }
      variables.add(new TensorType(dtype, shape));
    }
    List<Type> types = new ArrayList<>();
    for (int kind = 0; kind <= states; kind++) {
      types.addAll(variables);
    }
    return types;
  }

  private static void checkNumber(Inference in, int i, String rule) {
    int count = Dims.count(in.shape(i));
    in.require(count == 1 || count == Shape.UNKNOWN, rule);
  }

  /** One step of one variable: changes x and its states in place, in double precision. */
  interface Update {
    /** Changes {@code values[0]}, the variable, and the states, by the gradient. */
    void apply(double[][] values, double[] gradient, double rate, long updates);
  }

  /** Runs an update for every variable. */
  static List<Datum> evaluate(Evaluation in, int states, Update update) {
    double rate = in.tensor(0).toDoubles()[0];
    long updates = in.tensor(1).longs()[0];
    int n = (in.inputs() - FIRST) / (states + 2);
    Datum[] results = new Datum[n * (states + 1)];
    for (int i = 0; i < n; i++) {
      double[][] values = new double[states + 1][];
      Tensor x = in.tensor(FIRST + i);
      for (int kind = 0; kind <= states; kind++) {
        Tensor t = in.tensor(FIRST + (kind == 0 ? 0 : kind + 1) * n + i);
        if (!t.type().equals(x.type())) {
          throw in.fail("a state of variable " + i + " is " + t + ", but must be " + x);
        }
        values[kind] = t.toDoubles();
      }
      Tensor gradient = in.tensor(FIRST + n + i);
      if (!gradient.type().equals(x.type())) {
        throw in.fail("the gradient of variable " + i + " is " + gradient + ", but must be " + x);
      }
      update.apply(values, gradient.toDoubles(), rate, updates);
      for (int kind = 0; kind <= states; kind++) {
        Object array = Elements.fromDoubles(x.dtype(), values[kind]);
        results[kind * n + i] = Tensor.of(x.dtype(), x.shape(), array);
      }
    }
    return List.of(results);
  }
}
