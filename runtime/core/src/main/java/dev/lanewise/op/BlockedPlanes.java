package dev.lanewise.op;

import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Ref;
import dev.lanewise.kernel.Layout;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Storage;
import java.util.Arrays;

/** Copies parts of every plane of a blocked activation, for padding and slicing of pixels. */
final class BlockedPlanes {
  private static final int GRAIN_ELEMENTS = 40_000;

  private BlockedPlanes() {}

  /**
   * Adds a step that copies a box of pixels from input 0 to output 0, which has the same channels,
   * after filling the output with a value.
   *
   * @param from first index in the input along each spatial dimension
   * @param step step in the input along each spatial dimension, may be negative
   * @param to first index in the output
   * @param count indices to copy
   * @param value what pixels outside of the box become
   */
  static void emit(
      Lowering l, String description, int[] from, int[] step, int[] to, int[] count, float value) {
    Shape xShape = l.shape(0);
    Shape yShape = l.outputShape(0);
    Layout layout = l.layout(0);
    int rank = xShape.rank() - 2;
    int block = layout.block();
    int[] xStrides = xShape.strides();
    int[] yStrides = yShape.strides();
    int xStart = 0;
    int yStart = 0;
    int[] xSteps = new int[rank];
    int[] ySteps = new int[rank];
    boolean covers = true;
    for (int i = 0; i < rank; i++) {
      xSteps[i] = xStrides[i + 2] * step[i];
      ySteps[i] = yStrides[i + 2];
      xStart += xStrides[i + 2] * from[i] * block;
      yStart += yStrides[i + 2] * to[i] * block;
      covers &= count[i] == yShape.dim(i + 2);
    }
    Strided copy = Strided.of(count, xSteps, ySteps, block);
    int xPlane = layout.planeStride(xShape.size(2, rank + 2));
    int yPlane = layout.planeStride(yShape.size(2, rank + 2));
    int filled = covers ? 0 : yShape.size(2, rank + 2) * block;
    int xFirst = xStart;
    int yFirst = yStart;
    Ref x = l.input(0);
    Ref y = l.output(0);
    l.emitRange(
        description,
        yShape.size() == 0 ? 0 : yShape.dim(0) * layout.blocks(yShape.dim(1)),
        Math.max(1, GRAIN_ELEMENTS / Math.max(1, yPlane)),
        (frame, first, end) -> {
          float[] source = frame.floats(x);
          float[] target = frame.floats(y);
          for (int p = first; p < end; p++) {
            int at = y.offset() + p * yPlane;
            Arrays.fill(target, at, at + filled, value);
            int read = x.offset() + p * xPlane + xFirst;
            copy.copy(Storage.FLOATS, source, read, target, at + yFirst);
          }
        });
  }
}
