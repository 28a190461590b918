package dev.lanewise.bench;

import dev.lanewise.KernelChoice;
import dev.lanewise.Model;
import dev.lanewise.SessionOptions;
import dev.lanewise.cli.ModelFile;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Loads a model, runs it for a while, and prints the peak of this process's resident memory and
 * what is alive on its heap. The arguments: a runtime or {@code idle}, the model, a file of inputs,
 * threads, kernels.
 */
public final class MemoryProbe {
  /** Stands for a process that loads nothing. */
  static final String IDLE = "idle";

  private static final long NANOS = 1_000_000_000L;
  private static final int MIN_RUNS = 3;

  private MemoryProbe() {}

  /** Measures and prints {@code peak N live N} in KiB. */
  public static void main(String[] args) throws IOException {
    if (!args[0].equals(IDLE)) {
      InputFile inputs = InputFile.read(Path.of(args[2]));
      try (Contender contender = load(args, inputs)) {
        long start = System.nanoTime();
        for (int i = 0; i < MIN_RUNS || System.nanoTime() - start < NANOS; i++) {
          contender.run();
        }
        report();
      }
    } else {
      report();
    }
  }

  /** The peak first: collecting garbage may move it. */
  private static void report() throws IOException {
    long peak = peakKibibytes();
    System.gc();
    long live = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1024;
    System.out.println("peak " + peak + " live " + live);
  }

  private static Contender load(String[] args, InputFile inputs) {
    Path file = Path.of(args[1]);
    int threads = Integer.parseInt(args[3]);
    if (args[0].equals(LanewiseContender.NAME)) {
      return new LanewiseContender(
          Model.of(ModelFile.load(file)),
          inputs.values(),
          SessionOptions.defaults()
              .withThreads(threads)
              .withKernels(KernelChoice.valueOf(args[4])));
    }
    return Peer.of(args[0]).load(file, inputs.names(), inputs.values(), threads);
  }

  private static long peakKibibytes() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) {
      throw new PeerException("peak memory can be read on Linux only");
    }
    for (String line : Files.readAllLines(status)) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new PeerException("the system does not say how much memory was used");
  }
}
