package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.INDEX;
import static dev.lanewise.vector.Lanes.L;
import static dev.lanewise.vector.Lanes.S;
import static dev.lanewise.vector.WinogradProducts.POINT_STRIDE;
import static dev.lanewise.vector.WinogradProducts.TILES_STRIDE;

import jdk.incubator.vector.FloatVector;

/**
 * The transforms of F(4×4, 3×3) with the points 0, ±1, ±2 and ∞ (Lavin and Gray, "Fast Algorithms
 * for Convolutional Neural Networks", 2016), for 8 channels at a time: {@code BᵀdB} of 6×6 inputs,
 * {@code AᵀmA} of 6×6 products and {@code GgGᵀ} of 3×3 weights.
 */
final class WinogradTransforms {
  /** Outputs of a tile in each direction. */
  static final int TILE = 4;

  /** Inputs of a tile in each direction. */
  static final int INPUT = 6;

  /** Elements of a transformed tile. */
  static final int POINTS = INPUT * INPUT;

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
    FloatVector four = FloatVector.broadcast(S, 4);
    FloatVector minusFive = FloatVector.broadcast(S, -5);
    d2.fma(minusFive, d0.fma(four, d4)).intoArray(y, yAt);
    FloatVector even = d2.fma(FloatVector.broadcast(S, -4), d4);
    FloatVector odd = d1.fma(FloatVector.broadcast(S, -4), d3);
    even.add(odd).intoArray(y, yAt + to);
    even.sub(odd).intoArray(y, yAt + 2 * to);
    even = d4.sub(d2);
    odd = d3.sub(d1);
    odd.fma(FloatVector.broadcast(S, 2), even).intoArray(y, yAt + 3 * to);
    odd.fma(FloatVector.broadcast(S, -2), even).intoArray(y, yAt + 4 * to);
    d3.fma(minusFive, d1.fma(four, d5)).intoArray(y, yAt + 5 * to);
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
    sum2.fma(FloatVector.broadcast(S, 4), sum1).add(start).intoArray(y, yAt + 2 * to);
    FloatVector difference1 = m1.sub(m2);
    FloatVector difference2 = m3.sub(m4);
    difference2.fma(FloatVector.broadcast(S, 2), difference1).add(start).intoArray(y, yAt + to);
    difference2
        .fma(FloatVector.broadcast(S, 8), difference1)
        .add(m5)
        .add(start)
        .intoArray(y, yAt + 3 * to);
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
    g0.mul(0.25f).intoArray(y, yAt);
    FloatVector even = g0.add(g2).mul(-1 / 6f);
    FloatVector odd = g1.mul(-1 / 6f);
    even.add(odd).intoArray(y, yAt + to);
    even.sub(odd).intoArray(y, yAt + 2 * to);
    even = g2.fma(FloatVector.broadcast(S, 4), g0).mul(1 / 24f);
    odd = g1.mul(1 / 12f);
    even.add(odd).intoArray(y, yAt + 3 * to);
    even.sub(odd).intoArray(y, yAt + 4 * to);
    g2.intoArray(y, yAt + 5 * to);
  }
}
