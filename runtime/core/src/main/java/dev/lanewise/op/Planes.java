package dev.lanewise.op;

import dev.lanewise.kernel.Layout;
import dev.lanewise.tensor.Shape;

/**
 * How a FLOAT value of logical shape [N, C, spatial...] lies in memory in a layout.
 *
 * @param layout the layout, usually blocked
 * @param batch images N
 * @param channels channels C of an image
 * @param pixels product of the spatial dimensions
 */
record Planes(Layout layout, int batch, int channels, int pixels) {
  /** Planes of a shape of rank 3 or more. */
  static Planes of(Shape shape, Layout layout) {
    return new Planes(layout, shape.dim(0), shape.dim(1), shape.size(2, shape.rank()));
  }

  /** Floats that a value of any shape takes in a layout. */
  static int floats(Shape shape, Layout layout) {
    return layout.isPlain() ? shape.size() : of(shape, layout).floats();
  }

  /** Floats of the whole value, padding included. */
  int floats() {
    return Math.toIntExact(layout.size(batch, channels, pixels));
  }

  /** Channel blocks of the whole batch; each is one plane. */
  int count() {
    return batch * blocks();
  }

  /** Channel blocks of one image. */
  int blocks() {
    return layout.blocks(channels);
  }

  /** Floats from one plane to the next. */
  int stride() {
    return layout.planeStride(pixels);
  }

  /** Whether every channel block is full, so that no channel of unspecified content exists. */
  boolean isFull() {
    return channels % layout.block() == 0;
  }
}
