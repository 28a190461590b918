package dev.lanewise.cli;

import dev.lanewise.KernelChoice;
import dev.lanewise.SessionOptions;
import picocli.CommandLine.Option;

/** Options that every command has. */
final class CommonOptions {
  @Option(
      names = "--kernels",
      paramLabel = "auto|scalar|vector",
      defaultValue = "auto",
      description = "Which kernels to run on.")
  KernelChoice kernels = KernelChoice.AUTO;

  @Option(names = "--threads", paramLabel = "N", description = "Threads a run may use.")
  int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--quiet", description = "Print only what was asked for.")
  boolean quiet;

  @Option(names = "--stacktrace", description = "Show where an error came from.")
  boolean stackTrace;

  /** Options of sessions. */
  SessionOptions session() {
    return SessionOptions.defaults().withKernels(kernels).withThreads(threads);
  }
}
