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

/** One direction of an {@link LSTM} with the default activations. */
final class LstmPass extends RecurrentPass {
  private static final int R = 2;
  private static final int INITIAL_C = 6;
  private static final int PEEPHOLES = 7;

  private final Recurrent cell;
  private final InnerProduct recurrent;
  private final Ref sum;
  private final Ref c;
  private final @Nullable Ref initialC;
  private final @Nullable Ref peepholes;
  private final int peepholeOffset;
  private final @Nullable Ref lastC;

  LstmPass(Lowering l, Recurrence op, int direction) {
    super(l, op, direction, 4, true);
    this.cell = l.kernels().recurrent();
    this.recurrent =
        new InnerProduct(
            l,
            stateProduct(gateRows),
            Epilogue.NONE.withResidual(),
            R,
            direction * gateRows * hidden);
    this.sum = l.scratch(Storage.FLOATS, batch * gateRows);
    this.c = l.scratch(Storage.FLOATS, batch * hidden);
    this.initialC = l.has(INITIAL_C) ? l.input(INITIAL_C) : null;
    this.peepholes = l.has(PEEPHOLES) ? l.input(PEEPHOLES) : null;
    this.peepholeOffset = direction * 3 * hidden;
    this.lastC = l.isUsed(2) ? l.output(2) : null;
  }

  @Override
  void begin(Frame f) {
    load(f, initialC, c);
  }

  @Override
  void step(Frame f, Team team, Operands o, int at) {
    o.x = f.floats(h);
    o.xAt = h.offset();
    o.residual = f.floats(gates);
    o.residualAt = at;
    o.y = f.floats(sum);
    o.yAt = sum.offset();
    recurrent.run(f, team, o);
    cell.lstm(
        f.floats(sum),
        sum.offset(),
        peepholes == null ? null : f.floats(peepholes),
        peepholes == null ? 0 : peepholes.offset() + peepholeOffset,
        f.floats(c),
        c.offset(),
        f.floats(h),
        h.offset(),
        batch,
        hidden);
  }

  @Override
  void end(Frame f) {
    store(f, c, lastC);
  }
}
