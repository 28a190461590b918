package dev.lanewise.layers;

import dev.lanewise.op.Pad;
import dev.lanewise.op.Slice;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Zeros around spatial dimensions (ZeroPadding) or less of them (Cropping). */
public record Borders(Config config) implements UnaryLayer {
  private static final List<LayerType> PADDING =
      List.of(
          type("ZeroPadding1D", "padding"),
          type("ZeroPadding2D", "padding"),
          type("ZeroPadding3D", "padding"));
  private static final List<LayerType> CROPPING =
      List.of(
          type("Cropping1D", "cropping"),
          type("Cropping2D", "cropping"),
          type("Cropping3D", "cropping"));

  static final List<LayerType> TYPES = Stream.concat(PADDING.stream(), CROPPING.stream()).toList();

  private static LayerType type(String className, String key) {
    return LayerType.of(className, Borders::new, key, 1, "data_format", "channels_last");
  }

  /** Zeros around images: above, below, left, right. */
  public static Borders padding2d(int top, int bottom, int left, int right) {
    int[][] padding = {{top, bottom}, {left, right}};
    return new Borders(PADDING.get(1).create("padding", padding).config());
  }

  /** The inner part of images. */
  public static Borders cropping2d(int top, int bottom, int left, int right) {
    int[][] cropping = {{top, bottom}, {left, right}};
    return new Borders(CROPPING.get(1).create("cropping", cropping).config());
  }

  @Override
  public Flow call(Emitter e, Flow x) {
    boolean pads = PADDING.contains(config.type());
    int rank = 1 + (pads ? PADDING : CROPPING).indexOf(config.type());
    int[][] sizes = sizes(pads ? "padding" : "cropping", rank);
    if (x.rank() != rank + 2) {
      throw config.fail("needs an input of " + (rank + 2) + " dimensions, got " + x.shape());
    }
    int first = config.channelsLast() ? 1 : 2;
    Flow in = x.masked(null);
    if (pads) {
      long[] all = new long[2 * (rank + 2)];
      for (int i = 0; i < rank; i++) {
        all[x.physical(first + i)] = sizes[i][0];
        all[rank + 2 + x.physical(first + i)] = sizes[i][1];
      }
      return in.with(e.add(new Pad(Pad.Mode.CONSTANT), in.value(), e.longs(all)));
    }
    long[] starts = new long[rank];
    long[] ends = new long[rank];
    long[] axes = new long[rank];
    for (int i = 0; i < rank; i++) {
      int dim = x.dim(first + i);
      if (dim >= 0 && dim <= sizes[i][0] + sizes[i][1]) {
        throw config.fail("nothing is left of " + x.shape());
      }
      starts[i] = sizes[i][0];
      ends[i] = sizes[i][1] == 0 ? Long.MAX_VALUE : -sizes[i][1];
      axes[i] = x.physical(first + i);
    }
    return in.with(e.add(new Slice(), in.value(), e.longs(starts), e.longs(ends), e.longs(axes)));
  }

  /** One number for all sides, one per dimension, or one for each side of each dimension. */
  private int[][] sizes(String key, int rank) {
    JsonNode json = config.node(key);
    int[][] sizes = new int[rank][2];
    boolean nested = json != null && json.isArray() && json.path(0).isArray();
    float[] flat = config.reals(key);
    for (int i = 0; i < rank; i++) {
      for (int side = 0; side < 2; side++) {
        int at =
            flat.length == 1
                ? 0
                : flat.length == 2 * rank && (nested || rank == 1) ? 2 * i + side : i;
        boolean fits = flat.length == 1 || flat.length == rank || flat.length == 2 * rank;
        float size = fits && at < flat.length ? flat[at] : -1;
        if (size < 0 || size != (int) size) {
          throw config.fail("'" + key + "' " + json + " does not fit " + rank + " dimensions");
        }
        sizes[i][side] = (int) size;
      }
    }
    return sizes;
  }
}
