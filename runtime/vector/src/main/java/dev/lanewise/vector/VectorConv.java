package dev.lanewise.vector;

import dev.lanewise.kernel.Accuracy;
import dev.lanewise.kernel.Conv;
import dev.lanewise.kernel.ConvKernel;
import dev.lanewise.kernel.ConvShape;
import dev.lanewise.kernel.Elementwise;
import dev.lanewise.kernel.Epilogue;
import dev.lanewise.kernel.Gemm;
import dev.lanewise.kernel.Layout;

/** Chooses among the algorithms for convolutions. */
final class VectorConv implements Conv {
  /** Up to so many channels are plain: a block of 8 would be half empty. */
  private static final int FEW_CHANNELS = 4;

  /** What an estimate must be of another one to be trusted. */
  private static final double SURE = 0.95;

  private final Layout layout;
  private final Gemm gemm;
  private final Elementwise elementwise;

  VectorConv(Layout layout, Gemm gemm, Elementwise elementwise) {
    this.layout = layout;
    this.gemm = gemm;
    this.elementwise = elementwise;
  }

  @Override
  public ConvKernel prepare(ConvShape s, Epilogue epilogue, Accuracy accuracy, int threads) {
    VectorEpilogue finish = new VectorEpilogue(epilogue, elementwise);
    if (s.isDepthwise()) {
      return new VectorDepthwise(s, finish, layout, threads);
    }
    if (s.groups() > 1) {
      boolean even =
          s.groupInChannels() % Tiles.BLOCK == 0 && s.groupOutChannels() % Tiles.BLOCK == 0;
      return even
          ? TiledConv.blocked(s, finish, layout, threads)
          : new UnevenConv(s, finish, layout, threads);
    }
    if (s.isPointwise() && s.outPixels() == 1) {
      return PixelConv.of(
          s, layout, gemm.prepare(PixelConv.shape(s, layout), epilogue, true, accuracy, threads));
    }
    boolean plain = s.inChannels() <= FEW_CHANNELS;
    Layout input = plain ? Layout.PLAIN : layout;
    if (s.outChannels() <= FEW_CHANNELS) {
      return new PlaneConv(s, finish, input, Layout.PLAIN, threads);
    }
    double planes = PlaneConv.cycles(s, plain);
    if (accuracy != Accuracy.STRICT && WinogradConv.pays(s, planes)) {
      return new WinogradConv(s, finish, layout, threads);
    }
    if (accuracy != Accuracy.STRICT && LineWinogradConv.pays(s, planes)) {
      return new LineWinogradConv(s, finish, layout, threads);
    }
    double tiles = TiledConv.cycles(s, plain);
    if (plain && StemConv.suits(s) && StemConv.cycles(s) < Math.min(planes, SURE * tiles)) {
      return new StemConv(s, finish, layout, threads);
    }
    if (planes < SURE * tiles) {
      return new PlaneConv(s, finish, input, layout, threads);
    }
    return plain
        ? TiledConv.plain(s, finish, layout, threads)
        : TiledConv.blocked(s, finish, layout, threads);
  }
}
