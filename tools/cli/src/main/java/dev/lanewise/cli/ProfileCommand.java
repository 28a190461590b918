package dev.lanewise.cli;

import dev.lanewise.Model;
import dev.lanewise.Session;
import dev.lanewise.tensor.Datum;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows where the time of a model goes. */
@Command(
    name = "profile",
    mixinStandardHelpOptions = true,
    description = "Time, GFLOP/s, share of the measured peak and bytes moved of every step.")
final class ProfileCommand implements Callable<Integer> {
  private static final int MAX_RUNS = 20_000;
  private static final double MAX_WARM_UP = 20;

  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private InputOptions inputs = new InputOptions();
  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "MODEL", description = "Model file, or a folder with one.")
  private Path path = Path.of("");

  @Option(names = "--seconds", description = "How long to measure (default: ${DEFAULT-VALUE}).")
  private double seconds = 3;

  @Option(names = "--html", paramLabel = "FILE", description = "Where to write a page.")
  private @Nullable Path html;

  @Option(
      names = "--trace",
      paramLabel = "FILE.json",
      description = "Where to write one run as trace events, for trace viewers.")
  private @Nullable Path trace;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    Path file = ModelFile.file(path);
    Model model = Model.of(ModelFile.load(file));
    Datum[] values =
        (inputs.given() ? inputs.read(model).values() : SampleInputs.of(file, model).values())
            .toArray(new Datum[0]);
    MachineLimits limits = MachineLimits.measure(common.threads);
    try (Session session = model.newSession(common.session())) {
      @Nullable Datum[] outputs = new Datum[model.outputs().size()];
      WarmUp warmUp = WarmUp.of(() -> session.run(values, outputs), MAX_WARM_UP);
      List<StepTrace> traces = new ArrayList<>();
      double run = measure(session, values, outputs, traces);
      StepTimes times = StepTimes.of(traces);
      if (!common.quiet) {
        out.println(session.kernels() + warmth(warmUp));
        out.printf(
            Locale.ROOT,
            "measured limits: %.1f GFLOP/s, %.1f GB/s%n",
            limits.gigaflops(),
            limits.gigabytes());
      }
      ProfileTable.print(out, times, limits, run);
      out.flush();
      if (html != null) {
        ProfileHtml.write(html, file, session.kernels().toString(), times, limits, run);
      }
      if (trace != null) {
        ProfileTrace.write(trace, times.typical());
      }
    }
    return 0;
  }

  private static String warmth(WarmUp w) {
    return String.format(
        Locale.ROOT, "; %s after %.1f s", w.steady() ? "steady" : "not steady", w.seconds());
  }

  /** Runs with and without a listener in turn; median microseconds of the runs without. */
  private double measure(
      Session session, Datum[] values, @Nullable Datum[] outputs, List<StepTrace> traces) {
    long[] plain = new long[MAX_RUNS];
    int runs = 0;
    session.run(values, outputs, new StepTrace());
    long end = System.nanoTime() + (long) (seconds * 1e9);
    while (runs < 3 || (runs < MAX_RUNS && System.nanoTime() < end)) {
      long start = System.nanoTime();
      session.run(values, outputs);
      plain[runs++] = System.nanoTime() - start;
      StepTrace one = new StepTrace();
      session.run(values, outputs, one);
      traces.add(one);
    }
    long[] sorted = Arrays.copyOf(plain, runs);
    Arrays.sort(sorted);
    return sorted[runs / 2] / 1e3;
  }
}
