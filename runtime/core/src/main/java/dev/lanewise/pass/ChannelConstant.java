package dev.lanewise.pass;

import dev.lanewise.graph.Value;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Recognises constants that broadcast as one value per channel, or as one value for all. */
final class ChannelConstant {
  private ChannelConstant() {}

  /**
   * The values of a FLOAT constant per channel.
   *
   * @param value perhaps a constant
   * @param rank rank of what it is combined with
   * @param axis the channel axis there
   * @param channels how many channels
   * @return one value per channel, or null if the value is not such a constant
   */
  static float @Nullable [] of(@Nullable Value value, int rank, int axis, int channels) {
    Tensor t = value == null ? null : value.constant();
    if (t == null || t.dtype() != DType.FLOAT || t.shape().rank() > rank || channels < 0) {
      return null;
    }
    if (t.size() == 1) {
      float[] all = new float[channels];
      java.util.Arrays.fill(all, t.floats()[0]);
      return all;
    }
    Shape shape = t.shape();
    int own = axis - (rank - shape.rank());
    if (own < 0 || shape.dim(own) != channels || t.size() != channels) {
      return null;
    }
    return t.floats();
  }

  /** The single element of a FLOAT constant, or NaN if the value is not one. */
  static float scalar(@Nullable Value value) {
    Tensor t = value == null ? null : value.constant();
    return t != null && t.dtype() == DType.FLOAT && t.size() == 1 ? t.floats()[0] : Float.NaN;
  }
}
