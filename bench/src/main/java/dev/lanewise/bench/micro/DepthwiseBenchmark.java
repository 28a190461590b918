package dev.lanewise.bench.micro;

import dev.lanewise.kernel.Accuracy;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Depthwise convolutions of MobileNetV2. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class DepthwiseBenchmark {
  /** The shape. */
  @Param({
    "32x112x32x3x1x32",
    "96x112x96x3x2x96",
    "144x56x144x3x1x144",
    "384x14x384x3x1x384",
    "960x7x960x3x1x960"
  })
  public String shape = "";

  private Runnable work = () -> {};

  /** JMH makes it. */
  public DepthwiseBenchmark() {}

  /** Prepares the kernel. */
  @Setup
  public void prepare() {
    work = ConvCase.parse(shape).prepare(Accuracy.BALANCED);
  }

  /** Runs it once. */
  @Benchmark
  public void run() {
    work.run();
  }
}
