package dev.lanewise.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.gradient.GradientRules;
import dev.lanewise.gradient.Gradients;
import dev.lanewise.graph.Graph;
import dev.lanewise.graph.GraphBuilder;
import dev.lanewise.graph.Interpreter;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Value;
import dev.lanewise.op.Add;
import dev.lanewise.op.ReduceSum;
import dev.lanewise.op.Sin;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compares derivatives with central differences, in DOUBLE. */
final class GradientCheck {
  private static final double STEP = 1e-5;
  private static final double WORST = 1e-5;

  private GradientCheck() {}

  /** Checks the derivatives of the sum of the sines of what an operator gives. */
  static void check(Op op, List<Tensor> variables, @Nullable Tensor... constants) {
    check(op, 1, variables, constants);
  }

  /** The same for an operator of several outputs, all of which count. */
  static void check(Op op, int outputs, List<Tensor> variables, @Nullable Tensor... constants) {
    GraphBuilder b = new GraphBuilder("gradient");
    List<Value> xs = new ArrayList<>();
    for (Tensor t : variables) {
      xs.add(b.input("x" + xs.size(), t.type()));
    }
    List<@Nullable Value> arguments = new ArrayList<>(xs);
    for (Tensor t : constants) {
      arguments.add(t == null ? null : b.constant("c", t));
    }
    List<String> names = new ArrayList<>();
    for (int o = 0; o < outputs; o++) {
      names.add("y" + o);
    }
    Value total = null;
    for (Value y : b.add("op", op, arguments, names)) {
      Value sum = b.add("sum", new ReduceSum(false, false), b.add("wave", new Sin(), y));
      total = total == null ? sum : b.add("total", new Add(), total, sum);
    }
    check(op.toString(), b, Objects.requireNonNull(total), xs, variables);
  }

  /** Checks the derivatives of a value with respect to the inputs of the graph. */
  static void check(
      String what, GraphBuilder b, Value total, List<Value> xs, List<Tensor> variables) {
    b.output(total);
    Gradients.of(b, total, xs, List.of(), GradientRules.standard()).forEach(b::output);
    Graph graph = b.build();
    List<Datum> inputs = new ArrayList<>(variables);
    List<Datum> results = Interpreter.run(graph, inputs);
    for (int v = 0; v < variables.size(); v++) {
      double[] gradient = ((Tensor) results.get(1 + v)).doubles();
      double[] x = variables.get(v).doubles();
      assertThat(results.get(1 + v).type()).isEqualTo(variables.get(v).type());
      for (int i = 0; i < x.length; i++) {
        double old = x[i];
        x[i] = old + STEP;
        double above = total(graph, inputs);
        x[i] = old - STEP;
        double below = total(graph, inputs);
        x[i] = old;
        double expected = (above - below) / (2 * STEP);
        assertThat(Math.abs(gradient[i] - expected) / Math.max(1, Math.abs(expected)))
            .as("%s, input %d, element %d: %s for %s", what, v, i, gradient[i], expected)
            .isLessThan(WORST);
      }
    }
  }

  private static double total(Graph graph, List<Datum> inputs) {
    return ((Tensor) Interpreter.run(graph, inputs).get(0)).doubles()[0];
  }
}
