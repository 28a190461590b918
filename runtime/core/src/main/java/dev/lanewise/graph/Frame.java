package dev.lanewise.graph;

import dev.lanewise.kernel.Team;
import org.jspecify.annotations.Nullable;

/**
 * Everything one run of a plan changes: its arrays, the state of its steps and its threads.
 * Borrowed by one run at a time.
 */
public final class Frame {
  private final @Nullable Object[] banks;
  private final Object[] states;
  private Team team = Team.SERIAL;

  /**
   * For those who make plans.
   *
   * @param banks arrays (or whole values) that {@link Ref}s point into
   * @param states what steps keep between runs, see {@link Lowering#state}
   */
  public Frame(@Nullable Object[] banks, Object[] states) {
    this.banks = banks;
    this.states = states;
  }

  /** The array of a place. */
  public Object array(Ref ref) {
    return bank(ref.bank());
  }

  /** The array of a place that holds floats. */
  public float[] floats(Ref ref) {
    return (float[]) array(ref);
  }

  /** The array of a place that holds doubles. */
  public double[] doubles(Ref ref) {
    return (double[]) array(ref);
  }

  /** The array of a place that holds bytes. */
  public byte[] bytes(Ref ref) {
    return (byte[]) array(ref);
  }

  /** The array of a place that holds shorts. */
  public short[] shorts(Ref ref) {
    return (short[]) array(ref);
  }

  /** The array of a place that holds ints. */
  public int[] ints(Ref ref) {
    return (int[]) array(ref);
  }

  /** The array of a place that holds longs. */
  public long[] longs(Ref ref) {
    return (long[]) array(ref);
  }

  /** What {@link Lowering#state} made for this frame. */
  public Object state(int index) {
    return states[index];
  }

  /** Threads of this run. */
  public Team team() {
    return team;
  }

  /** Sets the threads of the next run; for those who run plans. */
  public void team(Team team) {
    this.team = team;
  }

  /** Puts an array or a value into a bank; for those who run plans. */
  public void bind(int bank, @Nullable Object arrayOrValue) {
    banks[bank] = arrayOrValue;
  }

  /** Content of a bank; for those who run plans. */
  public Object bank(int bank) {
    Object content = banks[bank];
    if (content == null) {
      throw new IllegalStateException("bank " + bank + " is empty");
    }
    return content;
  }
}
