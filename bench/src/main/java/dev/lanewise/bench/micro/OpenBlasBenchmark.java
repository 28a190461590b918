package dev.lanewise.bench.micro;

import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Matrix products of OpenBLAS, for comparison; needs the profile peer-opencv. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class OpenBlasBenchmark {
  /** The shape. */
  @Param({"128x768x768", "128x3072x768", "512x512x512", "1024x1024x1024"})
  public String shape = "";

  private GemmCase sizes = new GemmCase(1, 1, 1);
  private FloatPointer a = new FloatPointer();
  private FloatPointer b = new FloatPointer();
  private FloatPointer c = new FloatPointer();

  /** JMH makes it. */
  public OpenBlasBenchmark() {}

  /** Copies the matrices to native memory. */
  @Setup
  public void prepare() {
    sizes = GemmCase.parse(shape);
    openblas.blas_set_num_threads(1);
    a = new FloatPointer(Work.random((long) sizes.m() * sizes.k(), 1));
    b = new FloatPointer(Work.random((long) sizes.k() * sizes.n(), 2));
    c = new FloatPointer((long) sizes.m() * sizes.n());
  }

  /** Runs it once. */
  @Benchmark
  public void run() {
    openblas.cblas_sgemm(
        openblas.CblasRowMajor,
        openblas.CblasNoTrans,
        openblas.CblasNoTrans,
        sizes.m(),
        sizes.n(),
        sizes.k(),
        1,
        a,
        sizes.k(),
        b,
        sizes.n(),
        0,
        c,
        sizes.n());
  }
}
