package dev.lanewise.vector;

import dev.lanewise.kernel.Conv;
import dev.lanewise.kernel.ConvGradient;
import dev.lanewise.kernel.Elementwise;
import dev.lanewise.kernel.ElementwiseRecurrent;
import dev.lanewise.kernel.Gemm;
import dev.lanewise.kernel.HalfFloats;
import dev.lanewise.kernel.KernelSet;
import dev.lanewise.kernel.Layout;
import dev.lanewise.kernel.Move;
import dev.lanewise.kernel.Normalize;
import dev.lanewise.kernel.Pool;
import dev.lanewise.kernel.PoolGradient;
import dev.lanewise.kernel.Recurrent;
import dev.lanewise.kernel.Reduce;
import dev.lanewise.kernel.Softmax;

/** The back end on the Vector API: blocks of 8 channels innermost. */
final class VectorKernels implements KernelSet {
  private static final int BLOCK = 8;

  private final Layout layout = new Layout(BLOCK);
  private final Elementwise elementwise = new VectorElementwise();
  private final Gemm gemm = new VectorGemm(elementwise);
  private final Conv conv = new VectorConv(layout, gemm, elementwise);
  private final Reduce reduce = new VectorReduce();
  private final Softmax softmax = new VectorSoftmax();
  private final Normalize normalize = new VectorNormalize();
  private final Pool pool = new VectorPool();
  private final HalfFloats halfFloats = new VectorHalfFloats();
  private final Recurrent recurrent = new ElementwiseRecurrent(elementwise);
  private final Move move = new VectorMove();

  /** The kernels have no state. */
  VectorKernels() {}

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public int lanes() {
    return Lanes.L;
  }

  @Override
  public Layout layout() {
    return layout;
  }

  @Override
  public Conv conv() {
    return conv;
  }

  @Override
  public PoolGradient poolGradient() {
    return new VectorPoolGradient();
  }

  @Override
  public ConvGradient convGradient() {
    return (shape, threads) -> VectorConvGradient.of(shape, layout, threads);
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
    return VectorSpin.run(rounds);
  }

  @Override
  public int spinMultiplyAdds() {
    return VectorSpin.MULTIPLY_ADDS;
  }

  @Override
  public HalfFloats halfFloats() {
    return halfFloats;
  }

  /** Vectors are objects until a kernel is compiled. */
  @Override
  public long allocatedBytes() {
    return Allocated.bytes();
  }
}
