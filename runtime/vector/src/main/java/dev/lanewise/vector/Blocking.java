package dev.lanewise.vector;

/**
 * How a {@link TiledProduct} is cut, in space between tasks and in the sum for the caches. Only the
 * cuts in space depend on the number of threads.
 *
 * @param step blocks of 8 summed up in one go
 * @param images images that go through one panel of weights together
 * @param imageRanges ranges into which the images are cut
 * @param pixelRanges ranges into which an image's pixels are cut
 * @param panelRanges ranges into which the panels are cut; if more than 1, images and pixels are
 *     not cut
 */
record Blocking(int step, int images, int imageRanges, int pixelRanges, int panelRanges) {
  /** Bytes of the left factor that stay in the second-level cache. */
  private static final int LEFT_BYTES = 224 * 1024;

  private static final int FEW_PIXELS = 64;

  /** Fewest pixels worth packing for: each packed block serves all panels. */
  private static final int PACKED_PIXELS = 196;

  /** Below this many multiply-adds per task, another thread costs more than it brings. */
  private static final int TASK_MACS = 20_000;

  /** Cuts are multiples of the largest tile. */
  private static final int TILE = 6;

  /**
   * The sizes on which the choice depends.
   *
   * @param parts products with weights of their own on the same images
   * @param batch images
   * @param pixels pixels of an image
   * @param blocks blocks of 8 of the whole sum
   * @param panels panels of output of one part
   * @param packed whether the left factor is copied
   * @param sharedWeights whether all images have the same weights
   */
  record Sizes(
      int parts,
      int batch,
      int pixels,
      int blocks,
      int panels,
      boolean packed,
      boolean sharedWeights) {
    private long macs() {
      return (long) parts * batch * pixels * blocks * panels * Tiles.weights(2);
    }
  }

  /**
   * What one task computes at a time: some images' pixels times some panels of one part.
   *
   * @param panelTo end of the panels
   */
  record Range(
      int part, int image, int images, int pixel, int pixels, int panelFrom, int panelTo) {}

  /** The cuts for some sizes and at most so many threads. */
  static Blocking choose(Sizes s, int threads) {
    boolean few = s.pixels <= FEW_PIXELS;
    int step = ceil(s.blocks, ceil(s.blocks, few ? 256 : 64));
    int fit = LEFT_BYTES / (4 * Tiles.BLOCK * step);
    if (s.packed) {
      fit = Math.max(fit, PACKED_PIXELS);
    }
    int images = few && s.sharedWeights ? Math.clamp(fit / s.pixels, 1, s.batch) : 1;
    int pixelRanges = few ? 1 : ceil(s.pixels, fit);
    int useful = (int) Math.min(4L * threads, s.macs() / TASK_MACS);
    if (threads == 1 || useful < 2) {
      return new Blocking(step, images, 1, pixelRanges, 1);
    }
    if (s.batch >= threads) {
      images = Math.min(images, ceil(s.batch, threads));
      return new Blocking(step, images, Math.min(ceil(s.batch, images), useful), pixelRanges, 1);
    }
    int whole = s.parts * s.batch;
    int cuts = cut(pixelRanges, s, threads);
    if (whole * cuts >= threads || s.panels == 1) {
      return new Blocking(step, images, s.batch, cuts, 1);
    }
    int panelRanges = Math.min(s.panels, ceil(useful, s.parts));
    return new Blocking(step, s.sharedWeights ? s.batch : 1, 1, 1, panelRanges);
  }

  /** A number of pixel ranges, at least {@code ranges}, that keeps all threads equally busy. */
  private static int cut(int ranges, Sizes s, int threads) {
    int smallest = s.packed ? 48 : 96;
    int cuts = ranges;
    while (s.parts * s.batch * cuts % threads != 0) {
      cuts++;
    }
    return s.pixels >= cuts * smallest ? cuts : Math.max(ranges, s.pixels / smallest);
  }

  /** The tasks, each a list of what it computes one after another. */
  Range[][] tasks(Sizes s, int threads) {
    int cuts = threads == 1 ? 1 : pixelRanges;
    Range[][] tasks = new Range[s.parts * imageRanges * cuts * panelRanges][];
    int next = 0;
    for (int part = 0; part < s.parts; part++) {
      for (int i = 0; i < imageRanges; i++) {
        for (int c = 0; c < cuts; c++) {
          for (int p = 0; p < panelRanges; p++) {
            tasks[next++] =
                ranges(
                    s,
                    part,
                    cut(s.batch, i, imageRanges),
                    cut(s.batch, i + 1, imageRanges),
                    cut(pixelRanges, c, cuts),
                    cut(pixelRanges, c + 1, cuts),
                    cut(s.panels, p, panelRanges),
                    cut(s.panels, p + 1, panelRanges));
          }
        }
      }
    }
    return tasks;
  }

  private Range[] ranges(
      Sizes s, int part, int image, int imageTo, int cut, int cutTo, int panel, int panelTo) {
    Range[] ranges = new Range[ceil(imageTo - image, images) * (cutTo - cut)];
    int next = 0;
    for (int i = image; i < imageTo; i += images) {
      for (int c = cut; c < cutTo; c++) {
        int pixel = pixel(c, s.pixels);
        ranges[next++] =
            new Range(
                part,
                i,
                Math.min(images, imageTo - i),
                pixel,
                pixel(c + 1, s.pixels) - pixel,
                panel,
                panelTo);
      }
    }
    return ranges;
  }

  /** Where a range of pixels begins. */
  private int pixel(int range, int pixels) {
    return Math.min(pixels, cut(ceil(pixels, TILE), range, pixelRanges) * TILE);
  }

  /** Pixels of the longest range. */
  int longestRange(int pixels) {
    return Math.min(pixels, ceil(ceil(pixels, TILE), pixelRanges) * TILE);
  }

  /** Where part {@code index} of {@code count} about equal parts begins. */
  static int cut(int total, int index, int count) {
    return (int) ((long) total * index / count);
  }

  /** a / b, rounded up. */
  static int ceil(int a, int b) {
    return (a + b - 1) / b;
  }
}
