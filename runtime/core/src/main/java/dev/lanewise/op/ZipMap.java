package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.MapDatum;
import dev.lanewise.tensor.MapType;
import dev.lanewise.tensor.SequenceDatum;
import dev.lanewise.tensor.SequenceType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Each row of a FLOAT matrix (a vector counts as one row) as a map from labels to numbers.
 *
 * @param labels one key per column
 */
public record ZipMap(ClassLabels labels) implements Op {
  private MapType mapType() {
    return new MapType(labels.dtype(), new TensorType(DType.FLOAT, Shape.SCALAR));
  }

  @Override
  public List<Type> infer(Inference in) {
    in.require(in.dtype(0) == DType.FLOAT, "needs float, but the input is " + in.dtype(0));
    Shape shape = in.shape(0);
    if (shape != null) {
      Features.check(shape, labels.count());
    }
    return List.of(new SequenceType(mapType()));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    Features.check(x.shape(), labels.count());
    List<Datum> maps = new ArrayList<>();
    for (int row = 0; row < Features.rows(x.shape()); row++) {
      Map<Object, Datum> entries = new LinkedHashMap<>();
      for (int c = 0; c < labels.count(); c++) {
        entries.put(labels.label(c), Tensor.scalar(x.floats()[row * labels.count() + c]));
      }
      maps.add(new MapDatum(mapType(), entries));
    }
    return List.of(new SequenceDatum(mapType(), maps));
  }
}
