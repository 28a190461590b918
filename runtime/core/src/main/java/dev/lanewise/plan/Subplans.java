package dev.lanewise.plan;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Graph;
import dev.lanewise.kernel.Team;
import dev.lanewise.tensor.Datum;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plans for the subgraphs of control-flow operators, compiled for the shapes that come. */
final class Subplans implements Evaluation.Subgraphs {
  /** For plans without control flow. */
  static final Subplans NONE = new Subplans(null);

  private final @Nullable Compiler compiler;
  private final Map<Graph, PlanCache> caches = new HashMap<>();

  Subplans(@Nullable Compiler compiler) {
    this.compiler = compiler;
  }

  @Override
  public List<Datum> run(Graph graph, List<Datum> inputs) {
    Compiler c = compiler;
    if (c == null) {
      throw new IllegalStateException("graph '" + graph.name() + "' in a plan without subgraphs");
    }
    PlanCache cache;
    synchronized (caches) {
      cache = caches.computeIfAbsent(graph, g -> new PlanCache(c, g));
    }
    Datum[] arguments = inputs.toArray(new Datum[0]);
    @Nullable Datum[] results = new Datum[graph.outputs().size()];
    cache.plan(arguments).run(arguments, results, Team.SERIAL);
    return Arrays.asList(results);
  }
}
