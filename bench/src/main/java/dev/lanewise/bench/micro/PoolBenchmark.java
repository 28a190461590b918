package dev.lanewise.bench.micro;

import dev.lanewise.KernelChoice;
import dev.lanewise.kernel.KernelSet;
import dev.lanewise.kernel.Layout;
import dev.lanewise.kernel.PoolShape;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Largest elements of square windows. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PoolBenchmark {
  /** Channels, size, window, stride. */
  @Param({"64x112x3x2", "256x56x2x2"})
  public String shape = "";

  private final KernelSet kernels = KernelChoice.AUTO.kernels();
  private final Layout layout = kernels.layout();
  private PoolShape sizes = parse("1x1x1x1");
  private float[] x = {};
  private float[] y = {};

  /** JMH makes it. */
  public PoolBenchmark() {}

  private static PoolShape parse(String shape) {
    int[] n = Work.numbers(shape);
    int out = (n[1] + n[3] - 1) / n[3];
    int pad = n[2] > n[3] ? 1 : 0;
    return new PoolShape(
        1, n[0], n[1], n[1], out, out, n[2], n[2], n[3], n[3], 1, 1, pad, pad, pad, pad);
  }

  static Work work(String shape) {
    PoolShape s = parse(shape);
    return new Work(0, 4.0 * s.channels() * (s.inPixels() + s.outPixels()));
  }

  /** Makes the planes. */
  @Setup
  public void prepare() {
    sizes = parse(shape);
    x = Work.random(layout.size(1, sizes.channels(), sizes.inPixels()), 1);
    y = new float[Math.toIntExact(layout.size(1, sizes.channels(), sizes.outPixels()))];
  }

  /** Runs it once. */
  @Benchmark
  public float[] run() {
    kernels.pool().max(sizes, layout, x, 0, y, 0, 0, layout.blocks(sizes.channels()));
    return y;
  }
}
