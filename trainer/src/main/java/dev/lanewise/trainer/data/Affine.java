package dev.lanewise.trainer.data;

/**
 * Where a pixel of a changed picture comes from. Places are relative to the middle of the picture:
 * at (y, x) comes what was at {@code (yy · y + yx · x + dy, xy · y + xx · x + dx)}.
 */
public record Affine(double yy, double yx, double dy, double xy, double xx, double dx) {
  /** Every pixel stays. */
  public static final Affine IDENTITY = new Affine(1, 0, 0, 0, 1, 0);

  /** At (y, x) comes what was at (y + dy, x + dx). */
  public static Affine shift(double dy, double dx) {
    return new Affine(1, 0, dy, 0, 1, dx);
  }

  /** At (y, x) comes what was at (y · down, x · across). */
  public static Affine scale(double down, double across) {
    return new Affine(down, 0, 0, 0, across, 0);
  }

  /** This change, then another one of the picture that it makes. */
  public Affine then(Affine next) {
    return new Affine(
        yy * next.yy + yx * next.xy,
        yy * next.yx + yx * next.xx,
        yy * next.dy + yx * next.dx + dy,
        xy * next.yy + xx * next.xy,
        xy * next.yx + xx * next.xx,
        xy * next.dy + xx * next.dx + dx);
  }
}
