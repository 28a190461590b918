package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.LayoutChoice;
import dev.lanewise.graph.LayoutQuery;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Ref;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Drops elements at random in training mode and scales the others by 1 / (1 − ratio); does nothing
 * at inference.
 *
 * <p>Inputs: data, optional ratio (0.5), optional BOOL training_mode (false). Outputs: the result,
 * and the BOOL mask of what was kept.
 *
 * @param seed of the random numbers, null for other numbers in each run
 */
public record Dropout(@Nullable Integer seed) implements Op {
  @Override
  public List<Type> infer(Inference in) {
    in.require(in.dtype(0).isFloating(), "needs a floating-point input, got " + in.dtype(0));
    in.require(!in.has(1) || in.dtype(1).isFloating(), "ratio must be floating-point");
    in.require(!in.has(2) || in.dtype(2) == DType.BOOL, "training_mode must be BOOL");
    in.requireOne(1, "ratio");
    in.requireOne(2, "training_mode");
    Shape x = in.shape(0);
    return List.of(new TensorType(in.dtype(0), x), new TensorType(DType.BOOL, x));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    byte[] mask = new byte[x.size()];
    Tensor training = in.tensorOrNull(2);
    Tensor given = in.tensorOrNull(1);
    double ratio = given == null ? 0.5 : given.toDoubles()[0];
    if (training == null || training.bytes()[0] == 0 || ratio == 0) {
      Arrays.fill(mask, (byte) 1);
      return List.of(x, Tensor.of(DType.BOOL, x.shape(), mask));
    }
    if (!(ratio > 0 && ratio < 1)) {
      throw in.fail("ratio must be in [0, 1), but is " + ratio);
    }
    MersenneTwister random = new MersenneTwister(seed == null ? (int) System.nanoTime() : seed);
    double[] y = x.toDoubles();
    for (int i = 0; i < y.length; i++) {
      boolean kept = random.nextDouble() >= ratio;
      mask[i] = (byte) (kept ? 1 : 0);
      y[i] = kept ? y[i] / (1 - ratio) : 0;
    }
    return List.of(
        Tensor.of(x.dtype(), x.shape(), Elements.fromDoubles(x.dtype(), y)),
        Tensor.of(DType.BOOL, x.shape(), mask));
  }

  /** Whether nothing is dropped, as far as can be told before a run. */
  private static boolean isIdentity(boolean hasMode, @Nullable Tensor mode) {
    return !hasMode || (mode != null && mode.bytes()[0] == 0);
  }

  @Override
  public LayoutChoice layouts(LayoutQuery q) {
    return isIdentity(q.has(2), q.constant(2)) && q.dtype(0) == DType.FLOAT
        ? new LayoutChoice(List.of(q.layout(0)), q.layout(0))
        : LayoutChoice.PLAIN;
  }

  @Override
  public void lower(Lowering l) {
    if (!isIdentity(l.has(2), l.constant(2))) {
      l.reference();
      return;
    }
    l.alias(0, 0);
    if (l.isUsed(1)) {
      Ref mask = l.output(1);
      l.emit(
          "mask",
          f -> Arrays.fill(f.bytes(mask), mask.offset(), mask.offset() + mask.length(), (byte) 1));
    }
  }

  @Override
  public boolean isPure() {
    return seed != null;
  }
}
