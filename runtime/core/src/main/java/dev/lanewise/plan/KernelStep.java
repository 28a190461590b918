package dev.lanewise.plan;

import dev.lanewise.graph.Frame;
import dev.lanewise.graph.Ref;
import dev.lanewise.graph.Step;
import dev.lanewise.kernel.KernelCall;
import dev.lanewise.kernel.Operands;
import dev.lanewise.kernel.PreparedKernel;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A step that runs a prepared kernel, phase after phase. */
final class KernelStep implements Step {
  private final KernelCall call;
  private final Ref x;
  private final Ref w;
  private final @Nullable Ref bias;
  private final @Nullable Ref residual;
  private final @Nullable Ref slope;
  private final Ref y;
  private final @Nullable Ref scratch;
  private final int state;

  KernelStep(
      PreparedKernel kernel,
      Ref x,
      Ref w,
      @Nullable Ref bias,
      @Nullable Ref residual,
      @Nullable Ref slope,
      Ref y,
      @Nullable Ref scratch,
      int state) {
    this.call = new KernelCall(kernel);
    this.x = x;
    this.w = w;
    this.bias = bias;
    this.residual = residual;
    this.slope = slope;
    this.y = y;
    this.scratch = scratch;
    this.state = state;
  }

  /** What a warm-up does before it runs the step. */
  Set<Runnable> rehearsals() {
    return call.kernel().rehearsals();
  }

  @Override
  public void run(Frame frame) {
    Operands o = (Operands) frame.state(state);
    o.x = frame.floats(x);
    o.xAt = x.offset();
    o.w = frame.floats(w);
    o.wAt = w.offset();
    if (bias != null) {
      o.bias = frame.floats(bias);
      o.biasAt = bias.offset();
    }
    if (residual != null) {
      o.residual = frame.floats(residual);
      o.residualAt = residual.offset();
    }
    if (slope != null) {
      o.slope = frame.floats(slope);
      o.slopeAt = slope.offset();
    }
    o.y = frame.floats(y);
    o.yAt = y.offset();
    if (scratch != null) {
      o.scratch = frame.floats(scratch);
      o.scratchAt = scratch.offset();
    }
    call.run(o, frame.team());
  }
}
