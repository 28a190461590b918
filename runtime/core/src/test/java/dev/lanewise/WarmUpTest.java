package dev.lanewise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.error.InvalidInputException;
import dev.lanewise.graph.GraphBuilder;
import dev.lanewise.graph.Value;
import dev.lanewise.op.Add;
import dev.lanewise.op.Gather;
import dev.lanewise.op.Gemm;
import dev.lanewise.op.Relu;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WarmUpTest {
  private static final SessionOptions OPTIONS =
      SessionOptions.defaults().withKernels(KernelChoice.SCALAR).withThreads(2);

  private static Tensor ramp(int... dims) {
    Shape shape = Shape.of(dims);
    float[] values = new float[shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 7 - 2.5f;
    }
    return Tensor.of(shape, values);
  }

  /** Adds in place, so that a step done twice would go wrong, and looks up by what it added. */
  private static Model model(int batch) {
    GraphBuilder b = new GraphBuilder("small");
    Value x = b.input("x", new TensorType(DType.FLOAT, Shape.of(batch, 8)));
    Value i = b.input("i", new TensorType(DType.INT64, Shape.of(3)));
    Value w = b.constant("w", ramp(8, 16));
    Value y = b.add("relu", new Relu(), b.add("gemm", new Gemm(1, 1, false, false), x, w));
    Value z = b.add("sum", new Add(), y, b.constant("c", ramp(16)));
    Value one = b.constant("one", Tensor.of(Shape.of(3), 1L, 1L, 1L));
    Value index = b.add("next", new Add(), b.add("index", new Add(), i, one), one);
    b.output(b.add("pick", new Gather(1), z, index));
    return Model.of(b.build());
  }

  private static Datum[] inputs(int batch) {
    return new Datum[] {ramp(batch, 8), Tensor.of(Shape.of(3), 0L, 13L, 7L)};
  }

  private static float[] answer(Session session, int batch) {
    @Nullable Datum[] outputs = {null};
    session.run(inputs(batch), outputs);
    return outputs[0] instanceof Tensor t ? t.floats() : new float[0];
  }

  @Test
  void answersAreTheSameBeforeAndAfter() {
    try (Session session = model(4).newSession(OPTIONS)) {
      float[] before = answer(session, 4);
      assertThat(session.warmth()).isEqualTo(Session.Warmth.COLD);
      assertThat(session.warmUp()).isTrue();
      assertThat(session.warmth()).isEqualTo(Session.Warmth.WARM);
      assertThat(answer(session, 4)).isEqualTo(before);
      assertThat(answer(session, 4)).hasSize(12);
    }
  }

  @Test
  void inputsAreOnlyRead() {
    try (Session session = model(Shape.UNKNOWN).newSession(OPTIONS)) {
      Datum[] given = inputs(3);
      assertThat(session.warmUp(given)).isTrue();
      assertThat(((Tensor) given[0]).floats()).isEqualTo(ramp(3, 8).floats());
      assertThat(((Tensor) given[1]).toLongs()).containsExactly(0, 13, 7);
      assertThat(session.warmth()).isEqualTo(Session.Warmth.WARM);
      answer(session, 5);
      assertThat(session.warmth()).isEqualTo(Session.Warmth.COLD);
    }
  }

  @Test
  void unknownShapesMustBeGiven() {
    try (Session session = model(Shape.UNKNOWN).newSession(OPTIONS)) {
      assertThatThrownBy(session::warmUp)
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("x: float");
      Datum[] one = {ramp(3, 8)};
      assertThatThrownBy(() -> session.warmUp(one)).isInstanceOf(InvalidInputException.class);
    }
  }

  @Test
  void blockingIsWarmWhenTheSessionIsThere() {
    SessionOptions blocking = OPTIONS.withWarmUp(WarmUp.BLOCKING);
    try (Session session = model(4).newSession(blocking);
        Session open = model(Shape.UNKNOWN).newSession(blocking)) {
      assertThat(session.warmth()).isEqualTo(Session.Warmth.WARM);
      assertThat(open.warmth()).isEqualTo(Session.Warmth.COLD);
      assertThat(answer(open, 4)).isEqualTo(answer(session, 4));
      assertThat(open.warmth()).isEqualTo(Session.Warmth.WARM);
    }
  }

  @Test
  void theLimitEndsIt() {
    SessionOptions short0 = OPTIONS.withWarmUp(WarmUp.BLOCKING).withWarmUpLimit(Duration.ZERO);
    try (Session session = model(4).newSession(short0)) {
      assertThat(session.warmth()).isEqualTo(Session.Warmth.COLD);
      assertThat(session.warmUp()).isFalse();
      assertThat(answer(session, 4)).hasSize(12);
    }
  }

  @Test
  void backgroundUsesTheExecutorAfterTheFirstAnswer() {
    List<Runnable> tasks = new ArrayList<>();
    Executor executor = tasks::add;
    SessionOptions background =
        OPTIONS.withThreads(1).withExecutor(executor).withWarmUp(WarmUp.BACKGROUND);
    try (Session session = model(4).newSession(background)) {
      assertThat(tasks).isEmpty();
      float[] first = answer(session, 4);
      answer(session, 4);
      assertThat(tasks).hasSize(1);
      assertThat(session.warmth()).isEqualTo(Session.Warmth.COLD);
      tasks.get(0).run();
      assertThat(session.warmth()).isEqualTo(Session.Warmth.WARM);
      assertThat(answer(session, 4)).isEqualTo(first);
      assertThat(tasks).hasSize(1);
    }
  }

  @Test
  void aClosedSessionWarmsNothing() {
    List<Runnable> tasks = new ArrayList<>();
    SessionOptions background =
        OPTIONS.withThreads(1).withExecutor(tasks::add).withWarmUp(WarmUp.BACKGROUND);
    Session session = model(4).newSession(background);
    answer(session, 4);
    session.close();
    tasks.get(0).run();
    assertThat(session.warmth()).isEqualTo(Session.Warmth.COLD);
  }
}
