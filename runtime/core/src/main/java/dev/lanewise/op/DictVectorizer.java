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
import java.util.List;
import java.util.Map;

/**
 * Values of a map in the order of a vocabulary, {@code [1, C]}; 0 or an empty string where a key is
 * not in the map. Keys of the map that are not in the vocabulary are left out.
 *
 * @param vocabulary keys, INT64 or STRING
 */
public record DictVectorizer(KeyTable vocabulary) implements Op {
  @Override
  public List<Type> infer(Inference in) {
    if (in.type(0) instanceof MapType map && map.value() instanceof TensorType value) {
      in.require(
          map.key() == vocabulary.dtype(),
          "the vocabulary is " + vocabulary.dtype() + ", but the keys are " + map.key());
      return List.of(new TensorType(value.dtype(), Shape.of(1, vocabulary.count())));
    }
    throw in.fail("needs a map to numbers or strings, but the input is " + in.type(0));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    MapDatum map = (MapDatum) in.value(0);
    DType dtype = ((TensorType) map.mapType().value()).dtype();
    Tensor y = Tensor.zeros(dtype, Shape.of(1, vocabulary.count()));
    for (Map.Entry<Object, Datum> entry : map.entries().entrySet()) {
      int at =
          entry.getKey() instanceof String text
              ? vocabulary.find(text)
              : vocabulary.find((Long) entry.getKey());
      if (at >= 0 && entry.getValue() instanceof Tensor t && t.dtype() == dtype && t.size() == 1) {
        System.arraycopy(t.array(), 0, y.array(), at, 1);
      } else if (at >= 0) {
        throw in.fail("the value of key " + entry.getKey() + " is not one " + dtype);
      }
    }
    return List.of(y);
  }
}
