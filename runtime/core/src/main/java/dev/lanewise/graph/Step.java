package dev.lanewise.graph;

/** One step of a compiled plan. Immutable and shared by all threads; state lives in the frame. */
public interface Step {
  /** Does the step. */
  void run(Frame frame);

  /** A step whose work can be cut into ranges. */
  interface Range {
    /** Does the part from {@code from} to {@code to} (exclusive). */
    void run(Frame frame, int from, int to);
  }
}
