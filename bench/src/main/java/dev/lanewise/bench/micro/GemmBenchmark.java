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

/** Matrix products. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class GemmBenchmark {
  /** The shape. */
  @Param({"128x768x768", "128x3072x768", "512x512x512", "1024x1024x1024"})
  public String shape = "";

  private Runnable work = () -> {};

  /** JMH makes it. */
  public GemmBenchmark() {}

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
