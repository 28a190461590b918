package dev.lanewise.op;

import dev.lanewise.graph.Frame;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Ref;
import dev.lanewise.kernel.Epilogue;
import dev.lanewise.kernel.Operands;
import dev.lanewise.kernel.Recurrent;
import dev.lanewise.kernel.Team;
import dev.lanewise.tensor.Storage;
import org.jspecify.annotations.Nullable;

/** One direction of a {@link GRU} that is linear before reset, with the default activations. */
final class GruLinearPass extends RecurrentPass {
  private static final int R = 2;
  private static final int BIAS = 3;

  private final Recurrent cell;
  private final InnerProduct recurrent;
  private final @Nullable Ref bias;
  private final int biasOffset;
  private final Ref part;

  GruLinearPass(Lowering l, Recurrence op, int direction) {
    super(l, op, direction, 3, false);
    this.cell = l.kernels().recurrent();
    this.recurrent =
        new InnerProduct(
            l, stateProduct(gateRows), Epilogue.NONE, R, direction * gateRows * hidden);
    this.bias = l.has(BIAS) ? l.input(BIAS) : null;
    this.biasOffset = (2 * direction + 1) * gateRows;
    this.part = l.scratch(Storage.FLOATS, batch * gateRows);
  }

  @Override
  void step(Frame f, Team team, Operands o, int at) {
    o.x = f.floats(h);
    o.xAt = h.offset();
    o.bias = bias == null ? null : f.floats(bias);
    o.biasAt = bias == null ? 0 : bias.offset() + biasOffset;
    o.y = f.floats(part);
    o.yAt = part.offset();
    recurrent.run(f, team, o);
    cell.gruLinearBeforeReset(
        f.floats(gates), at, f.floats(part), part.offset(), f.floats(h), h.offset(), batch, hidden);
  }
}
