package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Ref;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;

/**
 * {@code x + zero} as integers of at most 32 bits, for floats that hold integers in range. Not an
 * operator of the standard.
 *
 * @param target type of the result
 * @param zero what is added
 */
public record FloatsToIntegers(DType target, int zero) implements Op {
  private static final int GRAIN = 1 << 15;

  @Override
  public List<Type> infer(Inference in) {
    in.require(in.dtype(0) == DType.FLOAT, "needs a FLOAT input, got " + in.dtype(0));
    in.require(target.isInteger() && target.bits() <= 32, "cannot make " + target);
    return List.of(new TensorType(target, in.shape(0)));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    float[] values = x.floats();
    long[] y = new long[values.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = (long) values[i] + zero;
    }
    return List.of(Tensor.of(target, x.shape(), Elements.fromLongs(target, y)));
  }

  @Override
  public void lower(Lowering l) {
    Ref x = l.input(0);
    Ref y = l.output(0);
    l.emitRange(
        "floats to integers",
        l.shape(0).size(),
        GRAIN,
        (f, from, to) ->
            IntegerElements.fromFloats(
                target,
                f.floats(x),
                x.offset() + from,
                zero,
                f.array(y),
                y.offset() + from,
                to - from));
  }
}
