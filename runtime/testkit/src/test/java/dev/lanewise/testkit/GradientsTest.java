package dev.lanewise.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.error.UnsupportedModelException;
import dev.lanewise.gradient.GradientRule;
import dev.lanewise.gradient.GradientRules;
import dev.lanewise.gradient.Gradients;
import dev.lanewise.graph.GraphBuilder;
import dev.lanewise.graph.Interpreter;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Value;
import dev.lanewise.op.Add;
import dev.lanewise.op.AspectRatio;
import dev.lanewise.op.CoordinateMode;
import dev.lanewise.op.Cos;
import dev.lanewise.op.Div;
import dev.lanewise.op.Dropout;
import dev.lanewise.op.Einsum;
import dev.lanewise.op.Erf;
import dev.lanewise.op.Exp;
import dev.lanewise.op.Expand;
import dev.lanewise.op.Flatten;
import dev.lanewise.op.Floor;
import dev.lanewise.op.Gemm;
import dev.lanewise.op.LRN;
import dev.lanewise.op.Log;
import dev.lanewise.op.LogSoftmax;
import dev.lanewise.op.MatMul;
import dev.lanewise.op.Mul;
import dev.lanewise.op.NearestMode;
import dev.lanewise.op.Pow;
import dev.lanewise.op.Reciprocal;
import dev.lanewise.op.ReduceMean;
import dev.lanewise.op.ReduceSum;
import dev.lanewise.op.Relu;
import dev.lanewise.op.Resize;
import dev.lanewise.op.ResizeMode;
import dev.lanewise.op.Sigmoid;
import dev.lanewise.op.Sin;
import dev.lanewise.op.Softmax;
import dev.lanewise.op.Softplus;
import dev.lanewise.op.Sqrt;
import dev.lanewise.op.Sub;
import dev.lanewise.op.Tanh;
import dev.lanewise.op.Transpose;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.testkit.cases.RandomTensors;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Derivatives against central differences, in DOUBLE. */
class GradientsTest {
  private final RandomTensors random = new RandomTensors(5);

  private Tensor tensor(int... dims) {
    return random.tensor(DType.DOUBLE, Shape.of(dims), 0.3, 1.7);
  }

  private static void check(Op op, List<Tensor> variables, Tensor... constants) {
    GradientCheck.check(op, variables, constants);
  }

  @Test
  void functions() {
    for (Op op :
        List.of(
            new Exp(),
            new Log(),
            new Sqrt(),
            new Reciprocal(),
            new Sin(),
            new Cos(),
            new Tanh(),
            new Sigmoid(),
            new Softplus(),
            new Relu(),
            new Erf(),
            new Softmax(-1),
            new LogSoftmax(0),
            new Flatten(1),
            new Transpose(new int[] {1, 2, 0}),
            new ReduceSum(false, false),
            new ReduceMean(true, false))) {
      check(op, List.of(tensor(2, 3, 2)));
    }
  }

  @Test
  void combinationsSumWhatTheyRepeated() {
    for (Op op : List.of(new Add(), new Sub(), new Mul(), new Div(), new Pow())) {
      check(op, List.of(tensor(2, 3), tensor(2, 3)));
      check(op, List.of(tensor(2, 3), tensor(3)));
      check(op, List.of(tensor(2, 1), tensor(4, 1, 3)));
      check(op, List.of(tensor(), tensor(2, 2)));
    }
  }

  @Test
  void reductionsAlongAxes() {
    for (boolean keep : new boolean[] {true, false}) {
      check(new ReduceSum(keep, false), List.of(tensor(2, 3, 2)), Tensor.of(Shape.of(1), -1L));
      check(new ReduceMean(keep, false), List.of(tensor(2, 3, 2)), Tensor.of(Shape.of(2), 2L, 0L));
    }
    check(new Expand(), List.of(tensor(3, 1)), Tensor.of(Shape.of(3), 2L, 3L, 4L));
  }

  @Test
  void products() {
    check(new MatMul(), List.of(tensor(2, 3), tensor(3, 4)));
    check(new MatMul(), List.of(tensor(2, 2, 3), tensor(3, 4)));
    check(new MatMul(), List.of(tensor(3), tensor(2, 3, 4)));
    check(new MatMul(), List.of(tensor(2, 3), tensor(3)));
    for (boolean transA : new boolean[] {false, true}) {
      for (boolean transB : new boolean[] {false, true}) {
        Tensor a = transA ? tensor(3, 2) : tensor(2, 3);
        Tensor c = transB ? tensor(4, 3) : tensor(3, 4);
        check(new Gemm(0.5f, 2, transA, transB), List.of(a, c, tensor(4)));
      }
    }
  }

