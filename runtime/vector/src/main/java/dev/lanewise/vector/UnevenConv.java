package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.L;

import dev.lanewise.kernel.ConvKernel;
import dev.lanewise.kernel.ConvShape;
import dev.lanewise.kernel.Layout;
import dev.lanewise.kernel.Operands;
import dev.lanewise.kernel.Packing;
import java.util.Arrays;

/**
 * A convolution in {@link UnevenGroups} by {@link Tiles}. A task computes all groups for a range of
 * pixels, one after the other: blocks that groups share are completed without anybody else writing
 * to them, and finished while they are in the cache.
 *
 * <p>If taps read other pixels than their own, a phase before puts the groups' channels together.
 */
final class UnevenConv implements ConvKernel {
  private static final int BLOCK = Tiles.BLOCK;

  /** Bytes of a group's input that stay in the first-level cache beside the weights. */
  private static final int LEFT_BYTES = 24 * 1024;

  private static final int FEWEST_PIXELS = 48;

  /** Below this many multiply-adds per task, another thread costs more than it brings. */
  private static final int TASK_MACS = 20_000;

  /** Keeps workers from writing to the same cache line. */
  private static final int LINE = 32;

  private final ConvShape s;
  private final VectorEpilogue epilogue;
  private final Layout layout;
  private final UnevenGroups groups;
  private final Panels panels;
  private final GroupSource source;
  private final TapSource taps;
  private final int blocks;
  private final int[] firstBlock;
  private final int[] groupBlocks;
  private final int groupWeights;
  private final int ranges;

  private final int inPlane;
  private final int outPlane;
  private final int leftStride;
  private final int gathered;
  private final int keptAt;
  private final int sumsAt;
  private final int startAt;
  private final int workAt;
  private final int workerFloats;
  private final int scratch;

  UnevenConv(ConvShape s, VectorEpilogue epilogue, Layout layout, int threads) {
    this.s = s;
    this.epilogue = epilogue;
    this.layout = layout;
    groups = UnevenGroups.of(s);
    panels = groups.panels();
    source = new GroupSource(s, layout);
    taps = new TapSource(s, layout);
    blocks = groups.sumBlocks();
    firstBlock = new int[s.groups()];
    groupBlocks = new int[s.groups()];
    Arrays.setAll(firstBlock, groups::firstBlock);
    Arrays.setAll(groupBlocks, groups::blocks);
    groupWeights = groups.groupLength();
    int fit = Math.max(FEWEST_PIXELS, LEFT_BYTES / (4 * BLOCK * blocks));
    int cuts = Blocking.ceil(s.outPixels(), fit);
    long useful = Math.min(2L * threads, s.macs() / TASK_MACS);
    if (threads > 1 && useful > 1) {
      int most = Math.max(1, s.outPixels() / (2 * Tiles.LARGEST));
      while ((long) cuts * s.batch() % threads != 0 && cuts < most) {
        cuts++;
      }
    }
    ranges = cuts;
    int longest = Blocking.ceil(s.outPixels(), ranges);
    inPlane = layout.planeStride(s.inPixels());
    outPlane = layout.planeStride(s.outPixels());
    leftStride = layout.planeStride(longest);
    gathered =
        s.isPointwise()
            ? 0
            : Math.multiplyExact(
                Math.multiplyExact(s.batch() * s.groups(), source.blocks()), inPlane);
    keptAt = Math.multiplyExact(blocks, leftStride);
    sumsAt = keptAt + longest * BLOCK;
    startAt = sumsAt + 3 * longest * BLOCK;
    workAt = startAt + StartValues.LENGTH;
    workerFloats = workAt + BLOCK + LINE;
    scratch = Math.addExact(gathered, Math.multiplyExact(threads, workerFloats));
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
    return groups;
  }

  @Override
  public String describe() {
    return "tiles of %d×%d, %d pixels, groups of %d"
        .formatted(Tiles.LARGEST, 2 * L, Blocking.ceil(s.outPixels(), ranges), s.groupInChannels());
  }

  @Override
  public int phases() {
    return gathered > 0 ? 2 : 1;
  }

  @Override
  public int tasks(int phase) {
    return phase + 1 < phases() ? s.batch() * s.groups() : s.batch() * ranges;
  }

  @Override
  public int scratch() {
    return scratch;
  }

