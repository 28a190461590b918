package dev.lanewise.pass;

import dev.lanewise.graph.Graph;
import dev.lanewise.graph.Rewriter;
import dev.lanewise.tensor.Type;
import java.util.List;

/**
 * The passes in their order. One that starts from operators which a graph does not have is left
 * out: neither it nor the operators it knows are loaded then.
 */
public final class Passes {
  private Passes() {}

  /**
   * What a graph that is put together by a program should go through before it is written to a
   * file: weights are turned into the form in which operators take them, and transpositions that
   * undo each other are gone. The operators stay those that the graph had.
   */
  public static Graph portable(Graph graph) {
    return Rewriter.rewrite(Rewriter.rewrite(graph, new ConstantFolding()), new MergeTransposes());
  }

  /** What is done once per model, whatever the shapes of its inputs. */
  public static Graph once(Graph graph) {
    Graph g = graph;
    if (g.has("QuantizeLinear")) {
      g = Rewriter.rewrite(g, new RecogniseQuantizedConv());
    }
    g = Rewriter.rewrite(g, new ConstantFolding());
    Graph wide = Rewriter.rewrite(g, new PromoteHalf());
    if (wide != g) {
      g = Rewriter.rewrite(wide, new ConstantFolding());
    }
    if (g.has("Mul", "Div", "Max")) {
      g = Rewriter.rewrite(g, new RecogniseActivations());
    }
    if (g.has("Mul", "Div")) {
      g = Rewriter.rewrite(g, new RecogniseGelu());
    }
    g = normalizations(g);
    if (hasQuantities(g)) {
      g = Rewriter.rewrite(g, new QuantizedFloats());
    }
    if (g.has("Mul")) {
      g = Rewriter.rewrite(g, new AbsorbScale());
    }
    if (g.has("Conv") && g.has("BatchNormalization", "Add", "Sub", "Mul", "Div")) {
      g = Rewriter.rewrite(g, new FoldAffine());
    }
    return g;
  }

  /**
   * What is done for given input types: shapes become known, and what follows from them is folded.
   */
  public static Graph forTypes(Graph graph, List<Type> inputTypes) {
    Graph known = Rewriter.rewrite(graph, inputTypes, new ConstantFolding());
    Graph g = known;
    if (g.has("Slice")) {
      g = Rewriter.rewrite(g, new MergeSlices());
      g = Rewriter.rewrite(g, new StrideOverSlices());
    }
    if (g.has("MaxPool")) {
      g = Rewriter.rewrite(g, new ChainMaxPools());
    }
    if (g.has("Transpose", "ChannelPermute")) {
      g = Rewriter.rewrite(g, new RecogniseChannelPermute());
    }
    if (g.has("Einsum")) {
      g = Rewriter.rewrite(g, new ExpandEinsum());
    }
    if (g.has("Equal") && g.has("MatMul")) {
      g = Rewriter.rewrite(g, new RecogniseOneHotProduct());
    }
    if (g.has("Softmax") && g.has("MatMul")) {
      g = Rewriter.rewrite(g, new RecogniseAttention());
    }
    if (g.has("Transpose")) {
      g = Rewriter.rewrite(g, new MergeTransposes());
    }
    g = normalizations(g);
    if (g != known) {
      g = Rewriter.rewrite(g, new ConstantFolding());
    }
    g = Rewriter.rewrite(g, new FuseEpilogues());
    if (g.has("ChannelPermute")) {
      g = Rewriter.rewrite(g, new SinkChannelPermute());
    }
    return g;
  }

  private static boolean hasQuantities(Graph graph) {
    return graph.has(
        "QuantizeLinear",
        "DequantizeLinear",
        "Cast",
        "ConvInteger",
        "MatMulInteger",
        "QLinearConv",
        "QLinearMatMul");
  }

  private static Graph normalizations(Graph graph) {
    return graph.has("ReduceMean", "LayerNormalization", "RMSNormalization")
        ? Rewriter.rewrite(graph, new RecogniseNormalization())
        : graph;
  }
}
