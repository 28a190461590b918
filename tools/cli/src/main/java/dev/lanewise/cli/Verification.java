package dev.lanewise.cli;

import dev.lanewise.Model;
import dev.lanewise.Session;
import dev.lanewise.SessionOptions;
import dev.lanewise.error.LanewiseException;
import dev.lanewise.graph.Graph;
import dev.lanewise.graph.GraphBuilder;
import dev.lanewise.loader.onnx.CaseScope;
import dev.lanewise.loader.onnx.TestCase;
import dev.lanewise.loader.onnx.Tolerance;
import dev.lanewise.tensor.Datum;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Runs cases and compares the results. Thread-safe. */
final class Verification {
  private final SessionOptions options;
  private final @Nullable Profile profile;
  private final @Nullable Double relative;
  private final @Nullable Double absolute;

  /** With the tolerances of a profile (by default what fits the file) or given ones. */
  Verification(
      SessionOptions options,
      @Nullable Profile profile,
      @Nullable Double relative,
      @Nullable Double absolute) {
    this.options = options;
    this.profile = profile;
    this.relative = relative;
    this.absolute = absolute;
  }

  /** What sessions run on. */
  Session.Kernels kernels() {
    try (Session session = Model.of(new GraphBuilder("empty").build()).newSession(options)) {
      return session.kernels();
    }
  }

  /** One result per data set of a case. */
  List<CaseResult> run(TestCase testCase) {
    List<CaseResult> results = new ArrayList<>();
    CaseScope scope = CaseScope.of(testCase.name());
    if (scope != null && scope.mode() == CaseScope.Mode.SKIP) {
      for (Path d : testCase.dataSets()) {
        results.add(
            CaseResult.skipped(testCase.name(), d.getFileName().toString(), scope.reason()));
      }
      return results;
    }
    Graph graph;
    try {
      graph = ModelFile.load(testCase.model());
    } catch (RuntimeException e) {
      testCase
          .dataSets()
          .forEach(d -> results.add(failure(testCase, d.getFileName().toString(), e)));
      return results;
    }
    try (Session session = Model.of(graph).newSession(options)) {
      for (Path folder : testCase.dataSets()) {
        results.add(run(testCase, folder, session));
      }
    } catch (RuntimeException e) {
      results.add(failure(testCase, "all", e));
    }
    return results;
  }

  private static CaseResult failure(TestCase testCase, String dataSet, RuntimeException e) {
    String what = e instanceof LanewiseException ? "" : e.getClass().getSimpleName() + ": ";
    return CaseResult.failed(testCase.name(), dataSet, what + e.getMessage());
  }

  private CaseResult run(TestCase testCase, Path folder, Session session) {
    String name = folder.getFileName().toString();
    try {
      Graph graph = session.model().graph();
      TestCase.DataSet data = testCase.read(folder, graph);
      @Nullable Datum[] outputs = new Datum[graph.outputs().size()];
      session.run(data.inputs().toArray(new Datum[0]), outputs);
      return compare(testCase, data, graph, outputs);
    } catch (RuntimeException e) {
      return failure(testCase, name, e);
    }
  }

  private CaseResult compare(
      TestCase testCase, TestCase.DataSet data, Graph graph, @Nullable Datum[] outputs) {
    CaseScope scope = CaseScope.of(testCase.name());
    double maxAbsolute = 0;
    double maxRelative = 0;
    String message = "";
    for (int o = 0; o < data.outputs().size(); o++) {
      Tolerance tolerance = tolerance(testCase.model(), graph, o);
      Datum got = Objects.requireNonNull(outputs[o]);
      Datum want = data.outputs().get(o);
      Tolerance.Result r =
          scope == null ? tolerance.compare(got, want) : CaseScope.draws(got, want);
      maxAbsolute = Math.max(maxAbsolute, r.maxAbsolute());
      maxRelative = Math.max(maxRelative, r.maxRelative());
      if (message.isEmpty() && !r.passed()) {
        message = "output '" + graph.outputs().get(o).name() + "' " + r.message();
      }
    }
    return new CaseResult(
        testCase.name(),
        data.name(),
        message.isEmpty() ? CaseResult.Status.PASSED : CaseResult.Status.FAILED,
        maxAbsolute,
        maxRelative,
        message);
  }

  private Tolerance tolerance(Path model, Graph graph, int output) {
    Profile chosen = profile != null ? profile : Profile.of(model);
    Tolerance t =
        chosen == Profile.MODEL ? OutputTolerance.forModel(graph, output) : chosen.tolerance();
    return new Tolerance(
        relative != null ? relative : t.relative(),
        absolute != null ? absolute : t.absolute(),
        t.narrow(),
        absolute == null && t.scaled(),
        t.integerSteps(),
        t.stray());
  }
}
