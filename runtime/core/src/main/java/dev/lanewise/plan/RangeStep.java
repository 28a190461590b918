package dev.lanewise.plan;

import dev.lanewise.graph.Frame;
import dev.lanewise.graph.Step;
import dev.lanewise.kernel.Team;

/** A step whose range is cut into equal parts for the threads. */
final class RangeStep implements Step, Team.Task {
  private final int total;
  private final int parts;
  private final Step.Range body;

  RangeStep(int total, int grain, int threads, Step.Range body) {
    this.total = total;
    this.parts = Math.max(1, Math.min(threads, total / Math.max(1, grain)));
    this.body = body;
  }

  @Override
  public void run(Frame frame) {
    if (parts == 1) {
      body.run(frame, 0, total);
    } else {
      frame.team().run(this, parts, frame);
    }
  }

  @Override
  public void run(int index, int worker, Object state) {
    int from = (int) ((long) total * index / parts);
    int to = (int) ((long) total * (index + 1) / parts);
    body.run((Frame) state, from, to);
  }
}
