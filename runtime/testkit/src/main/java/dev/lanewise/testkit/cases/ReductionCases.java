package dev.lanewise.testkit.cases;

import dev.lanewise.graph.Op;
import dev.lanewise.op.ArgMax;
import dev.lanewise.op.ArgMin;
import dev.lanewise.op.CumProd;
import dev.lanewise.op.CumSum;
import dev.lanewise.op.Einsum;
import dev.lanewise.op.ReduceL1;
import dev.lanewise.op.ReduceL2;
import dev.lanewise.op.ReduceLogSum;
import dev.lanewise.op.ReduceLogSumExp;
import dev.lanewise.op.ReduceMax;
import dev.lanewise.op.ReduceMean;
import dev.lanewise.op.ReduceMin;
import dev.lanewise.op.ReduceProd;
import dev.lanewise.op.ReduceSum;
import dev.lanewise.op.ReduceSumSquare;
import dev.lanewise.op.TopK;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reductions, searches and sums of products: plans agree with the reference evaluation. */
public abstract class ReductionCases {
  private static final double TOLERANCE = 2e-6;

  private final RandomTensors random = new RandomTensors(43);

  private static List<Op> reductions(boolean keep, boolean noop) {
    return List.of(
        new ReduceSum(keep, noop),
        new ReduceMean(keep, noop),
        new ReduceMax(keep, noop),
        new ReduceMin(keep, noop),
        new ReduceProd(keep, noop),
        new ReduceL1(keep, noop),
        new ReduceL2(keep, noop),
        new ReduceSumSquare(keep, noop),
        new ReduceLogSum(keep, noop),
        new ReduceLogSumExp(keep, noop));
  }

  private static Tensor axes(int mask, int rank) {
    List<Long> axes = new ArrayList<>();
    for (int d = 0; d < rank; d++) {
      if ((mask >> d & 1) == 1) {
        axes.add((long) (d % 2 == 0 ? d : d - rank));
      }
    }
    long[] values = axes.stream().mapToLong(Long::longValue).toArray();
    return Tensor.of(Shape.of(values.length), values);
  }

  @Test
  void everySetOfAxes() {
    for (int[] dims : new int[][] {{2, 3, 4, 5}, {3, 1, 7}, {0, 3}, {}, {1, 1}}) {
      for (int mask = 0; mask < 1 << dims.length; mask++) {
        Tensor x = random.tensor(DType.FLOAT, Shape.of(dims), 0.3, 1.5);
        for (Op op : reductions(mask % 2 == 0, true)) {
          new OpCase().input(x).constant(axes(mask, dims.length)).check(op, TOLERANCE);
        }
      }
    }
  }

  @Test
  void allAxesAndAxesThatAreComputed() {
    Tensor x = random.tensor(DType.FLOAT, Shape.of(30, 40, 10), 0.9, 1.1);
    for (Op op : reductions(false, false)) {
      new OpCase().input(x).check(op, 1e-4);
    }
    new OpCase().input(x).input(axes(2, 3)).check(new ReduceMax(true, false), 0);
    for (DType dtype : List.of(DType.INT64, DType.INT32, DType.DOUBLE)) {
      Tensor y = random.tensor(dtype, Shape.of(4, 5), 1, 9);
      new OpCase().input(y).constant(axes(1, 2)).check(new ReduceSum(true, false), 0);
      new OpCase().input(y).constant(axes(2, 2)).check(new ReduceProd(false, false), 0);
    }
  }

  @Test
  void planesOfBlockedActivations() {
    Tensor x = random.tensor(DType.FLOAT, Shape.of(2, 4, 5, 3), 0.5, 1);
    for (int channels : new int[] {3, 13, 16}) {
      Tensor w = random.tensor(DType.FLOAT, Shape.of(channels, 4, 1, 1), 0.1, 0.5);
      for (boolean keep : new boolean[] {false, true}) {
        for (Op op : reductions(keep, false)) {
          new OpCase().convolved(x, w).constant(axes(12, 4)).check(op, 4 * TOLERANCE);
          new OpCase().convolved(x, w).constant(axes(2, 4)).check(op, 4 * TOLERANCE);
        }
      }
    }
  }

  @Test
  void searchesAndSelections() {
    Tensor x = random.tensor(DType.FLOAT, Shape.of(3, 5, 4), -2, 2);
    Tensor integers = random.tensor(DType.INT32, Shape.of(3, 5, 4), -2, 2);
    for (int axis = -1; axis < 3; axis++) {
      for (boolean last : new boolean[] {false, true}) {
        new OpCase().input(x).check(new ArgMax(axis, last, last), 0);
        new OpCase().input(integers).check(new ArgMin(axis, last, last), 0);
      }
      Tensor k = Tensor.of(Shape.of(1), 2L);
      new OpCase().input(x).constant(k).check(new TopK(axis, true), 2, 0);
      new OpCase().input(x).constant(k).check(new TopK(axis, false), 1, 0);
      new OpCase().input(x).input(k).check(new TopK(axis, true), 2, 0);
      new OpCase().input(integers).constant(k).check(new TopK(axis, true), 2, 0);
    }
  }

  @Test
  void cumulativeOperators() {
    Tensor x = random.floats(3, 5, 4);
    for (int axis = -1; axis < 3; axis++) {
      Tensor at = Tensor.scalar((long) axis);
      new OpCase().input(x).constant(at).check(new CumSum(axis == 0, axis == 1), 0);
      new OpCase().input(x).input(at).check(new CumProd(axis == 1, axis == 2), 0);
      Tensor y = random.tensor(DType.INT32, Shape.of(3, 5, 4), -3, 3);
      new OpCase().input(y).constant(at).check(new CumSum(false, true), 0);
    }
  }

  @Test
  void sumsOfProducts() {
    record Equation(String text, int[]... dims) {}
    for (Equation e :
        List.of(
            new Equation("ij,jk->ik", new int[] {7, 9}, new int[] {9, 5}),
            new Equation("ij,kj->ki", new int[] {7, 9}, new int[] {5, 9}),
            new Equation("bhqd,bhkd->bhqk", new int[] {2, 3, 4, 6}, new int[] {2, 3, 5, 6}),
            new Equation("bqhd,bkhd->bhqk", new int[] {2, 4, 3, 6}, new int[] {2, 5, 3, 6}),
            new Equation("bhqk,bkhd->bqhd", new int[] {2, 3, 4, 5}, new int[] {2, 5, 3, 6}),
            new Equation("...ij,jk->...ik", new int[] {2, 3, 4, 5}, new int[] {5, 6}),
            new Equation("bc,bc->b", new int[] {3, 8}, new int[] {3, 8}),
            new Equation("i,j->ij", new int[] {4}, new int[] {6}),
            new Equation("abc,cd->bd", new int[] {2, 3, 4}, new int[] {4, 5}),
            new Equation("ij,j", new int[] {3, 4}, new int[] {4}),
            new Equation("iij,jk->ik", new int[] {3, 3, 4}, new int[] {4, 2}),
            new Equation("bij->bji", new int[] {2, 3, 4}),
            new Equation("bij->b", new int[] {2, 3, 4}),
            new Equation("ij,jk,kl->il", new int[] {2, 3}, new int[] {3, 4}, new int[] {4, 5}),
            new Equation("ij,jk->ik", new int[] {0, 3}, new int[] {3, 2}),
            new Equation("ij,jk->ik", new int[] {2, 0}, new int[] {0, 2}))) {
      OpCase c = new OpCase();
      for (int[] dims : e.dims) {
        c.input(random.floats(dims));
      }
      c.check(new Einsum(e.text), 4 * TOLERANCE);
    }
  }
}
