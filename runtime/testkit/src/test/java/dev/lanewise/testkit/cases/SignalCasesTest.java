package dev.lanewise.testkit.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lanewise.graph.Graph;
import dev.lanewise.graph.GraphBuilder;
import dev.lanewise.graph.Interpreter;
import dev.lanewise.op.DFT;
import dev.lanewise.op.STFT;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Fourier transforms: against the definition, and plans against the reference evaluation. */
class SignalCasesTest {
  private final RandomTensors tensors = new RandomTensors(5);

  private static double[] run(DFT op, Tensor x) {
    GraphBuilder b = new GraphBuilder("transform");
    b.output(b.add("y", op, b.input("x", x.type())));
    Graph graph = b.build();
    return ((Tensor) Interpreter.run(graph, List.of(x)).get(0)).toDoubles();
  }

  @Test
  void transformsOfAllLengthsFollowTheDefinition() {
    for (int n = 1; n <= 70; n++) {
      Tensor x = tensors.tensor(DType.DOUBLE, Shape.of(1, n, 2), -1, 1);
      double[] v = x.doubles();
      double[] y = run(new DFT(false, false), x);
      double[] back = run(new DFT(true, false), Tensor.of(DType.DOUBLE, x.shape(), y));
      for (int k = 0; k < n; k++) {
        double re = 0;
        double im = 0;
        for (int i = 0; i < n; i++) {
          double angle = -2 * Math.PI * k * i / n;
          re += v[2 * i] * Math.cos(angle) - v[2 * i + 1] * Math.sin(angle);
          im += v[2 * i] * Math.sin(angle) + v[2 * i + 1] * Math.cos(angle);
        }
        assertThat(y[2 * k]).as("length %d", n).isCloseTo(re, within(1e-11));
        assertThat(y[2 * k + 1]).as("length %d", n).isCloseTo(im, within(1e-11));
      }
      assertThat(back).containsExactly(v, within(1e-13));
    }
  }

  @Test
  void halfASpectrumGivesItsRealSamples() {
    for (int n = 1; n <= 20; n++) {
      Tensor x = tensors.tensor(DType.DOUBLE, Shape.of(2, n, 1), -1, 1);
      Tensor half =
          Tensor.of(DType.DOUBLE, Shape.of(2, n / 2 + 1, 2), run(new DFT(false, true), x));
      GraphBuilder b = new GraphBuilder("inverse");
      b.output(
          b.add(
              "y",
              new DFT(true, true),
              b.input("x", half.type()),
              b.constant("n", Tensor.scalar((long) n))));
      Tensor y = (Tensor) Interpreter.run(b.build(), List.of(half)).get(0);
      assertThat(y.shape()).isEqualTo(x.shape());
      assertThat(y.doubles()).containsExactly(x.doubles(), within(1e-13));
    }
  }

  @Test
  void plans() {
    for (DType dtype : new DType[] {DType.FLOAT, DType.FLOAT16, DType.DOUBLE}) {
      for (int axis : new int[] {0, 1, 2, -2, -3}) {
        for (int length : new int[] {1, 4, 12, 15}) {
          for (int parts = 1; parts <= 2; parts++) {
            Tensor x = tensors.tensor(dtype, Shape.of(3, 8, 5, parts), -1, 1);
            for (boolean onesided : new boolean[] {false, true}) {
              DFT op = new DFT(onesided && parts == 2, onesided);
              Tensor along = Tensor.scalar((long) axis);
              new OpCase()
                  .input(x)
                  .constant(Tensor.scalar((long) length))
                  .constant(along)
                  .check(op, 1e-5);
            }
          }
        }
      }
    }
    new OpCase()
        .input(tensors.floats(2, 9, 1))
        .input(Tensor.scalar(7L))
        .input(Tensor.scalar(1L))
        .check(new DFT(false, true), 1e-5);
  }

  @Test
  void framesOfASignal() {
    for (int parts = 1; parts <= 2; parts++) {
      for (int step : new int[] {1, 3, 50}) {
        Tensor x = tensors.floats(2, 23, parts);
        STFT op = new STFT(parts == 1);
        Tensor hop = Tensor.scalar((long) step);
        new OpCase().input(x).constant(hop).constant(tensors.floats(6)).check(op, 1e-5);
        new OpCase().input(x).input(hop).input(tensors.floats(6)).check(op, 1e-5);
        new OpCase().input(x).constant(hop).missing().constant(Tensor.scalar(8L)).check(op, 1e-5);
        new OpCase()
            .input(x)
            .constant(hop)
            .constant(tensors.floats(5))
            .constant(Tensor.scalar(8L))
            .check(op, 1e-5);
        new OpCase().input(x).constant(hop).missing().constant(Tensor.scalar(24L)).check(op, 1e-5);
      }
    }
  }
}
