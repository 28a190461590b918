package dev.lanewise.bench;

import dev.lanewise.KernelChoice;
import dev.lanewise.SessionOptions;
import dev.lanewise.WarmUp;
import dev.lanewise.tensor.Datum;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Measures processes that load a model, answer once, and go on answering: from before the process
 * is started to its first answer, to its steady speed, and the worst latency after the model was
 * ready. Ours with every way to warm up and the peers take turns.
 */
final class StartUp {
  /** What a process printed, in microseconds. */
  private record Run(long first, long ready, long steady, long worst, long median) {}

  private static final Pattern LINE =
      Pattern.compile("first (\\d+) ready (\\d+) steady (\\d+) worst (\\d+) median (\\d+)$");

  private final List<String> runtimes = new ArrayList<>();
  private final List<Integer> threads;
  private final double seconds;
  private final int repeat;

  StartUp(List<Peer> peers, List<Integer> threads, double seconds, int repeat) {
    for (WarmUp way : WarmUp.values()) {
      runtimes.add(StartUpProbe.OURS + way);
    }
    peers.forEach(peer -> runtimes.add(peer.id()));
    this.threads = threads;
    this.seconds = seconds;
    this.repeat = repeat;
  }

  Findings.Section measure(List<Path> models, Progress progress) {
    Table table =
        Table.of(
            "Start-up, ms: medians of " + repeat + " cold processes, in alternation",
            "model",
            "threads",
            "runtime",
            "first answer",
            "ready",
            "steady within 10 %",
            "worst latency",
            "steady latency",
            "answers");
    progress.each(
        models,
        table,
        subject -> {
          for (int n : threads) {
            measure(subject, n, table, progress);
          }
        });
    return Findings.Section.of("startUp", table);
  }

  private void measure(Subject subject, int n, Table table, Progress progress) {
    Path inputs = InputFile.write(subject.inputNames(), subject.inputs());
    Path answer = InputFile.write(List.of(), List.of());
    Map<String, List<Run>> runs = new LinkedHashMap<>();
    Map<String, Agreement> agreements = new LinkedHashMap<>();
    try {
      List<Datum> expected = expected(subject);
      for (int i = 0; i < repeat; i++) {
        for (String runtime : runtimes) {
          Run run = run(subject, runtime, n, inputs, answer);
          runs.computeIfAbsent(runtime, r -> new ArrayList<>()).add(run);
          agreements.merge(
              runtime,
              Agreement.of(
                  subject.model().graph(), InputFile.read(answer).values(), expected, List.of()),
              (a, b) -> a.agrees() ? b : a);
        }
      }
    } finally {
      delete(inputs);
      delete(answer);
    }
    for (String runtime : runtimes) {
      Run[] all = runs.getOrDefault(runtime, List.of()).toArray(Run[]::new);
      Agreement agreement = agreements.get(runtime);
      table.add(
          subject.name(),
          n,
          runtime,
          median(Arrays.stream(all).mapToLong(Run::first).toArray()),
          median(Arrays.stream(all).mapToLong(Run::ready).toArray()),
          median(Arrays.stream(all).mapToLong(Run::steady).toArray()),
          median(Arrays.stream(all).mapToLong(Run::worst).toArray()),
          median(Arrays.stream(all).mapToLong(Run::median).toArray()),
          agreement == null ? "none" : agreement.text());
      progress.row(table);
    }
  }

  /** The data set's outputs, or what scalar kernels say. */
  private static List<Datum> expected(Subject subject) {
    if (!subject.expected().isEmpty()) {
      return subject.expected();
    }
    SessionOptions scalar = SessionOptions.defaults().withKernels(KernelChoice.SCALAR);
    try (LanewiseContender ours =
        new LanewiseContender(subject.model(), subject.inputs(), scalar)) {
      return ours.outputs();
    }
  }

  private static double median(long[] micros) {
    Arrays.sort(micros);
    return Stats.quantile(micros, 0.5) / 1e3;
  }

  private Run run(Subject subject, String runtime, int n, Path inputs, Path answer) {
    boolean ours = runtime.startsWith(StartUpProbe.OURS);
    Path model = ours ? subject.file() : subject.onnx();
    List<String> command = JvmCommand.onClassPath(StartUpProbe.class, ours);
    command.add(String.valueOf(ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now())));
    command.addAll(List.of(runtime, model.toString(), inputs.toString(), answer.toString()));
    command.addAll(List.of(String.valueOf(n), String.valueOf(seconds)));
    try {
      Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
      child.getOutputStream().close();
      String text =
          new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      Matcher m = LINE.matcher(text);
      if (child.waitFor() != 0 || !m.find()) {
        throw new PeerException(
            runtime + " ended with exit code " + child.exitValue() + " and said: " + text);
      }
      long[] v = new long[m.groupCount()];
      for (int i = 0; i < v.length; i++) {
        v[i] = Long.parseLong(m.group(i + 1));
      }
      return new Run(v[0], v[1], v[2], v[3], v[4]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
