package dev.lanewise.pass;

import dev.lanewise.graph.Graph;
import dev.lanewise.graph.Rewriter;
import dev.lanewise.tensor.Type;
import java.util.List;

/** The passes in their order. */
public final class Passes {
  private static final List<Rewriter.Rule> ONCE =
      List.of(
          new RecogniseQuantizedConv(),
          new ConstantFolding(),
          new PromoteHalf(),
          new ConstantFolding(),
          new RecogniseActivations(),
          new RecogniseGelu(),
          new RecogniseNormalization(),
          new QuantizedFloats(),
          new AbsorbScale(),
          new FoldAffine());
  private static final List<Rewriter.Rule> PER_SHAPE =
      List.of(
          new MergeSlices(),
          new RecogniseChannelPermute(),
          new ExpandEinsum(),
          new RecogniseOneHotProduct(),
          new RecogniseAttention(),
          new MergeTransposes(),
          new RecogniseNormalization(),
          new ConstantFolding(),
          new FuseEpilogues(),
          new SinkChannelPermute());

  private Passes() {}

  /** What is done once per model, whatever the shapes of its inputs. */
  public static Graph once(Graph graph) {
    return apply(graph, ONCE);
  }

  /**
   * What is done for given input types: shapes become known, and what follows from them is folded.
   */
  public static Graph forTypes(Graph graph, List<Type> inputTypes) {
    return apply(Rewriter.rewrite(graph, inputTypes, new ConstantFolding()), PER_SHAPE);
  }

  private static Graph apply(Graph graph, List<Rewriter.Rule> rules) {
    Graph g = graph;
    for (Rewriter.Rule rule : rules) {
      g = Rewriter.rewrite(g, rule);
    }
    return g;
  }
}
