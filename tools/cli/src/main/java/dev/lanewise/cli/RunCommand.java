package dev.lanewise.cli;

import dev.lanewise.Model;
import dev.lanewise.Session;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Tensor;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a model once. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Runs a model and prints a summary of each output.")
final class RunCommand implements Callable<Integer> {
  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private InputOptions inputs = new InputOptions();
  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "MODEL", description = "Model file, or a folder with model.onnx.")
  private Path model = Path.of("");

  @Option(names = "--output", paramLabel = "DIR", description = "Where outputs go as .npy files.")
  private @Nullable Path output;

  @Option(names = "--top", paramLabel = "K", description = "Show the K largest elements.")
  private int top;

  @Option(names = "--labels", paramLabel = "FILE", description = "Names of classes, one a line.")
  private @Nullable Path labels;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    List<String> names = labels == null ? List.of() : Files.readAllLines(labels);
    Model loaded = Model.of(ModelFile.load(model));
    Map<String, Datum> values = inputs.read(loaded);
    try (Session session = loaded.newSession(common.session())) {
      long start = System.nanoTime();
      Map<String, Datum> results = session.run(values);
      double millis = (System.nanoTime() - start) / 1e6;
      if (!common.quiet) {
        out.printf("%s; first run %.1f ms%n", session.kernels(), millis);
      }
      OutputSummary summary = new OutputSummary(top, names);
      results.forEach((name, value) -> out.println(summary.describe(name, value)));
      out.flush();
      if (output != null) {
        write(output, results);
      }
    }
    return 0;
  }

  private static void write(Path folder, Map<String, Datum> results) throws IOException {
    Files.createDirectories(folder);
    for (Map.Entry<String, Datum> e : results.entrySet()) {
      if (e.getValue() instanceof Tensor t) {
        String safe = e.getKey().replaceAll("[^A-Za-z0-9._-]", "_");
        NpyFile.write(folder.resolve(safe + ".npy"), t);
      }
    }
  }
}
