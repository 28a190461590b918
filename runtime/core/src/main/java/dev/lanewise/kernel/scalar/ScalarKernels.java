package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.Conv;
import dev.lanewise.kernel.ConvGradient;
import dev.lanewise.kernel.Elementwise;
import dev.lanewise.kernel.ElementwiseRecurrent;
import dev.lanewise.kernel.Gemm;
import dev.lanewise.kernel.KernelSet;
import dev.lanewise.kernel.Layout;
import dev.lanewise.kernel.Move;
import dev.lanewise.kernel.Normalize;
import dev.lanewise.kernel.Pool;
import dev.lanewise.kernel.PoolGradient;
import dev.lanewise.kernel.Recurrent;
import dev.lanewise.kernel.Reduce;
import dev.lanewise.kernel.Softmax;

/** The back end in plain Java, for JVMs without the Vector API: NCHW, one element at a time. */
public final class ScalarKernels implements KernelSet {
  private final Elementwise elementwise = new ScalarElementwise();
  private final Conv conv = new ScalarConv(elementwise);
  private final Gemm gemm = new ScalarGemm(elementwise);
  private final Reduce reduce = new ScalarReduce();
  private final Softmax softmax = new ScalarSoftmax();
  private final Normalize normalize = new ScalarNormalize();
  private final Pool pool = new ScalarPool();
  private final Recurrent recurrent = new ElementwiseRecurrent(elementwise);
  private final Move move = new ScalarMove();

  /** The kernels have no state. */
  public ScalarKernels() {}

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public int lanes() {
    return 1;
  }

  @Override
  public Layout layout() {
    return Layout.PLAIN;
  }

  @Override
  public Conv conv() {
    return conv;
  }

  @Override
  public PoolGradient poolGradient() {
    return new ScalarPoolGradient();
  }

  @Override
  public ConvGradient convGradient() {
    return ScalarConvGradient::new;
  }

  @Override
  public Gemm gemm() {
    return gemm;
  }

  @Override
  public Elementwise elementwise() {
    return elementwise;
  }

  @Override
  public Reduce reduce() {
    return reduce;
  }

  @Override
  public Softmax softmax() {
    return softmax;
  }

  @Override
  public Normalize normalize() {
    return normalize;
  }

  @Override
  public Pool pool() {
    return pool;
  }

  @Override
  public Recurrent recurrent() {
    return recurrent;
  }

  @Override
  public Move move() {
    return move;
  }

  @Override
  public float spin(int rounds) {
    return ScalarSpin.run(rounds);
  }

  @Override
  public int spinMultiplyAdds() {
    return ScalarSpin.MULTIPLY_ADDS;
  }
}
