package dev.lanewise.vector;

import dev.lanewise.kernel.ConvShape;

/**
 * How a {@link PlaneConv} is cut: an image's rows, or the columns of an image with one row, between
 * tasks; the input channels for the cache.
 *
 * @param outRows rows of the output
 * @param outColumns columns of the output
 * @param ranges ranges into which they are cut
 * @param channels input channels that are copied together; a multiple of 8 if not all
 * @param flat whether all rows of a range are computed as one, with the columns between them
 * @param sumRow floats from one row of sums to the next
 * @param sumPlane floats from one channel of sums to the next
 */
record PlaneCuts(
    int outRows, int outColumns, int ranges, int channels, boolean flat, int sumRow, int sumPlane) {
  /** Floats of planes and sums that stay in the second-level cache. */
  private static final int FLOATS = 40 * 1024;

  /** Below this many multiply-adds per task, another thread costs more than it brings. */
  private static final int TASK_MACS = 20_000;

  /** The cuts for at most so many threads. */
  static PlaneCuts choose(ConvShape s, int threads) {
    int moreRows = PhasePlanes.moreRows(s);
    int moreColumns = PhasePlanes.moreColumns(s);
    boolean byColumns = s.outHeight() == 1;
    int extent = byColumns ? s.outWidth() : s.outHeight();
    int least = Math.min(extent, byColumns ? moreColumns + 4 * PlaneTiles.PIXELS : moreRows + 4);
    double perChannel =
        (double) PhasePlanes.perChannel(s)
            * (byColumns ? 1 + moreRows : least + moreRows)
            * ((byColumns ? least : s.outWidth()) + moreColumns);
    int fit = Math.max(1, (int) (FLOATS / 2 / perChannel / Tiles.BLOCK));
    int channels = fit >= s.inChannels() / Tiles.BLOCK ? s.inChannels() : fit * Tiles.BLOCK;

    double fixed = perChannel / (least + (byColumns ? moreColumns : moreRows)) * channels;
    double perOutput = fixed + (double) s.outChannels() * (byColumns ? 1 : s.outWidth());
    double room = FLOATS - fixed * (byColumns ? moreColumns : moreRows);
    int most = (int) Math.max(least, Math.min(extent, room / perOutput));
    int useful = (int) Math.min(threads, s.macs() / TASK_MACS);
    int ranges = Math.max(Blocking.ceil(extent, most), Blocking.ceil(useful, s.batch()));
    while (useful > 1 && ranges * s.batch() % threads != 0) {
      ranges++;
    }
    ranges = Math.min(ranges, extent);

    int longest = Blocking.ceil(extent, ranges);
    int rows = byColumns ? 1 : longest;
    int columns = byColumns ? longest : s.outWidth();
    int width = columns + moreColumns;
    int together = (rows - 1) * width + columns;
    int tile = PlaneTiles.PIXELS;
    boolean flat = Blocking.ceil(together, tile) <= rows * Blocking.ceil(columns, tile);
    int sumRow = flat ? width : whole(columns);
    int sumPlane = PhasePlanes.spread(flat ? whole(together) : rows * sumRow);
    return new PlaneCuts(s.outHeight(), s.outWidth(), ranges, channels, flat, sumRow, sumPlane);
  }

  /** Pixels that are computed for a run of n. */
  private static int whole(int n) {
    return Blocking.ceil(n, PlaneTiles.PIXELS) * PlaneTiles.PIXELS;
  }

  private boolean byColumns() {
    return outRows == 1;
  }

  /** Rows of the longest range. */
  int rows() {
    return byColumns() ? 1 : Blocking.ceil(outRows, ranges);
  }

  /** Columns of the longest range. */
  int columns() {
    return byColumns() ? Blocking.ceil(outColumns, ranges) : outColumns;
  }

  /** First row of a range. */
  int row(int range) {
    return byColumns() ? 0 : Blocking.cut(outRows, range, ranges);
  }

  /** End of the rows of a range. */
  int rowTo(int range) {
    return byColumns() ? 1 : Blocking.cut(outRows, range + 1, ranges);
  }

  /** First column of a range. */
  int column(int range) {
    return byColumns() ? Blocking.cut(outColumns, range, ranges) : 0;
  }

  /** End of the columns of a range. */
  int columnTo(int range) {
    return byColumns() ? Blocking.cut(outColumns, range + 1, ranges) : outColumns;
  }
}