  @Test
  void einsteinSums() {
    check(new Einsum("ij,jk->ik"), List.of(tensor(2, 3), tensor(3, 4)));
    check(new Einsum("b...i,ijk->...kb"), List.of(tensor(2, 3, 4), tensor(4, 2, 1)));
    check(new Einsum("ij,kl,j->il"), List.of(tensor(2, 3), tensor(4, 2), tensor(3)));
    check(new Einsum("abc->b"), List.of(tensor(2, 3, 4)));
    check(new Einsum("ij,ij"), List.of(tensor(1, 3), tensor(2, 3)));
  }

  @Test
  void anOperandWithALabelTwiceIsNamed() {
    GraphBuilder b = new GraphBuilder("trace");
    Value x = b.input("x", tensor(2, 2).type());
    Value y = b.add("y", new Einsum("ii->"), x);
    assertThatThrownBy(() -> Gradients.of(b, y, List.of(x), List.of(), GradientRules.standard()))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("label twice");
  }

  @Test
  void normalisationAcrossChannels() {
    for (int size : new int[] {1, 2, 3, 9}) {
      check(new LRN(0.7f, 0.75f, 1.5f, size), List.of(tensor(2, 5, 3)));
    }
    check(new LRN(0.7f, 0.5f, 1, 3), List.of(tensor(2, 4)));
  }

  @Test
  void resampling() {
    Tensor larger = Tensor.of(Shape.of(4), 1f, 1f, 2f, 1.7f);
    Tensor smaller = Tensor.of(Shape.of(4), 1f, 1f, 0.6f, 0.4f);
    for (Tensor scales : List.of(larger, smaller)) {
      for (ResizeMode mode : ResizeMode.values()) {
        check(Resize.upsample(mode), List.of(tensor(2, 2, 3, 5)), null, scales);
        Resize antialias =
            new Resize(
                mode == ResizeMode.NEAREST ? ResizeMode.LINEAR : mode,
                CoordinateMode.HALF_PIXEL,
                NearestMode.FLOOR,
                true,
                new int[] {2, 3},
                -0.5f,
                true,
                0,
                AspectRatio.STRETCH);
        Tensor sizes = Tensor.of(Shape.of(2), 2L, 7L);
        check(antialias, List.of(tensor(1, 2, 5, 4)), null, null, sizes);
      }
    }
    Resize crop =
        new Resize(
            ResizeMode.LINEAR,
            CoordinateMode.TF_CROP_AND_RESIZE,
            NearestMode.FLOOR,
            false,
            new int[] {1},
            -0.75f,
            false,
            3,
            AspectRatio.STRETCH);
    Tensor region = Tensor.of(Shape.of(2), 0.2f, 1.4f);
    check(crop, List.of(tensor(2, 5)), region, null, Tensor.of(Shape.of(1), 6L));
  }

  @Test
  void dropoutOutsideOfTrainingPassesEverything() {
    check(new Dropout(null), List.of(tensor(2, 3)));
  }

  @Test
  void aValueReadTwiceGetsBothDerivatives() {
    check(new Mul(), List.of(tensor(2, 2), tensor(2, 2)));
    GraphBuilder b = new GraphBuilder("square");
    Value x = b.input("x", tensor(3).type());
    Value y = b.add("y", new Mul(), x, x);
    b.output(Gradients.of(b, y, List.of(x), List.of(), GradientRules.standard()).get(0));
    Tensor given = Tensor.of(DType.DOUBLE, Shape.of(3), new double[] {1, 2, -3});
    Tensor gradient = (Tensor) Interpreter.run(b.build(), List.of(given)).get(0);
    assertThat(gradient.doubles()).containsExactly(2, 4, -6);
  }

  @Test
  void whatDoesNotMatterHasZeroDerivative() {
    GraphBuilder b = new GraphBuilder("zero");
    Value x = b.input("x", tensor(2).type());
    Value z = b.input("z", tensor(3).type());
    Value y = b.add("y", new Exp(), x);
    b.output(Gradients.of(b, y, List.of(z), List.of(x), GradientRules.standard()).get(0));
    Tensor gradient = (Tensor) Interpreter.run(b.build(), List.of(tensor(2), tensor(3))).get(0);
    assertThat(gradient.doubles()).containsExactly(0, 0, 0);
  }

  @Test
  void anOperatorWithoutRuleIsNamed() {
    GraphBuilder b = new GraphBuilder("floor");
    Value x = b.input("x", tensor(2).type());
    Value y = b.add("y", new Floor(), x);
    assertThatThrownBy(() -> Gradients.of(b, y, List.of(x), List.of(), GradientRules.standard()))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("Floor");
    GradientRule flat = d -> d.give(0, d.add(new Mul(), d.dy(), d.constant(0)));
    GradientRules more = GradientRules.standard().with(Floor.class, flat);
    assertThat(Gradients.of(b, y, List.of(x), List.of(), more)).hasSize(1);
  }
}
