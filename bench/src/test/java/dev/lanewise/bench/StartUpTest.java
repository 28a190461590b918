package dev.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.testkit.SharedData;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class StartUpTest {
  @Test
  void everyWayToWarmUpIsMeasuredInAProcessOfItsOwn() {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Progress progress = new Progress(new PrintWriter(out), new PrintWriter(err), false, true);
    Findings.Section found =
        new StartUp(List.of(Peer.ONNXRUNTIME), List.of(1), 0.2, 1)
            .measure(
                List.of(SharedData.repository().resolve("models/mnist-mlp/model.onnx")), progress);
    assertThat(err.toString()).isEmpty();
    List<List<Object>> rows = found.table().rows();
    assertThat(rows)
        .extracting(row -> row.get(2))
        .containsExactly(
            "lanewise-NONE", "lanewise-BLOCKING", "lanewise-BACKGROUND", "onnxruntime");
    for (List<Object> row : rows) {
      double first = (Double) row.get(3);
      double ready = (Double) row.get(4);
      double steady = (Double) row.get(5);
      assertThat(ready).isPositive().isLessThanOrEqualTo(first);
      assertThat(steady).isGreaterThanOrEqualTo(first);
      assertThat((String) row.get(8)).startsWith("agree within");
    }
  }
}
