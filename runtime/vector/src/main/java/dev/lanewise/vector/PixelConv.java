package dev.lanewise.vector;

import dev.lanewise.kernel.ConvKernel;
import dev.lanewise.kernel.ConvShape;
import dev.lanewise.kernel.GemmKernel;
import dev.lanewise.kernel.GemmShape;
import dev.lanewise.kernel.Layout;
import dev.lanewise.kernel.Operands;
import dev.lanewise.kernel.Packing;

/**
 * A pointwise convolution of images that have one pixel: a matrix product with one row per image.
 */
final class PixelConv implements ConvKernel {
  private final Layout layout;
  private final GemmKernel product;
  private final Packing packing;
  private final int images;
  private final int channels;

  private PixelConv(ConvShape s, Layout layout, GemmKernel product, Packing packing) {
    this.layout = layout;
    this.product = product;
    this.packing = packing;
    images = s.batch();
    channels = s.outChannels();
  }

  /** The product that a convolution is. */
  static GemmShape shape(ConvShape s, Layout layout) {
    int n = s.outChannels();
    int k = s.inChannels();
    int ldx = layout.imageStride(k, 1);
    int ldy = layout.imageStride(n, 1);
    return new GemmShape(1, s.batch(), n, k, false, true, ldx, k, ldy, 0, 0, 0);
  }

  /** Wraps the product's kernel. */
  static PixelConv of(ConvShape s, Layout layout, GemmKernel product) {
    Packing packing = product.packing();
    if (packing == null) {
      throw new IllegalArgumentException("a convolution's weight is constant");
    }
    return new PixelConv(s, layout, product, packing);
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
    return packing;
  }

  @Override
  public String describe() {
    return product.describe();
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
    if (phase == 0 && task == 0) {
      int image = layout.imageStride(channels, 1);
      for (int i = 0; i < images; i++) {
        for (int c = channels; c < image; c++) {
          o.y[o.yAt + i * image + c] = 0;
        }
      }
    }
    product.run(phase, task, worker, o);
  }
}
