package dev.lanewise.plan;

import dev.lanewise.graph.Graph;
import dev.lanewise.graph.Node;
import dev.lanewise.pass.LaidOut;
import dev.lanewise.pass.LayoutAssignment;
import dev.lanewise.pass.Passes;
import dev.lanewise.tensor.Type;
import java.util.List;

/** Turns graphs into plans for given input types. */
public final class Compiler {
  private final CompileOptions options;
  private final PackedWeights weights;
  private final Subplans subplans = new Subplans(this);

  /** A compiler whose plans share the packed weights of a store. */
  public Compiler(CompileOptions options, PackedWeights weights) {
    this.options = options;
    this.weights = weights;
  }

  /** What plans are made for. */
  public CompileOptions options() {
    return options;
  }

  /**
   * Compiles a graph for known input types.
   *
   * @param inputTypes one type per graph input; shapes of tensors are known
   */
  public Executable compile(Graph graph, List<Type> inputTypes) {
    Graph known = Passes.forTypes(graph, inputTypes);
    GraphCut cut = GraphCut.of(known);
    if (cut == null) {
      return compileStatic(known);
    }
    return new CutPlan(cut, compileStatic(cut.head()), new PlanCache(this, cut.tail()), subplans);
  }

  private StaticPlan compileStatic(Graph graph) {
    LaidOut laidOut =
        LayoutAssignment.apply(graph, options.kernels(), options.accuracy(), options.threads());
    PlanBuilder builder = new PlanBuilder(laidOut, options, weights, subplans);
    List<Node> nodes = laidOut.graph().nodes();
    for (int i = 0; i < nodes.size(); i++) {
      new NodeLowering(builder, nodes.get(i), i).lower();
    }
    return builder.build();
  }
}
