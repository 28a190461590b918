package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.L;

import dev.lanewise.kernel.ConvKernel;
import dev.lanewise.kernel.ConvShape;
import dev.lanewise.kernel.Layout;
import dev.lanewise.kernel.Operands;
import dev.lanewise.kernel.Packing;
import java.util.Arrays;

/**
 * Depthwise convolution, one channel block's plane (or some rows of it) at a time.
 *
 * <p>A large plane is cut into rectangles whose pixels see the input with the same taps: one in the
 * middle and narrow ones along the edges. A small plane, of which the edges are a large part, is
 * first copied with its padding. The epilogue follows while the rows are in the first-level cache.
 */
final class VectorDepthwise implements ConvKernel {
  private static final int BLOCK = Tiles.BLOCK;

  /** Pixels of a piece of work: they stay in the first-level cache. */
  private static final int PIXELS = 640;

  /** Input planes up to this many pixels are copied with their padding. */
  private static final int COPIED = 512;

  private static final int TASKS_PER_THREAD = 3;
  private static final int MIN_TASK = 1 << 14;

  private final ConvShape shape;
  private final VectorEpilogue epilogue;
  private final Layout layout;
  private final DepthwisePlane plane;
  private final boolean copied;
  private final int rowsPerPiece;
  private final int pieces;
  private final int piecesPerTask;
  private final int scratchPerWorker;
  private final int threads;

  VectorDepthwise(ConvShape shape, VectorEpilogue epilogue, Layout layout, int threads) {
    this.shape = shape;
    this.epilogue = epilogue;
    this.layout = layout;
    this.threads = threads;
    DepthwisePlane direct = DepthwisePlane.of(shape);
    this.copied = shape.inPixels() <= COPIED && !direct.isWhole();
    this.plane = copied ? DepthwisePlane.padded(shape) : direct;
    int planes = shape.batch() * layout.blocks(shape.inChannels());
    int rows = copied ? shape.outHeight() : Math.max(1, PIXELS / shape.outWidth());
    this.rowsPerPiece = Math.min(rows, shape.outHeight());
    this.pieces = planes * piecesPerPlane();
    int pixels = rowsPerPiece * shape.outWidth() * shape.kernelHeight() * shape.kernelWidth();
    this.piecesPerTask =
        Math.max(1, Math.min(MIN_TASK / pixels, pieces / (threads * TASKS_PER_THREAD)));
    this.scratchPerWorker = 2 * BLOCK + (copied ? plane.inHeight() * plane.inWidth() * BLOCK : 0);
  }

  private int piecesPerPlane() {
    return (shape.outHeight() - 1) / rowsPerPiece + 1;
  }

  @Override
  public String describe() {
    return copied ? "depthwise on padded planes" : "depthwise";
  }

  @Override
  public Layout input() {
    return layout;
  }

  @Override
  public Layout output() {
    return layout;
  }

  @Override
  public Packing packing() {
    return new DepthwisePacking(shape.inChannels(), shape.kernelHeight() * shape.kernelWidth());
  }

  @Override
  public int phases() {
    return 1;
  }

  @Override
  public int tasks(int phase) {
    return (pieces - 1) / piecesPerTask + 1;
  }

  @Override
  public int scratch() {
    return threads * scratchPerWorker;
  }

  @Override
  public void run(int phase, int task, int worker, Operands o) {
    int work = o.scratchAt + worker * scratchPerWorker;
    if (copied) {
      plane.clear(o.scratch, work + 2 * BLOCK);
    }
    int end = Math.min(pieces, (task + 1) * piecesPerTask);
    for (int piece = task * piecesPerTask; piece < end; piece++) {
      runPiece(piece, o, work);
    }
  }

  private void runPiece(int piece, Operands o, int work) {
    int index = piece / piecesPerPlane();
    int row = piece % piecesPerPlane() * rowsPerPiece;
    int rows = Math.min(rowsPerPiece, shape.outHeight() - row);
    int block = index % layout.blocks(shape.inChannels());
    int yAt = index * layout.planeStride(shape.outPixels());
    float[] x = o.x;
    int xAt = o.xAt + index * layout.planeStride(shape.inPixels());
    if (copied) {
      int to = work + 2 * BLOCK;
      plane.copyPadded(x, xAt, o.scratch, to);
      x = o.scratch;
      xAt = to;
    }
    float[] bias = o.bias;
    int biasAt = o.biasAt + block * BLOCK;
    int present = Math.min(BLOCK, shape.inChannels() - block * BLOCK);
    if (bias == null || present < BLOCK) {
      Arrays.fill(o.scratch, work, work + BLOCK, 0);
      if (bias != null) {
        System.arraycopy(bias, biasAt, o.scratch, work, present);
      }
      bias = o.scratch;
      biasAt = work;
    }
    int w = o.wAt + block * shape.kernelHeight() * shape.kernelWidth() * BLOCK;
    for (int lane = 0; lane < BLOCK; lane += L) {
      plane.rows(
          x, xAt + lane, o.y, o.yAt + yAt + lane, row, rows, o.w, w + lane, bias, biasAt + lane);
    }
    if (!epilogue.isNone()) {
      epilogue.block(
          o,
          yAt + row * shape.outWidth() * BLOCK,
          rows * shape.outWidth(),
          block * BLOCK,
          shape.outChannels(),
          o.scratch,
          work + BLOCK);
    }
  }
}
