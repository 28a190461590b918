package dev.lanewise.bench.micro;

import dev.lanewise.KernelChoice;
import dev.lanewise.kernel.Softmax;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Softmax of rows. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SoftmaxBenchmark {
  /** Rows and their length. */
  @Param({"1x1000", "128x768", "1536x128"})
  public String shape = "";

  private final Softmax kernel = KernelChoice.AUTO.kernels().softmax();
  private float[] x = {};
  private float[] y = {};
  private int[] sizes = {};

  /** JMH makes it. */
  public SoftmaxBenchmark() {}

  static Work work(String shape) {
    int[] n = Work.numbers(shape);
    return new Work(0, 8.0 * n[0] * n[1]);
  }

  /** Makes the rows. */
  @Setup
  public void prepare() {
    sizes = Work.numbers(shape);
    x = Work.random((long) sizes[0] * sizes[1], 1);
    y = new float[x.length];
  }

  /** Runs it once. */
  @Benchmark
  public float[] run() {
    kernel.softmax(x, 0, y, 0, sizes[0], sizes[1], 1);
    return y;
  }
}
