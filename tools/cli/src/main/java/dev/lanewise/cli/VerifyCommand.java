package dev.lanewise.cli;

import dev.lanewise.loader.onnx.TestCase;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs models on given inputs and compares the outputs with given ones. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = "Compares what models compute with what they should compute.")
final class VerifyCommand implements Callable<Integer> {
  enum Listing {
    FAILED,
    ALL
  }

  @Mixin private CommonOptions common = new CommonOptions();
  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description = "Case folders (a model with test_data_set_N beside it), or trees of them.")
  private List<Path> paths = List.of();

  @Option(
      names = "--profile",
      paramLabel = "conformance|model",
      description = "Tolerances; by default those for models in trees called models or keras.")
  private @Nullable Profile profile;

  @Option(names = "--rtol", description = "Relative tolerance instead of the profile's.")
  private @Nullable Double relative;

  @Option(names = "--atol", description = "Absolute tolerance instead of the profile's.")
  private @Nullable Double absolute;

  @Option(names = "--jobs", paramLabel = "N", description = "Cases at the same time.")
  private int jobs = 1;

  @Option(names = "--list", paramLabel = "FAILED|ALL", description = "What gets a line.")
  private Listing listing = Listing.FAILED;

  @Option(names = "--report", paramLabel = "FILE.json", description = "Where to write a report.")
  private @Nullable Path report;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    List<TestCase> cases = new ArrayList<>();
    for (Path path : paths) {
      List<TestCase> found = TestCase.find(path);
      if (found.isEmpty()) {
        throw new ParameterException(
            spec.commandLine(), path + " holds no case: no model with test data beside it");
      }
      cases.addAll(found);
    }
    Verification verification = new Verification(common.session(), profile, relative, absolute);
    if (!common.quiet) {
      out.println(cases.size() + " cases on " + verification.kernels());
      out.flush();
    }
    List<CaseResult> results = run(cases, verification, out);
    if (report != null) {
      VerifyReport.write(report, results);
    }
    long passed = count(results, CaseResult.Status.PASSED);
    long failed = count(results, CaseResult.Status.FAILED);
    long skipped = count(results, CaseResult.Status.SKIPPED);
    out.println(passed + " passed, " + failed + " failed, " + skipped + " skipped");
    out.flush();
    return failed == 0 ? 0 : 1;
  }

  private static long count(List<CaseResult> results, CaseResult.Status status) {
    return results.stream().filter(r -> r.status() == status).count();
  }

  private List<CaseResult> run(List<TestCase> cases, Verification verification, PrintWriter out)
      throws InterruptedException {
    ExecutorService executor = Executors.newFixedThreadPool(Math.max(1, jobs));
    try {
      List<Future<List<CaseResult>>> pending = new ArrayList<>();
      for (TestCase testCase : cases) {
        pending.add(executor.submit(() -> verification.run(testCase)));
      }
      List<CaseResult> results = new ArrayList<>();
      for (Future<List<CaseResult>> one : pending) {
        List<CaseResult> finished = one.get();
        results.addAll(finished);
        for (CaseResult r : finished) {
          if (listing == Listing.ALL || r.status() == CaseResult.Status.FAILED) {
            out.println(r);
            out.flush();
          }
        }
      }
      return results;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      executor.shutdownNow();
    }
  }
}
