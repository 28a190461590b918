package dev.lanewise.bench;

import dev.lanewise.graph.Graph;
import dev.lanewise.loader.onnx.OnnxLoader;
import dev.lanewise.loader.onnx.TestCase;
import dev.lanewise.loader.onnx.Tolerance;
import dev.lanewise.tensor.Datum;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures Lanewise and ONNX Runtime on the same models in one process. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Median latency per model, in alternation, and the ratio onnxruntime / lanewise.")
public final class Compare implements Callable<Integer> {
  @Parameters(arity = "1..*", paramLabel = "PATH", description = "Case folders or trees of them.")
  private List<Path> paths = List.of();

  @Option(names = "--threads", split = ",", paramLabel = "1,2", description = "Thread counts.")
  private List<Integer> threads = List.of(1);

  @Option(names = "--seconds", description = "Seconds per model, contender and thread count.")
  private double seconds = 3;

  @Option(names = "--vs", description = "Peer; onnxruntime is the only one.")
  private String peer = "onnxruntime";

  private double logSum;
  private int measured;
  private String slowest = "-";
  private double slowestRatio = Double.MAX_VALUE;

  private Compare() {}

  /** Runs the comparison. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Compare()).execute(args));
  }

  @Override
  public Integer call() {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    List<TestCase> cases = new ArrayList<>();
    paths.forEach(p -> cases.addAll(TestCase.find(p)));
    out.printf(
        "| model | threads | lanewise us (quartiles) | %s us (quartiles) | ratio | outputs |%n",
        peer);
    out.println("|---|---|---|---|---|---|");
    for (TestCase testCase : cases) {
      for (int n : threads) {
        try {
          out.println(row(testCase, n));
        } catch (RuntimeException e) {
          out.printf("| %s | %d | not measured: %s |%n", testCase.name(), n, e.getMessage());
        }
      }
    }
    out.printf(
        "geomean %.3f over %d models, slowest %s %.3f%n",
        Math.exp(logSum / Math.max(1, measured)), measured, slowest, slowestRatio);
    return 0;
  }

  private String row(TestCase testCase, int n) {
    Graph graph = OnnxLoader.load(testCase.model());
    List<Datum> inputs = testCase.read(testCase.dataSets().get(0), graph).inputs();
    try (Contender ours = new LanewiseContender(graph, inputs, n);
        Contender theirs = new OrtContender(testCase.model(), graph, inputs, n)) {
      String agreement = compare(ours.outputs(), theirs.outputs());
      List<Duel.Times> times = Duel.measure(List.of(ours, theirs), seconds);
      double ratio = times.get(1).median() / times.get(0).median();
      logSum += Math.log(ratio);
      measured++;
      if (ratio < slowestRatio) {
        slowestRatio = ratio;
        slowest = testCase.name();
      }
      return String.format(
          "| %s | %d | %s | %s | %.2f | %s |",
          testCase.name(), n, text(times.get(0)), text(times.get(1)), ratio, agreement);
    }
  }

  private static String text(Duel.Times t) {
    return String.format("%.1f (%.1f-%.1f)", t.median(), t.lower(), t.upper());
  }

  private static String compare(List<Datum> ours, List<Datum> theirs) {
    for (int o = 0; o < Math.min(ours.size(), theirs.size()); o++) {
      Tolerance.Result r = Tolerance.MODEL.compare(ours.get(o), theirs.get(o));
      if (!r.passed()) {
        return "differ by " + r.maxAbsolute();
      }
    }
    return "equal";
  }
}
