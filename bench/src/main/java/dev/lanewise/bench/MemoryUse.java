package dev.lanewise.bench;

import dev.lanewise.KernelChoice;
import dev.lanewise.SessionOptions;
import dev.lanewise.plan.PlanSummary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Measures the peak of the resident memory of a process that loads a model and runs it, above that
 * of one that does nothing; one child process per model and runtime, with this JVM's options.
 */
final class MemoryUse {
  /** Peak of the resident memory and what is alive on the heap, in MB. */
  private record Use(double peak, double live) {}

  private final List<Peer> peers;
  private final KernelChoice kernels;
  private final List<Integer> threads;

  MemoryUse(List<Peer> peers, KernelChoice kernels, List<Integer> threads) {
    this.peers = peers;
    this.kernels = kernels;
    this.threads = threads;
  }

  Findings.Section measure(List<Path> models, Progress progress) {
    List<String> columns = new ArrayList<>(List.of("model", "threads", "lanewise MB"));
    for (Peer peer : peers) {
      columns.add(peer.id() + " MB");
      columns.add("ours / " + peer.id());
    }
    columns.addAll(List.of("our live heap MB", "arena MB", "arena / lower bound"));
    Table table =
        Table.of("Peak resident memory above an idle JVM", columns.toArray(new String[0]));
    Use idle = use(MemoryProbe.IDLE, "-", "-", 1);
    table.notes().add(String.format(Locale.ROOT, "an idle JVM takes %.1f MB", idle.peak()));
    progress.each(
        models,
        table,
        subject -> {
          for (int n : threads) {
            table.add(cells(subject, n, idle));
            progress.row(table);
          }
        });
    return Findings.Section.of("memory", table);
  }

  private Object[] cells(Subject subject, int n, Use idle) {
    PlanSummary plan;
    try (LanewiseContender ours =
        new LanewiseContender(
            subject.model(),
            subject.inputs(),
            SessionOptions.defaults().withKernels(kernels).withThreads(n))) {
      plan = ours.plan();
    }
    Path inputs = InputFile.write(subject.inputNames(), subject.inputs());
    try {
      String given = inputs.toString();
      Use run = use(LanewiseContender.NAME, subject.weighted().toString(), given, n);
      double ours = run.peak() - idle.peak();
      List<Object> cells = new ArrayList<>(List.of(subject.name(), n, ours));
      for (Peer peer : peers) {
        double theirs = use(peer.id(), subject.onnx().toString(), given, n).peak() - idle.peak();
        cells.add(theirs);
        cells.add(ours / theirs);
      }
      cells.add(run.live() - idle.live());
      cells.add(plan.arenaBytes() / 1e6);
      cells.add(plan.arenaBound() == 0 ? 1.0 : (double) plan.arenaBytes() / plan.arenaBound());
      return cells.toArray();
    } finally {
      delete(inputs);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Use use(String contender, String model, String inputs, int n) {
    List<String> command = JvmCommand.of(MemoryProbe.class);
    command.addAll(List.of(contender, model, inputs, String.valueOf(n), kernels.name()));
    try {
      Process child =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      child.getOutputStream().close();
      String answer =
          new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      Matcher numbers = Pattern.compile("peak (\\d+) live (\\d+)$").matcher(answer);
      if (child.waitFor() != 0 || !numbers.find()) {
        throw new PeerException(contender + " did not run " + model + " in a process of its own");
      }
      return new Use(megabytes(numbers.group(1)), megabytes(numbers.group(2)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static double megabytes(@Nullable String kibibytes) {
    return Long.parseLong(Objects.requireNonNull(kibibytes)) * 1024 / 1e6;
  }
}
