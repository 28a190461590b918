package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.INDEX;
import static dev.lanewise.vector.Lanes.L;
import static dev.lanewise.vector.Lanes.S;

import jdk.incubator.vector.FloatVector;

/**
 * The transforms of Winograd's F(m, r) along a line, with m + r = 9 and the points 0, ±1, ±2, ±½
 * and ∞ (Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", 2016), for 8 channels
 * at a time: {@code Bᵀd} of 8 inputs, {@code Aᵀm} of 8 products and {@code Gg} of r weights.
 */
final class LineTransforms {
  /** Inputs of a tile, and elements of a transformed one. */
  static final int POINTS = 8;

  private static final int BLOCK = Tiles.BLOCK;

  /** The positive points that have a negative one, and what {@code G} divides by there. */
  private static final double[] PAIRS = {1, 2, 0.5};

  private static final double[] SCALES = {-2 / 9.0, 1 / 90.0, 32 / 45.0};

  private LineTransforms() {}

  /** Outputs of a tile for a kernel of so many taps. */
  static int tile(int taps) {
    return POINTS + 1 - taps;
  }

  /**
   * Transforms one input tile.
   *
   * @param x 8 pixels, 8 floats each
   * @param v receives the points
   * @param to floats from one point to the next
   */
  static void input(float[] x, int xAt, float[] v, int vAt, int to) {
    for (int lane = 0; lane < BLOCK; lane += L) {
      int p = (xAt + lane) & INDEX;
      int q = (vAt + lane) & INDEX;
      FloatVector d0 = FloatVector.fromArray(S, x, p);
      FloatVector d1 = FloatVector.fromArray(S, x, p + BLOCK);
      FloatVector d2 = FloatVector.fromArray(S, x, p + 2 * BLOCK);
      FloatVector d3 = FloatVector.fromArray(S, x, p + 3 * BLOCK);
      FloatVector d4 = FloatVector.fromArray(S, x, p + 4 * BLOCK);
      FloatVector d5 = FloatVector.fromArray(S, x, p + 5 * BLOCK);
      FloatVector d6 = FloatVector.fromArray(S, x, p + 6 * BLOCK);
      FloatVector d7 = FloatVector.fromArray(S, x, p + 7 * BLOCK);
      FloatVector outer = FloatVector.broadcast(S, 5.25f);
      d4.sub(d2).fma(outer, d0.sub(d6)).intoArray(v, q);
      d3.sub(d5).fma(outer, d7.sub(d1)).intoArray(v, q + 7 * to);
      FloatVector even = d4.fma(FloatVector.broadcast(S, -4.25f), d2.add(d6));
      FloatVector odd = d3.fma(FloatVector.broadcast(S, -4.25f), d1.add(d5));
      even.add(odd).intoArray(v, q + to);
      even.sub(odd).intoArray(v, q + 2 * to);
      FloatVector middle = d3.mul(-2.5f);
      FloatVector half = FloatVector.broadcast(S, 0.5f);
      FloatVector two = FloatVector.broadcast(S, 2);
      even = d4.fma(FloatVector.broadcast(S, -1.25f), d2.fma(FloatVector.broadcast(S, 0.25f), d6));
      odd = d5.fma(two, d1.fma(half, middle));
      even.add(odd).intoArray(v, q + 3 * to);
      even.sub(odd).intoArray(v, q + 4 * to);
      even = d4.fma(FloatVector.broadcast(S, -5), d2.fma(FloatVector.broadcast(S, 4), d6));
      odd = d5.fma(half, d1.fma(two, middle));
      even.add(odd).intoArray(v, q + 5 * to);
      even.sub(odd).intoArray(v, q + 6 * to);
    }
  }

  /**
   * Transforms the products of one tile back and adds the bias.
   *
   * @param m products
   * @param from floats from one point to the next
   * @param bias 8 values
   * @param y receives {@link #tile} pixels, 8 floats each
   */
  static void output(
      float[] m, int mAt, int from, float[] bias, int biasAt, float[] y, int yAt, int taps) {
    int last = tile(taps) - 1;
    for (int lane = 0; lane < BLOCK; lane += L) {
      int p = (mAt + lane) & INDEX;
      FloatVector m1 = FloatVector.fromArray(S, m, p + from);
      FloatVector m2 = FloatVector.fromArray(S, m, p + 2 * from);
      FloatVector m3 = FloatVector.fromArray(S, m, p + 3 * from);
      FloatVector m4 = FloatVector.fromArray(S, m, p + 4 * from);
      FloatVector m5 = FloatVector.fromArray(S, m, p + 5 * from);
      FloatVector m6 = FloatVector.fromArray(S, m, p + 6 * from);
      FloatVector m7 = FloatVector.fromArray(S, m, p + 7 * from);
      FloatVector start = FloatVector.fromArray(S, bias, biasAt + lane);
      FloatVector even1 = m1.add(m2).add(start);
      FloatVector even2 = m3.add(m4);
      FloatVector even3 = m5.add(m6);
      FloatVector odd1 = m1.sub(m2).add(start);
      FloatVector odd2 = m3.sub(m4);
      FloatVector odd3 = m5.sub(m6);
      FloatVector.fromArray(S, m, p).add(even1).add(even2.add(even3)).intoArray(y, yAt + lane);
      float power = 2;
      for (int j = 1; j <= last; j++) {
        boolean isOdd = (j & 1) != 0;
        FloatVector sum = isOdd ? odd1 : even1;
        sum = (isOdd ? odd2 : even2).fma(FloatVector.broadcast(S, power), sum);
        sum = (isOdd ? odd3 : even3).fma(FloatVector.broadcast(S, 1 / power), sum);
        (j < last ? sum : sum.add(m7)).intoArray(y, yAt + j * BLOCK + lane);
        power *= 2;
      }
    }
  }

  /**
   * Transforms the weights of L output channels for one input channel.
   *
   * @param g weights {@code [taps][from]}
   * @param u receives L floats per point
   * @param point floats from one point to the next
   */
  static void weights(float[] g, int gAt, int from, int taps, float[] u, int uAt, int point) {
    for (int c = 0; c < L; c++) {
      u[uAt + c] = g[gAt + c];
      u[uAt + c + 7 * point] = g[gAt + c + (taps - 1) * from];
      for (int i = 0; i < PAIRS.length; i++) {
        double even = 0;
        double odd = 0;
        double power = SCALES[i];
        for (int t = 0; t < taps; t += 2) {
          even += g[gAt + c + t * from] * power;
          power *= PAIRS[i];
          odd += t + 1 < taps ? g[gAt + c + (t + 1) * from] * power : 0;
          power *= PAIRS[i];
        }
        u[uAt + c + (2 * i + 1) * point] = (float) (even + odd);
        u[uAt + c + (2 * i + 2) * point] = (float) (even - odd);
      }
    }
  }
}
