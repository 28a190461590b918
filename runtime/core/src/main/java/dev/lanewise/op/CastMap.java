package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.MapDatum;
import dev.lanewise.tensor.MapType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Values of a map with INT64 keys as a row {@code [1, C]} of another type, in the order of the
 * keys.
 *
 * @param to FLOAT, INT64 or STRING
 * @param length −1 for a row without gaps; else the length of a row in which a value stands at the
 *     place of its key, with 0 (the text {@code 0.f} for strings) in the gaps
 */
public record CastMap(DType to, int length) implements Op {
  @Override
  public List<Type> infer(Inference in) {
    in.require(
        in.type(0) instanceof MapType map && map.key() == DType.INT64,
        "needs a map with int64 keys, but the input is " + in.type(0));
    return List.of(new TensorType(to, Shape.of(1, length < 0 ? Shape.UNKNOWN : length)));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    TreeMap<Long, Tensor> sorted = new TreeMap<>();
    for (Map.Entry<Object, Datum> e : ((MapDatum) in.value(0)).entries().entrySet()) {
      sorted.put((Long) e.getKey(), (Tensor) e.getValue());
    }
    Tensor y = Tensor.zeros(to, Shape.of(1, length < 0 ? sorted.size() : length));
    if (to == DType.STRING) {
      Arrays.fill(y.strings(), "0.f");
    }
    int next = 0;
    for (Map.Entry<Long, Tensor> e : sorted.entrySet()) {
      long at = length < 0 ? next++ : e.getKey();
      if (at < 0) {
        throw in.fail("key " + at + " is negative");
      }
      if (at < y.size()) {
        System.arraycopy(new Cast(to).convert(e.getValue()).array(), 0, y.array(), (int) at, 1);
      }
    }
    return List.of(y);
  }
}
