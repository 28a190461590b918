package dev.lanewise.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.KernelChoice;
import dev.lanewise.Model;
import dev.lanewise.Session;
import dev.lanewise.SessionOptions;
import dev.lanewise.WarmUp;
import dev.lanewise.graph.GraphBuilder;
import dev.lanewise.graph.Value;
import dev.lanewise.op.AutoPad;
import dev.lanewise.op.Conv;
import dev.lanewise.op.Flatten;
import dev.lanewise.op.Gemm;
import dev.lanewise.op.GlobalAveragePool;
import dev.lanewise.op.Relu;
import dev.lanewise.op.Window;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A session that warms up in the background answers from scalar kernels, then from vectors. */
class TwoProgramsTest {
  private static final long PATIENCE_NANOS = 120_000_000_000L;
  private static final SessionOptions ONE = SessionOptions.defaults().withThreads(1);

  private final Random random = new Random(5);

  private Tensor tensor(int... dims) {
    Shape shape = Shape.of(dims);
    float[] values = new float[shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return Tensor.of(shape, values);
  }

  private Model model() {
    GraphBuilder b = new GraphBuilder("small");
    Value x = b.input("x", new TensorType(DType.FLOAT, Shape.of(1, 32, 28, 28)));
    int[] none = {};
    Window window = new Window(AutoPad.SAME_UPPER, new int[] {3, 3}, none, none, none, false);
    for (int i = 0; i < 2; i++) {
      Value w = b.constant("w", tensor(32, 32, 3, 3));
      x = b.add("relu", new Relu(), b.add("conv", new Conv(window, 1), x, w));
    }
    Value flat = b.add("flat", new Flatten(1), b.add("gap", new GlobalAveragePool(), x));
    b.output(b.add("g", new Gemm(1, 1, false, false), flat, b.constant("w", tensor(32, 10))));
    return Model.of(b.build());
  }

  private static float[] answer(Model model, KernelChoice kernels, Tensor x) {
    try (Session session = model.newSession(ONE.withKernels(kernels))) {
      return session.run(x).floats();
    }
  }

  @Test
  void theFlipChangesTheKernelsAsAWhole() throws InterruptedException {
    Model model = model();
    Tensor x = tensor(1, 32, 28, 28);
    float[] scalar = answer(model, KernelChoice.SCALAR, x);
    float[] vector = answer(model, KernelChoice.VECTOR, x);
    assertThat(vector).isNotEqualTo(scalar);
    try (Session session = model.newSession(ONE.withWarmUp(WarmUp.BACKGROUND))) {
      assertThat(session.kernels().name()).isEqualTo("scalar");
      assertThat(session.run(x).floats()).isEqualTo(scalar);
      long start = System.nanoTime();
      while (session.kernels().name().equals("scalar")
          && System.nanoTime() - start < PATIENCE_NANOS) {
        assertThat(session.run(x).floats()).isIn(scalar, vector);
        Thread.sleep(1);
      }
      assertThat(session.kernels().name()).isEqualTo("vector");
      assertThat(session.run(x).floats()).isEqualTo(vector);
    }
  }

  @Test
  void warmUpFlipsAtOnce() {
    Model model = model();
    Tensor x = tensor(1, 32, 28, 28);
    try (Session session = model.newSession(ONE.withWarmUp(WarmUp.BACKGROUND))) {
      assertThat(session.warmUp()).isTrue();
      assertThat(session.kernels().name()).isEqualTo("vector");
      assertThat(session.warmth()).isEqualTo(Session.Warmth.WARM);
      assertThat(session.run(x).floats()).isEqualTo(answer(model, KernelChoice.VECTOR, x));
    }
  }

  @Test
  void forcedKernelsAreOneProgram() {
    Model model = model();
    for (KernelChoice choice : new KernelChoice[] {KernelChoice.SCALAR, KernelChoice.VECTOR}) {
      SessionOptions options = ONE.withKernels(choice).withWarmUp(WarmUp.BACKGROUND);
      try (Session session = model.newSession(options)) {
        String name = choice.kernels().name();
        assertThat(session.kernels().name()).isEqualTo(name);
        session.warmUp();
        assertThat(session.kernels().name()).isEqualTo(name);
      }
    }
  }
}
