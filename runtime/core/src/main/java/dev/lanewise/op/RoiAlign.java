package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Regions of interest pooled to one size: x {@code [N, C, H, W]}, regions {@code [R, 4]} as x1, y1,
 * x2, y2 and the image of each region, INT64 {@code [R]}, give {@code [R, C, height, width]}. Each
 * output pixel takes the mean or the maximum of points on a grid in its part of the region. The
 * mean is of values between pixels, found by linear interpolation; the maximum is of the terms of
 * those interpolations, as the standard's reference has it.
 *
 * @param max the maximum, not the mean
 * @param height height of the output
 * @param width width of the output
 * @param samplingRatio points per output pixel and dimension; 0 for as many as the output pixel has
 *     input pixels, rounded up
 * @param spatialScale size of x to that of the image the regions count in
 * @param halfPixel whether coordinates mean the edges of pixels, so that they are moved by half a
 *     pixel; else regions are at least one pixel large
 */
public record RoiAlign(
    boolean max, int height, int width, int samplingRatio, float spatialScale, boolean halfPixel)
    implements Op {
  /** More points in one output pixel than any picture has are a mistake. */
  private static final long MAX_POINTS = 1L << 28;

  @Override
  public List<Type> infer(Inference in) {
    DType dtype = in.dtype(0);
    in.require(Types.isFloat(dtype), Types.notDefinedFor(dtype));
    in.require(in.dtype(1) == dtype, "regions must be " + dtype + ", but are " + in.dtype(1));
    in.require(in.dtype(2) == DType.INT64, "indices must be int64, but are " + in.dtype(2));
    in.require(
        height >= 1 && width >= 1 && samplingRatio >= 0,
        "output_height and output_width must be at least 1 and sampling_ratio at least 0");
    Shape x = in.shape(0);
    Shape rois = in.shape(1);
    Shape batch = in.shape(2);
    in.require(x == null || x.rank() == 4, "x must be [N, C, H, W], but has shape " + x);
    in.require(
        rois == null || (rois.rank() == 2 && (rois.dim(1) == 4 || rois.dim(1) == Shape.UNKNOWN)),
        "regions must be [R, 4], but have shape " + rois);
    in.require(batch == null || batch.rank() == 1, "indices must be [R], but have shape " + batch);
    Shape count = Shape.of(Shape.UNKNOWN);
    @Nullable Shape fromRois = rois == null ? null : rois.slice(0, 1);
    Shape known = Shapes.merge(fromRois, batch);
    Shape channels = x == null ? Shape.of(Shape.UNKNOWN) : x.slice(1, 2);
    Shape y = (known == null ? count : known).concat(channels).concat(Shape.of(height, width));
    return List.of(new TensorType(dtype, y));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    Shape xs = x.shape();
    double[] values = x.toDoubles();
    double[] rois = in.tensor(1).toDoubles();
    long[] batch = in.tensor(2).longs();
    int channels = xs.dim(1);
    int plane = Math.multiplyExact(xs.dim(2), xs.dim(3));
    Shape shape = Shape.of(batch.length, channels, height, width);
    double[] y = new double[shape.size()];
    boolean single = x.dtype() != DType.DOUBLE;
    for (int r = 0; r < batch.length; r++) {
      if (batch[r] < 0 || batch[r] >= xs.dim(0)) {
        throw in.fail("region " + r + " is in image " + batch[r] + " of " + xs.dim(0));
      }
      Axis vertical = axis(rois[r * 4 + 1], rois[r * 4 + 3], height, xs.dim(2), single);
      Axis horizontal = axis(rois[r * 4], rois[r * 4 + 2], width, xs.dim(3), single);
      if ((long) vertical.points * horizontal.points > MAX_POINTS) {
        throw in.fail("region " + r + " is too large for x of shape " + xs);
      }
      int from = (int) batch[r] * channels * plane;
      int to = r * channels * height * width;
      for (int c = 0; c < channels; c++) {
        pool(values, from + c * plane, vertical, horizontal, y, to + c * height * width);
      }
    }
    return List.of(Tensor.of(x.dtype(), shape, Elements.fromDoubles(x.dtype(), y)));
  }

  private void pool(double[] x, int xAt, Axis v, Axis h, double[] y, int yAt) {
    double count = Math.max(1, (double) v.points * h.points);
    for (int p = 0; p < height * width; p++) {
      int row = p / width * v.points;
      int column = p % width * h.points;
      double sum = 0;
      double most = Double.NEGATIVE_INFINITY;
      for (int i = row; i < row + v.points; i++) {
        for (int k = column; k < column + h.points; k++) {
          if (v.low[i] < 0 || h.low[k] < 0) {
            most = Math.max(most, 0);
            continue;
          }
          int top = xAt + v.low[i] * h.length;
          int bottom = xAt + v.high[i] * h.length;
          double a = (1 - v.part[i]) * (1 - h.part[k]) * x[top + h.low[k]];
          double b = (1 - v.part[i]) * h.part[k] * x[top + h.high[k]];
          double c = v.part[i] * (1 - h.part[k]) * x[bottom + h.low[k]];
          double d = v.part[i] * h.part[k] * x[bottom + h.high[k]];
          sum += a + b + c + d;
          most = Math.max(most, Math.max(Math.max(a, b), Math.max(c, d)));
        }
      }
      if (max) {
        y[yAt + p] = v.points <= 0 || h.points <= 0 ? 0 : most;
      } else {
        y[yAt + p] = sum / count;
      }
    }
  }

  /**
   * The points of a region along one dimension.
   *
   * @param length pixels of the input
   * @param points per output pixel
   * @param low pixel at or before each point, −1 if the point is outside
   * @param high pixel behind it
   * @param part how far the point is from the one to the other
   */
  private record Axis(int length, int points, int[] low, int[] high, double[] part) {}

  /** In the precision of the input, as whether a point is outside depends on the last bit. */
  private Axis axis(double from, double to, int outputs, int length, boolean single) {
    double shift = halfPixel ? 0.5 : 0;
    double start = round(round(from * spatialScale, single) - shift, single);
    double end = round(round(to * spatialScale, single) - shift, single);
    double size = round(end - start, single);
    if (!halfPixel) {
      size = Math.max(size, 1);
    }
    double bin = round(size / outputs, single);
    double wanted = samplingRatio > 0 ? samplingRatio : Math.ceil(bin);
    int points = (int) Math.max(0, Math.min(Integer.MAX_VALUE, wanted));
    if ((long) points * outputs > MAX_POINTS) {
      throw new IllegalArgumentException(
          "a region from " + from + " to " + to + " has too many points");
    }
    int[] low = new int[points * outputs];
    int[] high = new int[low.length];
    double[] part = new double[low.length];
    for (int i = 0; i < low.length; i++) {
      int p = i / points;
      double first = round(start + round(p * bin, single), single);
      double within = round(round((i % points + 0.5) * bin, single) / points, single);
      double at = round(first + within, single);
      if (!(at >= -1 && at <= length) || length == 0) {
        low[i] = -1;
        continue;
      }
      at = Math.max(at, 0);
      low[i] = Math.min((int) at, length - 1);
      high[i] = Math.min(low[i] + 1, length - 1);
      part[i] = low[i] == length - 1 ? 0 : at - low[i];
    }
    return new Axis(length, points, low, high, part);
  }

  private static double round(double v, boolean single) {
    return single ? (float) v : v;
  }
}
