package dev.lanewise.bench;

import dev.lanewise.bench.micro.Work;
import dev.lanewise.cli.MachineLimits;
import java.util.Collection;
import java.util.Locale;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs the JMH benchmarks and sets their results against the limits of the machine. */
final class Micro {
  private static final String OPENBLAS = "org/bytedeco/openblas/linux-x86_64/libjniopenblas.so";
  private static final String SESSION = "SessionBenchmark";

  private Micro() {}

  /** Runs all benchmarks on one thread, each in a JVM of its own. */
  static Findings.Section measure(double seconds, Progress progress) {
    MachineLimits limits = MachineLimits.measure(1);
    Table table =
        Table.of(
            String.format(
                Locale.ROOT,
                "Kernels on one thread; measured limits %.1f GFLOP/s, %.1f GB/s",
                limits.gigaflops(),
                limits.gigabytes()),
            "benchmark",
            "shape",
            "µs",
            "± 99.9 %",
            "GFLOP/s",
            "of peak %",
            "GB/s",
            "bytes allocated");
    progress.begin(table);
    for (RunResult result : run(seconds)) {
      String name = result.getParams().getBenchmark().replaceAll("[.]run$", "");
      name = name.substring(name.lastIndexOf('.') + 1);
      String shape = shape(result);
      Work work = name.equals(SESSION) ? new Work(0, 0) : Work.of(name, parameter(result));
      double micros = result.getPrimaryResult().getScore();
      double gigaflops = work.flops() / micros / 1e3;
      table.add(
          name,
          shape,
          micros,
          result.getPrimaryResult().getScoreError(),
          work.flops() == 0 ? Double.NaN : gigaflops,
          work.flops() == 0 ? Double.NaN : 100 * gigaflops / limits.gigaflops(),
          work.bytes() == 0 ? Double.NaN : work.bytes() / micros / 1e3,
          allocated(result));
      progress.row(table);
    }
    return Findings.Section.of("kernels", table);
  }

  private static String parameter(RunResult result) {
    return result.getParams().getParam("shape");
  }

  private static String shape(RunResult result) {
    Collection<String> keys = result.getParams().getParamsKeys();
    return String.join(" ", keys.stream().map(result.getParams()::getParam).sorted().toList());
  }

  private static double allocated(RunResult result) {
    Result<?> bytes = result.getSecondaryResults().get("gc.alloc.rate.norm");
    return bytes == null ? Double.NaN : bytes.getScore();
  }

  private static Collection<RunResult> run(double seconds) {
    String modules = System.getProperty("jdk.module.path");
    String classes = System.getProperty("java.class.path", "");
    try {
      if (modules != null) {
        // JMH hands its class path to the JVMs it starts
        System.setProperty("java.class.path", modules);
      }
      return new Runner(options(seconds).build()).run();
    } catch (RunnerException e) {
      throw new IllegalStateException(e.getMessage(), e);
    } finally {
      System.setProperty("java.class.path", classes);
    }
  }

  private static ChainedOptionsBuilder options(double seconds) {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("dev[.]lanewise[.]bench[.]micro[.].*")
            .forks(1)
            .threads(1)
            .warmupIterations(5)
            .warmupTime(TimeValue.milliseconds(400))
            .measurementIterations(5)
            .measurementTime(TimeValue.milliseconds((long) (seconds * 1000 / 5)))
            .addProfiler(GCProfiler.class)
            .verbosity(VerboseMode.SILENT)
            .jvmArgs(
                "--add-modules=jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow");
    if (ClassLoader.getSystemResource(OPENBLAS) == null) {
      options.exclude("OpenBlasBenchmark");
    }
    return options;
  }
}
