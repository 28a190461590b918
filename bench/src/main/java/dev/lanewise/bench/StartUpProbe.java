package dev.lanewise.bench;

import dev.lanewise.Model;
import dev.lanewise.SessionOptions;
import dev.lanewise.WarmUp;
import dev.lanewise.cli.ModelFile;
import dev.lanewise.loader.onnx.OnnxLoader;
import dev.lanewise.tensor.Datum;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Loads a model, answers, and goes on for a while: a process to be measured from outside. The
 * arguments: when it was started in microseconds of the clock, a runtime ({@code
 * lanewise-NONE|BLOCKING|BACKGROUND} or a peer), the model, a file of inputs, a file to write the
 * first answer to, threads, seconds.
 */
public final class StartUpProbe {
  /** What a way to warm up is put behind. */
  static final String OURS = "lanewise-";

  private static final int MOST_RUNS = 2_000_000;

  /** Runs in the window whose median tells whether the steady speed is reached. */
  private static final int WINDOW = 5;

  private static final double STEADY = 1.1;

  private StartUpProbe() {}

  /** Measures and prints {@code first N ready N steady N worst N median N}, all in microseconds. */
  public static void main(String[] args) {
    long started = Long.parseLong(args[0]);
    InputFile inputs = InputFile.read(Path.of(args[3]));
    try (Contender contender = load(args, inputs)) {
      long ready = now() - started;
      List<Datum> answer = contender.outputs();
      long first = now() - started;
      long begin = System.nanoTime();
      long end = begin + (long) (Double.parseDouble(args[6]) * 1e9);
      long[] ended = new long[1024];
      ended[0] = begin;
      int runs = 1;
      while (runs < MOST_RUNS && ended[runs - 1] < end) {
        contender.run();
        if (runs == ended.length) {
          ended = Arrays.copyOf(ended, 2 * runs);
        }
        ended[runs++] = System.nanoTime();
      }
      long[] took = new long[runs - 1];
      for (int i = 0; i < took.length; i++) {
        took[i] = ended[i + 1] - ended[i];
      }
      long median = median(took, took.length * 3 / 4, took.length);
      long worst = Math.max(first - ready, Arrays.stream(took).max().orElse(0) / 1000);
      long steady = first + (ended[steadyRun(took, median)] - begin) / 1000;
      InputFile.write(Path.of(args[4]), names(answer.size()), answer);
      System.out.printf(
          Locale.ROOT,
          "first %d ready %d steady %d worst %d median %d%n",
          first,
          ready,
          steady,
          worst,
          median / 1000);
    }
  }

  private static List<String> names(int count) {
    return IntStream.range(0, count).mapToObj(String::valueOf).toList();
  }

  /** The first run from which a window's median is near the steady one. */
  private static int steadyRun(long[] took, long steady) {
    for (int i = 0; i + WINDOW < took.length; i++) {
      if (median(took, i, i + WINDOW) <= steady * STEADY) {
        return i;
      }
    }
    return took.length;
  }

  private static long median(long[] values, int from, int to) {
    long[] sorted = Arrays.copyOfRange(values, from, to);
    Arrays.sort(sorted);
    return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
  }

  private static long now() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }

  private static Contender load(String[] args, InputFile inputs) {
    Path file = Path.of(args[2]);
    int threads = Integer.parseInt(args[5]);
    if (!args[1].startsWith(OURS)) {
      return Peer.of(args[1]).load(file, inputs.names(), inputs.values(), threads);
    }
    return new LanewiseContender(
        Model.of(file.toString().endsWith(".onnx") ? OnnxLoader.load(file) : ModelFile.load(file)),
        inputs.values(),
        SessionOptions.defaults()
            .withThreads(threads)
            .withWarmUp(WarmUp.valueOf(args[1].substring(OURS.length()))));
  }
}
