package dev.lanewise.op;

/** Which neighbour is the nearest to a coordinate. */
public enum NearestMode {
  /** The nearer one, the lower one in the middle. */
  ROUND_PREFER_FLOOR,
  /** The nearer one, the upper one in the middle. */
  ROUND_PREFER_CEIL,
  /** The lower one. */
  FLOOR,
  /** The upper one. */
  CEIL,
  /** The lower one when the axis becomes longer, the upper one when it becomes shorter. */
  FLOOR_OR_CEIL;

  /**
   * Index of the nearest element; not limited to the elements that exist.
   *
   * @param scale output length to input length
   */
  int index(float x, float scale) {
    return switch (this) {
      case ROUND_PREFER_FLOOR -> (int) Math.ceil((double) x - 0.5);
      case ROUND_PREFER_CEIL -> (int) Math.floor((double) x + 0.5);
      case FLOOR -> (int) Math.floor(x);
      case CEIL -> (int) Math.ceil(x);
      case FLOOR_OR_CEIL -> (int) (scale < 1 ? Math.ceil(x) : Math.floor(x));
    };
  }
}
