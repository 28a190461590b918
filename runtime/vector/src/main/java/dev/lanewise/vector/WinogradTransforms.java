package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.INDEX;
import static dev.lanewise.vector.Lanes.L;
import static dev.lanewise.vector.Lanes.S;
import static dev.lanewise.vector.WinogradProducts.POINT_STRIDE;
import static dev.lanewise.vector.WinogradProducts.TILES_STRIDE;

import jdk.incubator.vector.FloatVector;

/**
 * The transforms of Winograd's F(4×4, 3×3) (Lavin and Gray, "Fast Algorithms for Convolutional
 * Neural Networks", 2016), for 8 channels at a time: {@code BᵀdB} of 6×6 inputs, {@code AᵀmA} of
 * 6×6 products and {@code GgGᵀ} of 3×3 weights.
 *
 * <p>The points are 0, ±11/16, ±3/2 and ∞. All coefficients but those of G are exact, and errors
 * are 2.3 times smaller than with the usual 0, ±1, ±2 and ∞, for as many operations. That the
 * points decide the error is shown by Barabasz, Anderson, Soodhalter and Gregg, "Error Analysis and
 * Improving the Accuracy of Winograd Convolution for Deep Neural Networks", 2020.
 */
final class WinogradTransforms {
  /** Outputs of a tile in each direction. */
  static final int TILE = 4;

  /** Inputs of a tile in each direction. */
  static final int INPUT = 6;

  /** Elements of a transformed tile. */
  static final int POINTS = INPUT * INPUT;

  /** The points ±P and ±Q. */
  private static final double P = 11 / 16.0;

  private static final double Q = 1.5;

  private static final float P1 = (float) P;
  private static final float P2 = (float) (P * P);
  private static final float P3 = (float) (P * P * P);
  private static final float Q1 = (float) Q;
  private static final float Q2 = (float) (Q * Q);
  private static final float Q3 = (float) (Q * Q * Q);
  private static final float PRODUCT = (float) (P * P * Q * Q);
  private static final float SUM = (float) (P * P + Q * Q);

  /** What G divides by at 0, at ±P and at ±Q. */
  private static final float AT_0 = (float) (1 / (P * P * Q * Q));

  private static final double AT_P = 1 / (2 * P * P * (P * P - Q * Q));
  private static final double AT_Q = 1 / (2 * Q * Q * (Q * Q - P * P));

  private static final int BLOCK = Tiles.BLOCK;
  private static final int ROW = INPUT * BLOCK;

  private WinogradTransforms() {}

  /**
   * Transforms one input tile.
   *
   * @param row floats from one row of x to the next; pixels are 8 apart
   * @param work room for 36·8 floats
   * @param v receives the transformed tile, points {@link WinogradProducts#TILES_STRIDE} apart
   */
  static void input(float[] x, int xAt, int row, float[] work, int workAt, float[] v, int vAt) {
    for (int lane = 0; lane < BLOCK; lane += L) {
      inputColumns(x, xAt + lane, row, work, workAt + lane);
      inputRows(work, workAt + lane, v, vAt + lane);
    }
  }

  private static void inputColumns(float[] x, int xAt, int row, float[] work, int workAt) {
    for (int c = 0; c < ROW; c += BLOCK) {
      input(x, (xAt + c) & INDEX, row, work, (workAt + c) & INDEX, ROW);
    }
  }

  private static void inputRows(float[] work, int workAt, float[] v, int vAt) {
    for (int r = 0; r < INPUT; r++) {
      int at = (vAt + r * (INPUT * TILES_STRIDE)) & INDEX;
      input(work, (workAt + r * ROW) & INDEX, BLOCK, v, at, TILES_STRIDE);
    }
  }

  /** Bᵀ times six vectors. */
  private static void input(float[] x, int xAt, int from, float[] y, int yAt, int to) {
    FloatVector d0 = FloatVector.fromArray(S, x, xAt);
    FloatVector d1 = FloatVector.fromArray(S, x, xAt + from);
    FloatVector d2 = FloatVector.fromArray(S, x, xAt + 2 * from);
    FloatVector d3 = FloatVector.fromArray(S, x, xAt + 3 * from);
    FloatVector d4 = FloatVector.fromArray(S, x, xAt + 4 * from);
    FloatVector d5 = FloatVector.fromArray(S, x, xAt + 5 * from);
    FloatVector product = FloatVector.broadcast(S, PRODUCT);
    FloatVector minusSum = FloatVector.broadcast(S, -SUM);
    d2.fma(minusSum, d0.fma(product, d4)).intoArray(y, yAt);
    FloatVector even = d2.fma(FloatVector.broadcast(S, -Q2), d4);
    FloatVector odd = d1.fma(FloatVector.broadcast(S, -Q2), d3);
    odd.fma(FloatVector.broadcast(S, P1), even).intoArray(y, yAt + to);
    odd.fma(FloatVector.broadcast(S, -P1), even).intoArray(y, yAt + 2 * to);
    even = d2.fma(FloatVector.broadcast(S, -P2), d4);
    odd = d1.fma(FloatVector.broadcast(S, -P2), d3);
    odd.fma(FloatVector.broadcast(S, Q1), even).intoArray(y, yAt + 3 * to);
    odd.fma(FloatVector.broadcast(S, -Q1), even).intoArray(y, yAt + 4 * to);
    d3.fma(minusSum, d1.fma(product, d5)).intoArray(y, yAt + 5 * to);
  }

