package dev.lanewise.cli;

import dev.lanewise.Model;
import dev.lanewise.Session;
import dev.lanewise.graph.Graph;
import dev.lanewise.graph.Node;
import dev.lanewise.graph.Value;
import dev.lanewise.layers.Network;
import dev.lanewise.tensor.Datum;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what a model is made of. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    description = "Shows inputs, outputs, operators, layers and the compiled plan of a model.")
final class InspectCommand implements Callable<Integer> {
  @Mixin private CommonOptions common = new CommonOptions();
  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "MODEL", description = "Model file, or a folder with model.onnx.")
  private Path model = Path.of("");

  @Option(names = "--plan", description = "Show the compiled steps.")
  private boolean plan;

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    Graph graph = ModelFile.load(model);
    Model loaded = Model.of(graph);
    loaded.inputs().forEach(p -> out.println("input " + p.name() + ": " + p.type()));
    loaded.outputs().forEach(p -> out.println("output " + p.name() + ": " + p.type()));
    out.printf("parameters: %,d%n", parameters(graph));
    Map<String, Integer> counts = new TreeMap<>();
    graph.nodes().forEach(n -> counts.merge(n.op().name(), 1, Integer::sum));
    out.println("nodes: " + graph.nodes().size());
    counts.forEach((name, count) -> out.printf("  %-28s %d%n", name, count));
    Network network = ModelFile.network(model);
    if (network != null) {
      out.print(network.summary());
    }
    if (plan) {
      printPlan(loaded, out);
    }
    out.flush();
    return 0;
  }

  private static long parameters(Graph graph) {
    Set<Value> seen = new HashSet<>();
    long sum = 0;
    for (Node node : graph.nodes()) {
      for (Value v : node.inputs()) {
        if (v != null && v.constant() != null && seen.add(v)) {
          sum += v.constant().size();
        }
      }
    }
    return sum;
  }

  private void printPlan(Model loaded, PrintWriter out) {
    InputReader reader =
        new InputReader(Map.of(), new ImageInput(true, new float[] {0}, new float[] {1}));
    List<Model.Port> ports = loaded.inputs();
    Datum[] inputs = ports.stream().map(p -> reader.read(p, "random:0")).toArray(Datum[]::new);
    try (Session session = loaded.newSession(common.session())) {
      out.println(session.kernels());
      out.print(session.describePlan(inputs));
    }
  }
}
