package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Ref;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Storage;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;

/** An operator that says of every element of a floating-point tensor whether something holds. */
public interface FloatPredicate extends Op {
  /** Sets y to 1 where it holds of the n elements of x, else to 0. */
  void test(double[] x, int xAt, byte[] y, int yAt, int n);

  @Override
  default List<Type> infer(Inference in) {
    in.require(in.dtype(0).isFloating(), Types.notDefinedFor(in.dtype(0)));
    return List.of(new TensorType(DType.BOOL, in.shape(0)));
  }

  @Override
  default List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    byte[] y = new byte[x.size()];
    test(x.toDoubles(), 0, y, 0, y.length);
    return List.of(Tensor.of(DType.BOOL, x.shape(), y));
  }

  @Override
  default void lower(Lowering l) {
    DType dtype = l.dtype(0);
    int total = l.shape(0).size();
    Ref x = l.input(0);
    Ref wide = l.scratch(Storage.DOUBLES, total);
    Ref y = l.output(0);
    l.emitRange(
        name(),
        total,
        8192,
        (frame, from, to) -> {
          int at = wide.offset() + from;
          double[] v = frame.doubles(wide);
          Elements.decode(dtype, frame.array(x), x.offset() + from, v, at, to - from);
          test(v, at, frame.bytes(y), y.offset() + from, to - from);
        });
  }
}
