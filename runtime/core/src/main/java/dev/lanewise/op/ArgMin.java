package dev.lanewise.op;

/**
 * Index of the smallest element along an axis, as INT64.
 *
 * @param axis axis along which is searched, negative to count from the end
 * @param keepDims whether the axis stays, with size 1
 * @param selectLastIndex whether of several equal elements the last one is meant, not the first
 */
public record ArgMin(int axis, boolean keepDims, boolean selectLastIndex) implements ArgSearch {
  @Override
  public boolean isLargest() {
    return false;
  }
}
