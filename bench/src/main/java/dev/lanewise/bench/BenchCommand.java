package dev.lanewise.bench;

import dev.lanewise.KernelChoice;
import dev.lanewise.SessionOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares Lanewise with other runtimes. */
@Command(
    name = "lanewise bench",
    mixinStandardHelpOptions = true,
    description =
        "Median latency of models here and in other runtimes, measured in alternation, and the"
            + " ratio peer / ours: above 1 we are faster.")
final class BenchCommand implements Callable<Integer> {
  private final List<String> arguments;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "PATH",
      description = "Models, case folders, or trees of them.")
  private List<Path> paths = List.of();

  @Option(names = "--threads", split = ",", paramLabel = "1,2", description = "Thread counts.")
  private List<Integer> threads = List.of(1);

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "Per model, runtime and thread count.")
  private double seconds = 3;

  @Option(
      names = "--vs",
      split = ",",
      paramLabel = "PEER",
      description =
          "onnxruntime, onnxruntime-nospin, opencv; the last line is about the first. With --train"
              + " pytorch or tensorflow.")
  private List<String> vs = List.of();

  @Option(names = "--report", paramLabel = "FILE.json", description = "Where to write a report.")
  private @Nullable Path report;

  @Option(names = "--markdown", paramLabel = "FILE.md", description = "Where to write tables.")
  private @Nullable Path markdown;

  @Option(names = "--plot", paramLabel = "FILE.svg", description = "Where to draw the ratios.")
  private @Nullable Path plot;

  @Option(names = "--memory", description = "Measure memory instead of time.")
  private boolean memory;

  @Option(names = "--tail", paramLabel = "N", description = "Tail of the latencies of N runs.")
  private int tail;

  @Option(names = "--allocation", description = "Bytes a warm run allocates.")
  private boolean allocation;

  @Option(names = "--accuracy", description = "Errors against arithmetic in double precision.")
  private boolean accuracy;

  @Option(
      names = "--start-up",
      description =
          "Time from the start of a process to its first answer and to its steady speed, for every"
              + " way to warm up, each in processes of its own.")
  private boolean startUp;

  @Option(
      names = "--repeat",
      paramLabel = "N",
      description = "Processes of each kind that --start-up takes the median of.")
  private int repeat = 5;

  @Option(
      names = "--train",
      description = "Steps of training of configurations with a compile_config.")
  private boolean train;

  @Option(
      names = "--forward",
      description =
          "The way forward in a step of training of such configurations against inference, layer by"
              + " layer.")
  private boolean forward;

  @Option(
      names = "--data",
      paramLabel = "mnist:DIR",
      description = "Data for --train and --forward.")
  private String data = "";

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Samples per step of --train and --forward.")
  private int batch = 128;

  @Option(names = "--micro", description = "Kernels against the limits of the machine, with JMH.")
  private boolean micro;

  @Option(
      names = "--kernels",
      paramLabel = "auto|scalar|vector",
      description = "Which kernels to run on.")
  private KernelChoice kernels = KernelChoice.AUTO;

  @Option(names = "--quiet", description = "Print only the last lines.")
  private boolean quiet;

  @Option(names = "--stacktrace", description = "Show where an error came from.")
  private boolean stackTrace;

  BenchCommand(String... arguments) {
    this.arguments = List.of(arguments);
  }

  @Override
  public Integer call() throws IOException {
    CommandLine command = Objects.requireNonNull(spec).commandLine();
    PrintWriter out = command.getOut();
    List<Path> models = models();
    List<Peer> peers = peers();
    requireFolders(report, markdown, plot);
    Progress progress = new Progress(out, command.getErr(), quiet, stackTrace);
    SessionOptions options = SessionOptions.defaults().withKernels(kernels);
    Findings findings = new Findings(arguments, peers);
    if (memory) {
      findings.add(new MemoryUse(peers, kernels, threads).measure(models, progress));
    }
    if (tail > 0) {
      findings.add(new Tails(peers, options, threads, tail).measure(models, progress));
    }
    if (allocation) {
      findings.add(new Allocation(options, threads).measure(models, progress));
    }
    if (accuracy) {
      findings.add(new AccuracyCheck(peers, options).measure(models, progress));
    }
    if (startUp) {
      findings.add(new StartUp(peers, threads, seconds, repeat).measure(models, progress));
    }
    if (micro) {
      findings.add(Micro.measure(seconds, progress));
    }
    if (train) {
      findings.add(training(peers.get(0), options).measure(models, progress));
    }
    if (forward) {
      findings.add(forward(options).measure(models, progress));
    }
    if (!(train || forward || memory || tail > 0 || allocation || accuracy || startUp || micro)) {
      findings.add(new Comparisons(peers, options, threads, seconds).measure(models, progress));
    }
    if (report != null) {
      findings.writeJson(report);
    }
    if (markdown != null) {
      findings.writeMarkdown(markdown);
    }
    if (plot != null) {
      Plot.write(plot, findings.ratios());
    }
    findings.lastLines(threads).forEach(out::println);
    out.flush();
    return progress.failures() == 0 ? 0 : 1;
  }

  private List<Path> models() {
    List<Path> models = new ArrayList<>();
    for (Path path : paths) {
      List<Path> found = train || forward ? List.of(config(path)) : Subject.find(path);
      if (found.isEmpty()) {
        throw wrong(path + " holds no model");
      }
      models.addAll(found);
    }
    if (models.isEmpty() && !micro) {
      throw wrong("Missing required parameter: 'PATH'");
    }
    for (int n : threads) {
      if (n < 1) {
        throw wrong("--threads " + n + ": must be at least 1");
      }
    }
    if (batch < 1) {
      throw wrong("--batch " + batch + ": must be at least 1");
    }
    if (repeat < 1) {
      throw wrong("--repeat " + repeat + ": must be at least 1");
    }
    if (!(seconds > 0)) {
      throw wrong("--seconds " + seconds + ": must be more than 0");
    }
    return models;
  }

  private Path config(Path path) {
    Path file = Files.isDirectory(path) ? path.resolve("config.json") : path;
    if (!Files.isReadable(file)) {
      throw wrong("there is no " + file + " to train");
    }
    return file;
  }

  private TrainingComparison training(Peer peer, SessionOptions options) {
    try {
      return new TrainingComparison(peer, data, batch, options, threads, seconds);
    } catch (IllegalArgumentException e) {
      throw wrong(Objects.requireNonNullElse(e.getMessage(), data));
    }
  }

  private ForwardComparison forward(SessionOptions options) {
    try {
      return new ForwardComparison(data, batch, options, threads, seconds);
    } catch (IllegalArgumentException e) {
      throw wrong(Objects.requireNonNullElse(e.getMessage(), data));
    }
  }

  private List<Peer> peers() {
    List<Peer> peers = new ArrayList<>();
    if (train && vs.size() > 1) {
      throw wrong("--train compares with one peer, not with " + vs);
    }
    for (String name : vs.isEmpty() ? List.of(train ? "pytorch" : "onnxruntime") : vs) {
      try {
        peers.add(Peer.of(name));
      } catch (IllegalArgumentException e) {
        throw wrong(Objects.requireNonNullElse(e.getMessage(), name));
      }
    }
    for (Peer peer : peers) {
      if (train && !peer.trains()) {
        throw wrong("--vs " + peer.id() + ": --train compares with pytorch or tensorflow");
      }
      peer.requirePresent();
    }
    return peers;
  }

  private void requireFolders(@Nullable Path... files) {
    for (Path file : files) {
      Path folder = file == null ? null : file.toAbsolutePath().getParent();
      if (folder != null && !Files.isDirectory(folder)) {
        throw wrong("there is no folder " + folder + " to write " + file + " in");
      }
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }
}
