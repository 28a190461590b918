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

/** Convolutions of ResNet-50 and MobileNetV2. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ConvBenchmark {
  /** The shape. */
  @Param({
    "64x56x64x1x1x1",
    "256x56x64x1x1x1",
    "512x14x256x1x1x1",
    "64x56x64x3x1x1",
    "128x28x128x3x1x1",
    "256x14x256x3x1x1",
    "512x7x512x3x1x1",
    "128x56x128x3x2x1",
    "3x224x64x7x2x1"
  })
  public String shape = "";

  /** STRICT is in direct form, BALANCED takes Winograd where it pays. */
  @Param({"STRICT", "BALANCED"})
  public Accuracy accuracy = Accuracy.BALANCED;

  private Runnable work = () -> {};

  /** JMH makes it. */
  public ConvBenchmark() {}

  /** Prepares the kernel. */
  @Setup
  public void prepare() {
    work = ConvCase.parse(shape).prepare(accuracy);
  }

  /** Runs it once. */
  @Benchmark
  public void run() {
    work.run();
  }
}
