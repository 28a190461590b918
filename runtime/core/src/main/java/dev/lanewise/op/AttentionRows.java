package dev.lanewise.op;

/**
 * Which keys a query sees by its place: those from {@link #first} up to {@link #end}.
 *
 * @param causal whether a query sees no later key
 * @param left how many earlier keys it sees, −1 for all
 * @param right how many later keys it sees, −1 for all
 */
public record AttentionRows(boolean causal, int left, int right) {
  /**
   * First key.
   *
   * @param place index of the key that is at the query's own place
   */
  public int first(long place) {
    return left < 0 ? 0 : (int) Math.max(0, Math.min(Integer.MAX_VALUE, place - left));
  }

  /**
   * End of the keys (exclusive).
   *
   * @param valid keys that are there
   */
  public int end(long place, int valid) {
    long end = valid;
    if (causal) {
      end = Math.min(end, place + 1);
    }
    if (right >= 0) {
      end = Math.min(end, place + right + 1);
    }
    return (int) Math.max(0, end);
  }
}
