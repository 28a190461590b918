package dev.lanewise.graph;

import dev.lanewise.tensor.Storage;

/**
 * Where a step finds a value at run time: an array of the {@link Frame} and an offset into it. The
 * place is set once, when all steps of a plan are known.
 */
public final class Ref {
  private final Storage storage;
  private final int length;
  private int bank = -1;
  private int offset;

  /**
   * A place still to be set.
   *
   * @param storage kind of array
   * @param length array elements that belong to the value
   */
  public Ref(Storage storage, int length) {
    this.storage = storage;
    this.length = length;
  }

  /** Kind of array. */
  public Storage storage() {
    return storage;
  }

  /** Array elements that belong to the value. */
  public int length() {
    return length;
  }

  /** Index of the array in the frame. */
  public int bank() {
    return bank;
  }

  /** Offset of the first element. */
  public int offset() {
    return offset;
  }

  /** Sets the place; for the planner of the memory. */
  public void place(int bank, int offset) {
    this.bank = bank;
    this.offset = offset;
  }
}
