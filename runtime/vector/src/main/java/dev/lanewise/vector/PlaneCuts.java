package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.L;

import dev.lanewise.kernel.ConvShape;

/**
 * How a {@link PlaneConv} is cut: an image's rows, or the columns of an image with one row, between
 * tasks; the input channels for the cache.
 *
 * @param outRows rows of the output
 * @param outColumns columns of the output
 * @param ranges ranges into which they are cut
 * @param channels input channels that are copied together; a multiple of 8 if not all
 * @param near of these, how many are added to the sums in one go
 * @param run what is computed in one go
 * @param sumRow floats from one row of sums to the next
 * @param sumPlane floats from one channel of sums to the next
 */
record PlaneCuts(
    int outRows,
    int outColumns,
    int ranges,
    int channels,
    int near,
    Run run,
    int sumRow,
    int sumPlane) {
  /** What is computed in one go. */
  enum Run {
    /** A row. */
    ROW,
    /** All rows of a range, with the columns of the input between them. */
    PADDED_ROWS,
    /** All rows of a range, without gaps: {@link TapColumns}. */
    DENSE_ROWS
  }

  /** Floats of planes and sums that stay in the second-level cache. */
  private static final int FLOATS = 40 * 1024;

  private static final int LINE_FLOATS = 16;

  /** Floats of weights and of planes that a tile reads and that stay in the first-level cache. */
  private static final int NEAR_FLOATS = 6 * 1024;

  /** Below this many multiply-adds per task, another thread costs more than it brings. */
  private static final int TASK_MACS = 20_000;

  /** The cuts for at most so many threads. */
  static PlaneCuts choose(ConvShape s, OutputTiles tiles, int threads) {
    Run run = run(s, tiles);
    int moreRows = PhasePlanes.moreRows(s);
    int moreColumns = PhasePlanes.moreColumns(s);
    boolean byColumns = s.outHeight() == 1;
    int extent = byColumns ? s.outWidth() : s.outHeight();
    int least = Math.min(extent, byColumns ? moreColumns + 4 * tiles.pixels() : moreRows + 4);
    double perChannel =
        (double) PhasePlanes.perChannel(s)
            * (byColumns ? 1 + moreRows : least + moreRows)
            * ((byColumns ? least : s.outWidth()) + moreColumns);
    if (run == Run.DENSE_ROWS) {
      perChannel += (double) s.kernelWidth() * s.strideHeight() * (least + moreRows) * s.outWidth();
    }
    int fit = Math.max(1, (int) (FLOATS / 2 / perChannel / Tiles.BLOCK));
    int channels = fit >= s.inChannels() / Tiles.BLOCK ? s.inChannels() : fit * Tiles.BLOCK;

    double fixed = perChannel / (least + (byColumns ? moreColumns : moreRows)) * channels;
    double perOutput = fixed + (double) tiles.computed() * (byColumns ? 1 : s.outWidth());
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
    int sumRow =
        switch (run) {
          case ROW -> whole(columns, tiles);
          case PADDED_ROWS -> columns + moreColumns;
          case DENSE_ROWS -> columns;
        };
    int sumPlane = PhasePlanes.spread(whole((rows - 1) * sumRow + columns, tiles));
    return new PlaneCuts(
        s.outHeight(),
        s.outWidth(),
        ranges,
        channels,
        near(s, tiles, run, channels),
        run,
        sumRow,
        sumPlane);
  }

  /** Input channels that are added in one go, of {@code channels}. */
  private static int near(ConvShape s, OutputTiles tiles, Run run, int channels) {
    if (tiles.isSingle()) {
      return channels;
    }
    double taps = s.kernelHeight() * s.kernelWidth();
    double read =
        run == Run.DENSE_ROWS
            ? taps * 2 * LINE_FLOATS
            : (double) PhasePlanes.perChannel(s)
                * (PhasePlanes.moreRows(s) + 1)
                * (s.outWidth() + PhasePlanes.moreColumns(s));
    int fit = (int) Math.max(1, NEAR_FLOATS / (read + taps * tiles.size(0)));
    return Blocking.ceil(channels, Blocking.ceil(channels, fit));
  }

  /** The cheapest way to go over a whole image. */
  private static Run run(ConvShape s, OutputTiles tiles) {
    Run best = Run.ROW;
    for (Run run : Run.values()) {
      if (cycles(s, tiles, run) < cycles(s, tiles, best)) {
        best = run;
      }
    }
    return best;
  }

  /**
   * An estimate for all images and one thread.
   *
   * @param plain whether the input is plain
   */
  static double cycles(ConvShape s, OutputTiles tiles, boolean plain) {
    double perFloat = !plain ? 1.5 : s.strideWidth() > 1 ? 2.25 : 0.3;
    double inRows = s.outHeight() + PhasePlanes.moreRows(s);
    double copied = PhasePlanes.perChannel(s) * s.inChannels() * inRows;
    int width = s.outWidth() + PhasePlanes.moreColumns(s);
    return cycles(s, tiles, run(s, tiles)) + s.batch() * copied * (20 + perFloat * width);
  }

  private static double cycles(ConvShape s, OutputTiles tiles, Run run) {
    int rows = s.outHeight();
    int columns = s.outWidth();
    int width = columns + PhasePlanes.moreColumns(s);
    double inRows = rows + PhasePlanes.moreRows(s);
    double pixels =
        switch (run) {
          case ROW -> (double) rows * whole(columns, tiles);
          case PADDED_ROWS -> whole((rows - 1) * width + columns, tiles);
          case DENSE_ROWS -> whole(rows * columns, tiles);
        };
    double vectors = pixels / L * tiles.computed();
    double taps = s.kernelHeight() * s.kernelWidth();
    double copies =
        run == Run.DENSE_ROWS
            ? 2.5 * s.strideHeight() * s.kernelWidth() * inRows * Blocking.ceil(columns, L)
            : 0;
    double perChannel = vectors * taps * tiles.cycles() + copies;
    return s.batch() * (s.inChannels() * perChannel + 12 * vectors);
  }

  /** Pixels that are computed for a run of n. */
  private static int whole(int n, OutputTiles tiles) {
    return Blocking.ceil(n, tiles.pixels()) * tiles.pixels();
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
