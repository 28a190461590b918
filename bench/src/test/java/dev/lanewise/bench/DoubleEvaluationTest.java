package dev.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.graph.GraphBuilder;
import dev.lanewise.graph.Value;
import dev.lanewise.op.MatMul;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;

class DoubleEvaluationTest {
  @Test
  void sumsKeepWhatFloatsWouldLose() {
    GraphBuilder b = new GraphBuilder("g");
    Value x = b.input("x", new TensorType(DType.FLOAT, Shape.of(1, 3)));
    Value w = b.constant("w", Tensor.of(Shape.of(3, 1), 1f, 1f, 1f));
    b.output(b.add("y", new MatMul(), x, w));
    List<Datum> inputs = List.of(Tensor.of(Shape.of(1, 3), 1f, 1e-9f, 1e-9f));
    DoubleEvaluation evaluation = new DoubleEvaluation();
    List<Datum> exact = evaluation.run(b.build(), inputs);
    double sum = 1.0 + 1e-9f + 1e-9f;
    assertThat(((Tensor) exact.get(0)).toDoubles()).containsExactly(sum);
    assertThat(evaluation.narrow()).isEmpty();
    List<Datum> rounded = List.of(Tensor.of(Shape.of(1, 1), 1f));
    assertThat(AccuracyCheck.error(rounded, exact)).isEqualTo(sum - 1);
  }
}
