package dev.lanewise.op;

import dev.lanewise.graph.Frame;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Ref;
import dev.lanewise.kernel.Epilogue;
import dev.lanewise.kernel.Operands;
import dev.lanewise.kernel.Team;
import dev.lanewise.tensor.Storage;

/** One direction of an {@link RNN} whose activation is a kernel's. */
final class RnnPass extends RecurrentPass {
  private static final int R = 2;

  private final InnerProduct recurrent;
  private final Ref next;

  RnnPass(Lowering l, Recurrence op, int direction) {
    super(l, op, direction, 1, true);
    Activation f = op.functions().get(direction).activation();
    this.recurrent =
        new InnerProduct(
            l,
            stateProduct(hidden),
            Epilogue.NONE.withResidual().withActivation(f.function(), f.alpha(), f.beta()),
            R,
            direction * hidden * hidden);
    this.next = l.scratch(Storage.FLOATS, batch * hidden);
  }

  static boolean canDo(Recurrence op) {
    boolean plain = op.clip() == Float.POSITIVE_INFINITY;
    for (CellFunction f : op.functions()) {
      plain &= f.inputScale() == 1 && f.outputScale() == 1;
    }
    return plain;
  }

  @Override
  void step(Frame f, Team team, Operands o, int at) {
    o.x = f.floats(h);
    o.xAt = h.offset();
    o.residual = f.floats(gates);
    o.residualAt = at;
    o.y = f.floats(next);
    o.yAt = next.offset();
    recurrent.run(f, team, o);
    System.arraycopy(f.floats(next), next.offset(), f.floats(h), h.offset(), batch * hidden);
  }
}
