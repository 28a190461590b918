package dev.lanewise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.graph.GraphBuilder;
import dev.lanewise.graph.Value;
import dev.lanewise.op.Add;
import dev.lanewise.op.MatMul;
import dev.lanewise.op.NonZero;
import dev.lanewise.op.Transpose;
import dev.lanewise.plan.PlanStep;
import dev.lanewise.plan.PlanSummary;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StepListenerTest {
  private static final Datum[] INPUTS = {Tensor.of(Shape.of(2, 3), new float[] {1, 0, 2, 0, 3, 4})};

  private static Model model(boolean dependsOnData) {
    GraphBuilder b = new GraphBuilder("g");
    Value x = b.input("x", new TensorType(DType.FLOAT, Shape.of(2, 3)));
    Value w =
        b.constant(
            "w", Tensor.of(Shape.of(3, 4), new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}));
    Value y = b.add("product", new MatMul(), x, w);
    y = b.add("twice", new Add(), y, y);
    if (dependsOnData) {
      Value places = b.add("where", new NonZero(), y);
      y = b.add("places", new Transpose(null), places);
    }
    b.output(y);
    return Model.of(b.build());
  }

  private static List<PlanStep> listen(Session session, @Nullable Datum[] outputs) {
    List<PlanStep> heard = new ArrayList<>();
    long[] last = {System.nanoTime()};
    session.run(
        INPUTS,
        outputs,
        (step, start, end) -> {
          assertThat(start).isGreaterThanOrEqualTo(last[0]);
          assertThat(end).isGreaterThanOrEqualTo(start);
          last[0] = end;
          heard.add(step);
        });
    return heard;
  }

  @Test
  void everyStepIsHeardOnceAndInOrder() {
    try (Session session = model(false).newSession()) {
      PlanSummary summary = session.planSummary(INPUTS);
      @Nullable Datum[] outputs = {null};
      assertThat(listen(session, outputs)).isNotEmpty().isEqualTo(summary.steps());
      assertThat(outputs[0]).isNotNull();
      assertThat(summary.isWhole()).isTrue();
      assertThat(summary.multiplyAdds()).isEqualTo(2 * 3 * 4);
      assertThat(summary.arenaBytes()).isGreaterThanOrEqualTo(summary.arenaBound());
      PlanStep product = summary.steps().get(0);
      assertThat(product.operator()).isEqualTo("MatMul");
      assertThat(product.bytes()).isGreaterThanOrEqualTo((6 + 12 + 8) * Float.BYTES);
    }
  }

  @Test
  void stepsAfterACutAreHeardToo() {
    try (Session session = model(true).newSession()) {
      PlanSummary summary = session.planSummary(INPUTS);
      @Nullable Datum[] outputs = {null};
      List<PlanStep> heard = listen(session, outputs);
      assertThat(summary.isWhole()).isFalse();
      assertThat(heard).containsAll(summary.steps()).hasSizeGreaterThan(summary.steps().size());
      assertThat(heard).extracting(PlanStep::operator).contains("NonZero", "Transpose");
      assertThat(listen(session, outputs)).isEqualTo(heard);
    }
  }
}
