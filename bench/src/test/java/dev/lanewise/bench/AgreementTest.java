package dev.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.graph.Graph;
import dev.lanewise.graph.GraphBuilder;
import dev.lanewise.op.Relu;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgreementTest {
  private static final List<Datum> ONE = values(1, 2);
  private static final List<Datum> CLOSE = values(1.00001f, 2);
  private static final List<Datum> OTHER = values(1, 2.5f);

  private static List<Datum> values(float... values) {
    return List.of(Tensor.of(Shape.of(1, values.length), values));
  }

  private static Graph graph() {
    GraphBuilder b = new GraphBuilder("g");
    b.output(b.add("y", new Relu(), b.input("x", new TensorType(DType.FLOAT, Shape.of(1, 2)))));
    return b.build();
  }

  @Test
  void closeOutputsAgreeWhateverDimensionsOfOneTheyHave() {
    List<Datum> flat = List.of(Tensor.of(Shape.of(2), 1f, 2f));
    assertThat(Agreement.of(graph(), ONE, CLOSE, List.of()).agrees()).isTrue();
    assertThat(Agreement.of(graph(), ONE, flat, List.of()).agrees()).isTrue();
  }

  @Test
  void aDifferenceIsMarkedAndTheReferenceSaysWhoseFaultItIs() {
    Agreement a = Agreement.of(graph(), ONE, OTHER, CLOSE);
    assertThat(a.agrees()).isFalse();
    assertThat(a.text()).isEqualTo("DIFFER by 5.0e-01, ours as the reference");
    assertThat(a.detail()).contains("output 'y'", "[1]");
    assertThat(Agreement.of(graph(), OTHER, ONE, CLOSE).text())
        .isEqualTo("DIFFER by 5.0e-01, the peer's as the reference");
    assertThat(Agreement.of(graph(), OTHER, ONE, List.of()).text()).isEqualTo("DIFFER by 5.0e-01");
    assertThat(Agreement.of(graph(), ONE, List.of(), List.of()).text())
        .isEqualTo("DIFFER: 1 outputs against 0");
  }
}
