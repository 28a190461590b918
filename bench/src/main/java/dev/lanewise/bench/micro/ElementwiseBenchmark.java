package dev.lanewise.bench.micro;

import dev.lanewise.KernelChoice;
import dev.lanewise.kernel.Elementwise;
import dev.lanewise.kernel.UnaryFunction;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Functions of one variable on 98,304 floats. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ElementwiseBenchmark {
  static final int N = 128 * 768;

  /** The function. */
  @Param({"RELU", "EXP", "SIGMOID", "TANH", "ERF", "GELU"})
  public String shape = "";

  private final float[] x = Work.random(N, 1);
  private final float[] y = new float[N];
  private final Elementwise kernel = KernelChoice.AUTO.kernels().elementwise();
  private UnaryFunction function = UnaryFunction.IDENTITY;

  /** JMH makes it. */
  public ElementwiseBenchmark() {}

  /** Finds the function. */
  @Setup
  public void prepare() {
    function = UnaryFunction.valueOf(shape);
  }

  /** Runs it once. */
  @Benchmark
  public float[] run() {
    kernel.unary(function, 0, 0, x, 0, y, 0, N);
    return y;
  }
}
