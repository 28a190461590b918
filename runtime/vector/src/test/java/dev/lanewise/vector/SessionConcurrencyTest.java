package dev.lanewise.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.KernelChoice;
import dev.lanewise.Model;
import dev.lanewise.Session;
import dev.lanewise.SessionOptions;
import dev.lanewise.graph.GraphBuilder;
import dev.lanewise.graph.Value;
import dev.lanewise.op.AutoPad;
import dev.lanewise.op.Conv;
import dev.lanewise.op.Flatten;
import dev.lanewise.op.Gemm;
import dev.lanewise.op.GlobalAveragePool;
import dev.lanewise.op.Relu;
import dev.lanewise.op.Softmax;
import dev.lanewise.op.Window;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** One session, many threads, inputs of two shapes: every answer is that of a single thread. */
class SessionConcurrencyTest {
  private static final int INPUTS = 8;

  private final Random random = new Random(11);

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
    Shape shape = Shape.of(Shape.UNKNOWN, 16, 24, 24);
    Value x = b.input("x", new TensorType(DType.FLOAT, shape));
    int[] none = {};
    Window window = new Window(AutoPad.SAME_UPPER, new int[] {3, 3}, none, none, none, false);
    for (int i = 0; i < 3; i++) {
      Value w = b.constant("w", tensor(i == 2 ? 40 : 16, 16, 3, 3));
      x = b.add("relu", new Relu(), b.add("conv", new Conv(window, 1), x, w));
    }
    Value flat = b.add("flat", new Flatten(1), b.add("gap", new GlobalAveragePool(), x));
    Gemm gemm = new Gemm(1, 1, false, false);
    Value y = b.add("gemm", gemm, flat, b.constant("w", tensor(40, 10)));
    b.output(b.add("softmax", new Softmax(1), y));
    return Model.of(b.build());
  }

  @Test
  void answersAreBitIdenticalFromPlatformAndVirtualThreads() throws InterruptedException {
    Model model = model();
    List<Tensor> inputs = new ArrayList<>();
    List<float[]> expected = new ArrayList<>();
    SessionOptions options = SessionOptions.defaults().withKernels(KernelChoice.VECTOR);
    try (Session alone = model.newSession(options.withThreads(1));
        Session shared = model.newSession(options.withThreads(2))) {
      for (int i = 0; i < INPUTS; i++) {
        inputs.add(tensor(1 + i % 2, 16, 24, 24));
        expected.add(alone.run(inputs.get(i)).floats());
      }
      ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
      CountDownLatch start = new CountDownLatch(1);
      List<Thread> threads = new ArrayList<>();
      for (int t = 0; t < 1016; t++) {
        int first = t;
        int runs = t < 16 ? 20 : 2;
        Runnable work =
            () -> {
              await(start);
              for (int i = first; i < first + runs; i++) {
                float[] answer = shared.run(inputs.get(i % INPUTS)).floats();
                if (!java.util.Arrays.equals(answer, expected.get(i % INPUTS))) {
                  wrong.add("thread " + first + ", input " + i % INPUTS);
                }
              }
            };
        Thread thread =
            t < 16 ? Thread.ofPlatform().unstarted(work) : Thread.ofVirtual().unstarted(work);
        thread.setUncaughtExceptionHandler((failed, e) -> wrong.add(failed + ": " + e));
        threads.add(thread);
        thread.start();
      }
      start.countDown();
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(wrong).isEmpty();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
