package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.L;

import dev.lanewise.kernel.Move;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** {@link Move.Mix} by {@link LaneBlend}, for blocks of 8. */
final class VectorMix implements Move.Mix {
  private static final int BLOCK = Tiles.BLOCK;

  private final boolean keeps;
  private final List<List<Part>> vectors = new ArrayList<>();

  /**
   * A mix.
   *
   * @param lanes as {@link Move#mix} takes them
   * @param keeps as {@link Move#mix} takes it
   */
  VectorMix(int[][] lanes, boolean keeps) {
    this.keeps = keeps;
    for (int v = 0; v < BLOCK; v += L) {
      vectors.add(parts(lanes, v));
    }
  }

  private static List<Part> parts(int[][] lanes, int first) {
    List<int[]> chosen = new ArrayList<>();
    List<int[]> from = new ArrayList<>();
    for (int source = 0; source < lanes.length; source++) {
      for (int v = 0; v < BLOCK; v += L) {
        int[] lane = new int[L];
        for (int i = 0; i < L; i++) {
          int l = lanes[source][first + i] - v;
          lane[i] = l >= 0 && l < L ? l : -1;
        }
        if (Arrays.stream(lane).anyMatch(l -> l >= 0)) {
          chosen.add(lane);
          from.add(new int[] {source, v});
        }
      }
    }
    List<Part> parts = new ArrayList<>();
    for (int s = 0; s == 0 || s < chosen.size(); s += LaneBlend.SOURCES) {
      int end = Math.min(chosen.size(), s + LaneBlend.SOURCES);
      LaneBlend blend = new LaneBlend(chosen.subList(s, end).toArray(new int[0][]));
      int[][] places = new int[LaneBlend.SOURCES][];
      for (int i = 0; i < places.length; i++) {
        places[i] = from.isEmpty() ? new int[2] : from.get(Math.min(s + i, end - 1));
      }
      parts.add(new Part(places, blend));
    }
    return parts;
  }

  @Override
  public void run(
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      float[] c,
      int cAt,
      float[] d,
      int dAt,
      float[] y,
      int yAt,
      int pixels) {
    for (int v = 0; v < vectors.size(); v++) {
      List<Part> parts = vectors.get(v);
      for (int i = 0; i < parts.size(); i++) {
        Part p = parts.get(i);
        p.blend.run(
            p.array(0, a, b, c, d),
            p.at(0, aAt, bAt, cAt, dAt),
            p.array(1, a, b, c, d),
            p.at(1, aAt, bAt, cAt, dAt),
            p.array(2, a, b, c, d),
            p.at(2, aAt, bAt, cAt, dAt),
            p.array(3, a, b, c, d),
            p.at(3, aAt, bAt, cAt, dAt),
            y,
            yAt + v * L,
            pixels,
            keeps || i > 0);
      }
    }
  }

  /**
   * Vectors that are blended.
   *
   * @param from for each of them the number of the source and its first lane there
   */
  private record Part(int[][] from, LaneBlend blend) {
    float[] array(int i, float[] a, float[] b, float[] c, float[] d) {
      int source = from[i][0];
      return source == 0 ? a : source == 1 ? b : source == 2 ? c : d;
    }

    int at(int i, int a, int b, int c, int d) {
      int source = from[i][0];
      return from[i][1] + (source == 0 ? a : source == 1 ? b : source == 2 ? c : d);
    }
  }
}