  /**
   * Transforms the products of one tile back and adds the bias.
   *
   * @param m products, points {@link WinogradProducts#POINT_STRIDE} apart
   * @param bias 8 values
   * @param work room for 24·8 floats
   * @param y receives 4×4 pixels, 8 floats each
   * @param row floats from one row of y to the next
   */
  static void output(
      float[] m,
      int mAt,
      float[] bias,
      int biasAt,
      float[] work,
      int workAt,
      float[] y,
      int yAt,
      int row) {
    for (int lane = 0; lane < BLOCK; lane += L) {
      outputColumns(m, mAt + lane, work, workAt + lane);
      outputRows(work, workAt + lane, bias, biasAt + lane, y, yAt + lane, row);
    }
  }

  private static void outputColumns(float[] m, int mAt, float[] work, int workAt) {
    FloatVector none = FloatVector.zero(S);
    for (int c = 0; c < INPUT; c++) {
      int at = (mAt + c * POINT_STRIDE) & INDEX;
      output(m, at, INPUT * POINT_STRIDE, none, work, (workAt + c * BLOCK) & INDEX, ROW);
    }
  }

  private static void outputRows(
      float[] work, int workAt, float[] bias, int biasAt, float[] y, int yAt, int row) {
    FloatVector start = FloatVector.fromArray(S, bias, biasAt);
    for (int r = 0; r < TILE; r++) {
      int at = (workAt + r * ROW) & INDEX;
      output(work, at, BLOCK, start, y, (yAt + r * row) & INDEX, BLOCK);
    }
  }

  /** Aᵀ times six vectors, plus a vector. */
  private static void output(
      float[] x, int xAt, int from, FloatVector start, float[] y, int yAt, int to) {
    FloatVector m0 = FloatVector.fromArray(S, x, xAt);
    FloatVector m1 = FloatVector.fromArray(S, x, xAt + from);
    FloatVector m2 = FloatVector.fromArray(S, x, xAt + 2 * from);
    FloatVector m3 = FloatVector.fromArray(S, x, xAt + 3 * from);
    FloatVector m4 = FloatVector.fromArray(S, x, xAt + 4 * from);
    FloatVector m5 = FloatVector.fromArray(S, x, xAt + 5 * from);
    FloatVector sum1 = m1.add(m2);
    FloatVector sum2 = m3.add(m4);
    m0.add(sum1).add(sum2).add(start).intoArray(y, yAt);
    FloatVector sum = sum1.fma(FloatVector.broadcast(S, P2), start);
    sum2.fma(FloatVector.broadcast(S, Q2), sum).intoArray(y, yAt + 2 * to);
    FloatVector difference1 = m1.sub(m2);
    FloatVector difference2 = m3.sub(m4);
    sum = difference1.fma(FloatVector.broadcast(S, P1), start);
    difference2.fma(FloatVector.broadcast(S, Q1), sum).intoArray(y, yAt + to);
    sum = difference1.fma(FloatVector.broadcast(S, P3), m5.add(start));
    difference2.fma(FloatVector.broadcast(S, Q3), sum).intoArray(y, yAt + 3 * to);
  }

  /**
   * Transforms the weights of L output channels for one input channel.
   *
   * @param g weights {@code [9][stride]}
   * @param from floats from one weight to the next
   * @param work room for 18·L floats
   * @param u receives L floats per point
   * @param point floats from one point to the next
   */
  static void weights(
      float[] g, int gAt, int from, float[] work, int workAt, float[] u, int uAt, int point) {
    for (int c = 0; c < 3; c++) {
      weights(g, gAt + c * from, 3 * from, work, workAt + c * L, 3 * L);
    }
    for (int r = 0; r < INPUT; r++) {
      weights(work, workAt + r * 3 * L, L, u, uAt + r * INPUT * point, point);
    }
  }

  /** G times three vectors. */
  private static void weights(float[] x, int xAt, int from, float[] y, int yAt, int to) {
    FloatVector g0 = FloatVector.fromArray(S, x, xAt);
    FloatVector g1 = FloatVector.fromArray(S, x, xAt + from);
    FloatVector g2 = FloatVector.fromArray(S, x, xAt + 2 * from);
    g0.mul(AT_0).intoArray(y, yAt);
    pair(g0, g1, g2, AT_P, P, y, yAt + to, to);
    pair(g0, g1, g2, AT_Q, Q, y, yAt + 3 * to, to);
    g2.intoArray(y, yAt + 5 * to);
  }

  /** The rows of G for a point and its negative, times three vectors. */
  private static void pair(
      FloatVector g0,
      FloatVector g1,
      FloatVector g2,
      double scale,
      double point,
      float[] y,
      int yAt,
      int to) {
    FloatVector square = FloatVector.broadcast(S, (float) (scale * point * point));
    FloatVector even = g2.fma(square, g0.mul((float) scale));
    FloatVector odd = g1.mul((float) (scale * point));
    even.add(odd).intoArray(y, yAt);
    even.sub(odd).intoArray(y, yAt + to);
  }
}
