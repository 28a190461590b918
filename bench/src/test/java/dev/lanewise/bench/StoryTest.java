package dev.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.bench.Story.Ratio;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoryTest {
  private static final List<Ratio> RATIOS =
      List.of(
          new Ratio("a", 1, "onnxruntime", 2),
          new Ratio("a", 2, "onnxruntime", 8),
          new Ratio("b", 1, "onnxruntime", 0.5),
          new Ratio("b", 2, "onnxruntime", 2),
          new Ratio("a", 1, "opencv", 16));

  @Test
  void thereIsALinePerPeerAndThreadCountAndOneOverAllForTheFirstPeer() {
    assertThat(Story.lines(RATIOS, List.of(1, 2), List.of("onnxruntime", "opencv")))
        .containsExactly(
            "onnxruntime, 1 thread: geomean 1.000 over 2 models, slowest b 0.500",
            "onnxruntime, 2 threads: geomean 4.000 over 2 models, slowest b 2.000",
            "opencv, 1 thread: geomean 16.000 over 1 models, slowest a 16.000",
            "opencv, 2 threads: geomean NaN over 0 models, slowest - NaN",
            "geomean 2.000 over 2 models, slowest b 0.500");
  }
}
