package dev.lanewise.plan;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Graph;
import dev.lanewise.kernel.Team;
import dev.lanewise.pass.Passes;
import dev.lanewise.tensor.Datum;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Plans for the subgraphs of control-flow operators, compiled for the shapes that come. */
final class Subplans {
  private final Compiler compiler;
  private final Map<Graph, PlanCache> caches = new HashMap<>();

  Subplans(Compiler compiler) {
    this.compiler = compiler;
  }

  /** Runs subgraphs on the threads of a team. */
  Evaluation.Subgraphs on(Team team) {
    return (graph, inputs) -> {
      Datum[] arguments = inputs.toArray(new Datum[0]);
      @Nullable Datum[] results = new Datum[graph.outputs().size()];
      cache(graph).plan(arguments).run(arguments, results, team);
      return Arrays.stream(results).map(Objects::requireNonNull).collect(Collectors.toList());
    };
  }

  private PlanCache cache(Graph graph) {
    synchronized (caches) {
      return caches.computeIfAbsent(graph, g -> new PlanCache(compiler, Passes.once(g)));
    }
  }
}
