package dev.lanewise.kernel;

import org.jspecify.annotations.Nullable;

/** The kernels of one back end. */
public interface KernelSet {
  /** Name for people and for options, such as {@code scalar} or {@code vector}. */
  String name();

  /** Floats one instruction works on; 1 for scalar code. */
  int lanes();

  /** Layout this back end wants for image activations between layers. */
  Layout layout();

  /** Convolutions. */
  Conv conv();

  /** Derivatives of convolutions with respect to their weights. */
  ConvGradient convGradient();

  /** Matrix products. */
  Gemm gemm();

  /** Functions of one and two variables. */
  Elementwise elementwise();

  /** Reductions along an axis. */
  Reduce reduce();

  /** Softmax and LogSoftmax. */
  Softmax softmax();

  /** Normalisations and per-channel scaling. */
  Normalize normalize();

  /** Pooling. */
  Pool pool();

  /** Derivatives of pooling. */
  PoolGradient poolGradient();

  /** LSTM and GRU cells. */
  Recurrent recurrent();

  /**
   * Does independent multiply-adds on values in registers, as fast as this back end can: what a
   * kernel is measured against.
   *
   * @param rounds how often
   * @return the sum of all results
   */
  float spin(int rounds);

  /** Multiply-adds of one round of {@link #spin}. */
  int spinMultiplyAdds();

  /** Layout changes, resampling and other data movement on floats. */
  Move move();

  /** Conversions of 16-bit floats, null if this back end has none of its own. */
  default @Nullable HalfFloats halfFloats() {
    return null;
  }

  /**
   * Bytes the current thread has allocated so far, for back ends whose kernels allocate until they
   * are compiled; always 0 for those that cannot tell or need not.
   */
  default long allocatedBytes() {
    return 0;
  }
}