  @Override
  public void run(int phase, int task, int worker, Operands o) {
    Lanes.checkLengths(o);
    if (phase + 1 < phases()) {
      for (int b = 0; b < source.blocks(); b++) {
        int at = o.scratchAt + (task * source.blocks() + b) * inPlane;
        source.block(
            o.x, o.xAt, task / s.groups(), task % s.groups(), b, 0, s.inPixels(), o.scratch, at);
      }
      return;
    }
    int image = task / ranges;
    int pixel = Blocking.cut(s.outPixels(), task % ranges, ranges);
    int pixels = Blocking.cut(s.outPixels(), task % ranges + 1, ranges) - pixel;
    int own = o.scratchAt + gathered + worker * workerFloats;
    for (int g = 0; g < s.groups(); g++) {
      pack(o, image, g, pixel, pixels, own);
      group(o, image, g, pixel, pixels, own);
    }
    int outBlocks = layout.blocks(s.outChannels());
    for (int b = 0; b < outBlocks; b++) {
      int at = (image * outBlocks + b) * outPlane + pixel * BLOCK;
      epilogue.block(o, at, pixels, b * BLOCK, s.outChannels(), o.scratch, own + workAt);
    }
  }

  private void pack(Operands o, int image, int group, int pixel, int pixels, int at) {
    if (gathered == 0) {
      for (int b = 0; b < blocks; b++) {
        int to = at + b * leftStride;
        source.block(o.x, o.xAt, image, group, b, pixel, pixels, o.scratch, to);
      }
      return;
    }
    int kernel = s.kernelHeight() * s.kernelWidth();
    int first = o.scratchAt + (image * s.groups() + group) * source.blocks() * inPlane;
    for (int b = 0; b < blocks; b++) {
      int from = first + b / kernel * inPlane;
      taps.gather(o.scratch, from, b % kernel, pixel, pixels, o.scratch, at + b * leftStride);
    }
  }

  private void group(Operands o, int image, int group, int pixel, int pixels, int own) {
    int block = firstBlock[group];
    int lane = groups.firstLane(group);
    int outBlocks = layout.blocks(s.outChannels());
    int yAt = o.yAt + (image * outBlocks + block) * outPlane + pixel * BLOCK;
    if (lane > 0) {
      System.arraycopy(o.y, yAt, o.scratch, own + keptAt, pixels * BLOCK);
    }
    for (int panel = 0; panel < panels.count(); panel++) {
      int width = panels.width(panel);
      int first = panels.first(panel) * L / BLOCK;
      int end = (panels.first(panel) + width) * L / BLOCK;
      int to = yAt + first * outPlane;
      if (first >= groupBlocks[group]) {
        break;
      }
      if (end <= groupBlocks[group]) {
        panel(o, group, panel, pixels, o.y, to, outPlane, own);
        continue;
      }
      int sums = own + sumsAt;
      panel(o, group, panel, pixels, o.scratch, sums, pixels * BLOCK, own);
      for (int b = first; b < groupBlocks[group]; b++) {
        int from = sums + (b - first) * pixels * BLOCK;
        System.arraycopy(o.scratch, from, o.y, yAt + b * outPlane, pixels * BLOCK);
      }
    }
    if (lane > 0) {
      Gather.restore(o.scratch, own + keptAt, lane, o.y, yAt, pixels);
    }
  }

  /** One panel of a group, with block b of the sums at {@code yAt + b·yPlane}. */
  private void panel(
      Operands o, int group, int panel, int pixels, float[] y, int yAt, int yPlane, int own) {
    int width = panels.width(panel);
    int yVector = L < BLOCK ? L : yPlane;
    float[] c = StartValues.ZEROS;
    int cAt = 0;
    if (o.bias != null) {
      int channel = firstBlock[group] * BLOCK + panels.first(panel) * L;
      int left = Math.max(0, s.outChannels() - channel);
      c = o.scratch;
      cAt = own + startAt;
      StartValues.fill(o.bias, o.biasAt + channel, left, width, c, cAt);
    }
    Tiles.multiply(
        pixels,
        panels.packedWidth(panel),
        blocks,
        o.scratch,
        own,
        leftStride,
        o.w,
        o.wAt + group * groupWeights + panels.offset(panel, blocks),
        c,
        cAt,
        width == 1 ? 0 : StartValues.vectorStride(),
        y,
        yAt,
        width == 1 ? 0 : yVector);
  }
}
