package dev.lanewise.vector;

import dev.lanewise.kernel.ConvKernel;
import dev.lanewise.kernel.ConvShape;
import dev.lanewise.kernel.Layout;
import dev.lanewise.kernel.Operands;
import dev.lanewise.kernel.Packing;
import java.util.Set;

/**
 * A convolution by {@link TiledProduct}: dense, or in groups of whole channel blocks; the input
 * blocked, or plain if it has few channels.
 */
final class TiledConv implements ConvKernel {
  private final TiledProduct product;
  private final ConvPacking packing;
  private final Layout input;
  private final Layout output;

  private TiledConv(TiledProduct product, ConvPacking packing, Layout input, Layout output) {
    this.product = product;
    this.packing = packing;
    this.input = input;
    this.output = output;
  }

  /** A kernel for blocked input; groups, if any, are whole blocks. */
  static TiledConv blocked(ConvShape s, VectorEpilogue epilogue, Layout layout, int threads) {
    PixelSource source = s.isPointwise() ? new BlockedSource(s, layout) : new TapSource(s, layout);
    int taps = s.kernelHeight() * s.kernelWidth();
    return create(s, s.groupInChannels(), taps, source, layout, layout, epilogue, threads);
  }

  /** A kernel for plain input, one group. */
  static TiledConv plain(ConvShape s, VectorEpilogue epilogue, Layout layout, int threads) {
    PixelSource source = new PlainSource(s);
    int elements = PlainSource.elements(s);
    return create(s, elements, 1, source, Layout.PLAIN, layout, epilogue, threads);
  }

  /** An estimate of its cycles with one thread, one group. */
  static double cycles(ConvShape s, boolean plain) {
    int taps = s.kernelHeight() * s.kernelWidth();
    double blocks =
        plain
            ? Blocking.ceil(PlainSource.elements(s), Tiles.BLOCK)
            : (double) Blocking.ceil(s.inChannels(), Tiles.BLOCK) * taps;
    int vectors = Blocking.ceil(s.outChannels(), Tiles.BLOCK) * (Tiles.BLOCK / Lanes.L);
    double perVector = vectors % 2 == 0 ? 0.55 : 0.65;
    double products = Math.max(2, vectors) * Tiles.BLOCK * perVector;
    double gathering = plain ? 3 + 24.0 / s.kernelWidth() : 4 + 16.0 / s.outWidth();
    double packing = s.isPointwise() && !plain ? 0 : gathering;
    return s.batch() * (double) s.outPixels() * blocks * (products + packing);
  }

  private static TiledConv create(
      ConvShape s,
      int inputs,
      int taps,
      PixelSource source,
      Layout input,
      Layout layout,
      VectorEpilogue epilogue,
      int threads) {
    int groups = s.groups();
    int channels = s.groupOutChannels();
    int pixels = s.outPixels();
    Panels panels = new Panels(layout.blocks(channels) * (Tiles.BLOCK / Lanes.L), pixels > 1);
    TiledProduct product =
        new TiledProduct(
            new TiledProduct.Size(
                groups,
                s.batch(),
                pixels,
                Blocking.ceil(inputs, Tiles.BLOCK) * taps,
                channels,
                panels),
            source,
            null,
            new BlockedOutput(epilogue, panels, layout, groups, channels, pixels),
            threads);
    ConvPacking packing = new ConvPacking(groups, channels, inputs, taps, panels);
    return new TiledConv(product, packing, input, layout);
  }

  @Override
  public Layout input() {
    return input;
  }

  @Override
  public Layout output() {
    return output;
  }

  @Override
  public Packing packing() {
    return packing;
  }

  @Override
  public String describe() {
    return product.describe();
  }

  @Override
  public Set<Runnable> rehearsals() {
    return product.rehearsals();
  }

  @Override
  public int phases() {
    return product.phases();
  }

  @Override
  public int tasks(int phase) {
    return product.tasks(phase);
  }

  @Override
  public int scratch() {
    return product.scratch();
  }

  @Override
  public void run(int phase, int task, int worker, Operands o) {
    product.run(phase, task, worker, o);
  }
}
