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
 * {@code x − zero} as FLOAT, for integers of at most 16 bits. Not an operator of the standard.
 *
 * <p>Inputs: x, optional zero point of the same type with one element.
 */
public record IntegersToFloats() implements Op {
  private static final int GRAIN = 1 << 15;

  @Override
  public List<Type> infer(Inference in) {
    DType type = in.dtype(0);
    in.require(type.isInteger() && type.bits() <= 16, "needs integers of at most 16 bits");
    in.require(!in.has(1) || in.dtype(1) == type, "the zero point has another type than x");
    in.requireOne(1, "the zero point");
    return List.of(new TensorType(DType.FLOAT, in.shape(0)));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    Tensor zero = in.tensorOrNull(1);
    double z = zero == null ? 0 : zero.toDoubles()[0];
    double[] y = x.toDoubles();
    for (int i = 0; i < y.length; i++) {
      y[i] -= z;
    }
    return List.of(Tensor.of(DType.FLOAT, x.shape(), Elements.fromDoubles(DType.FLOAT, y)));
  }

  @Override
  public void lower(Lowering l) {
    DType type = l.dtype(0);
    Ref x = l.input(0);
    Ref zero = l.has(1) ? l.input(1) : null;
    Ref y = l.output(0);
    l.emitRange(
        "integers to floats",
        l.shape(0).size(),
        GRAIN,
        (f, from, to) ->
            IntegerElements.toFloats(
                type,
                f.array(x),
                x.offset() + from,
                zero == null ? 0 : IntegerElements.get(type, f.array(zero), zero.offset()),
                f.floats(y),
                y.offset() + from,
                to - from));
  }
}
