package dev.lanewise.gradient;

import dev.lanewise.graph.Op;
import dev.lanewise.graph.Value;
import dev.lanewise.kernel.Epilogue;
import dev.lanewise.op.Conv;
import dev.lanewise.op.ConvTranspose;
import dev.lanewise.op.ReduceSum;
import dev.lanewise.tensor.Shape;
import java.util.Map;
import java.util.stream.LongStream;

/** Rules of convolutions, whose shapes must be known. */
final class ConvolutionRules {
  private ConvolutionRules() {}

  static void addTo(Map<Class<? extends Op>, GradientRule> rules) {
    rules.put(Conv.class, ConvolutionRules::convolution);
    rules.put(ConvTranspose.class, ConvolutionRules::transposed);
  }

  private static void convolution(Backward b) {
    Conv op = (Conv) b.node().op();
    if (!op.epilogue().equals(Epilogue.NONE)) {
      throw b.unsupported("it is fused with others; differentiate before fusion");
    }
    Shape x = b.shape(b.x(0));
    Shape w = b.shape(b.x(1));
    if (b.wants(0)) {
      b.give(0, b.add(op.inputGradient(x, w), b.dy(), b.x(1)));
    }
    if (b.wants(1)) {
      b.give(1, b.add(op.weightGradient(x, w), b.x(0), b.dy()));
    }
    bias(b);
  }

  private static void transposed(Backward b) {
    ConvTranspose op = (ConvTranspose) b.node().op();
    Shape x = b.shape(b.x(0));
    Shape w = b.shape(b.x(1));
    if (b.wants(0)) {
      b.give(0, b.add(op.inputGradient(x, w), b.dy(), b.x(1)));
    }
    if (b.wants(1)) {
      b.give(1, b.add(op.weightGradient(x, w), b.dy(), b.x(0)));
    }
    bias(b);
  }

  /** First over the pixels, which every layout can do, then over the batch. */
  private static void bias(Backward b) {
    if (b.wants(2)) {
      long[] pixels = LongStream.range(2, b.rank(b.y())).toArray();
      ReduceSum sum = new ReduceSum(false, false);
      Value planes = b.add(sum, b.dy(), b.integers(pixels));
      b.give(2, b.add(sum, planes, b.integers(0)));
    }
  }
}
