package dev.lanewise.kernel;

import org.jspecify.annotations.Nullable;

/** Element-wise part of recurrent cells with the default activations (sigmoid and tanh). */
public interface Recurrent {
  /**
   * One LSTM cell step from the pre-activations of its gates, in ONNX order i, o, f, c.
   *
   * <p>{@code c' = σ(f + Pf·c)·c + σ(i + Pi·c)·tanh(g)}, {@code h' = σ(o + Po·c')·tanh(c')}.
   *
   * @param gates {@code [rows][4·hidden]}, overwritten
   * @param peephole {@code [3·hidden]} in order i, o, f, or null
   * @param c cell state {@code [rows][hidden]}, updated in place
   * @param h hidden state {@code [rows][hidden]}, written
   */
  void lstm(
      float[] gates,
      int gatesAt,
      float @Nullable [] peephole,
      int peepholeAt,
      float[] c,
      int cAt,
      float[] h,
      int hAt,
      int rows,
      int hidden);

  /**
   * One GRU cell step in ONNX order z, r, h; {@code h' = (1 − z)·h~ + z·h}.
   *
   * @param x input part of the pre-activations, {@code [rows][3·hidden]}, all biases of the input
   *     side added; overwritten
   * @param recurrent recurrent part for z and r, {@code [rows][3·hidden]} with the candidate's part
   *     {@code h·Rh + Rbh}: the candidate is {@code tanh(x_h + r ⊙ part)} (linear before reset)
   * @param h hidden state {@code [rows][hidden]}, updated in place
   */
  void gruLinearBeforeReset(
      float[] x,
      int xAt,
      float[] recurrent,
      int recurrentAt,
      float[] h,
      int hAt,
      int rows,
      int hidden);
}
