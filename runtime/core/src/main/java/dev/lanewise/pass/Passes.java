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
  private static final List<Rewriter.Rule> PORTABLE =
      List.of(new ConstantFolding(), new MergeTransposes());
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

  /**
   * What a graph that is put together by a program should go through before it is written to a
   * file: weights are turned into the form in which operators take them, and transpositions that
   * undo each other are gone. The operators stay those that the graph had.
   */
  public static Graph portable(Graph graph) {
    return apply(graph, PORTABLE);
  }

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
