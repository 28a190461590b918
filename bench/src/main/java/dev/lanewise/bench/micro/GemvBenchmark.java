package dev.lanewise.bench.micro;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Matrix products at batch 1: bound by the weights. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class GemvBenchmark {
  /** The shape. */
  @Param({"1x512x784", "1x1000x2048", "1x3072x768", "1x4096x4096"})
  public String shape = "";

  private Runnable work = () -> {};

  /** JMH makes it. */
  public GemvBenchmark() {}

  /** Prepares the kernel. */
  @Setup
  public void prepare() {
    work = GemmCase.parse(shape).prepare();
  }

  /** Runs it once. */
  @Benchmark
  public void run() {
    work.run();
  }
}
