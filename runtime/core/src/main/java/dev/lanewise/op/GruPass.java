package dev.lanewise.op;

import dev.lanewise.graph.Frame;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Ref;
import dev.lanewise.kernel.BinaryFunction;
import dev.lanewise.kernel.Elementwise;
import dev.lanewise.kernel.Epilogue;
import dev.lanewise.kernel.Operands;
import dev.lanewise.kernel.Team;
import dev.lanewise.kernel.UnaryFunction;
import dev.lanewise.tensor.Storage;

/** One direction of a {@link GRU} that resets before the product, with the default activations. */
final class GruPass extends RecurrentPass {
  private static final int R = 2;

  private final Elementwise functions;
  private final InnerProduct gateProduct;
  private final InnerProduct candidateProduct;
  private final Ref sum;
  private final Ref reset;

  GruPass(Lowering l, Recurrence op, int direction) {
    super(l, op, direction, 3, true);
    this.functions = l.kernels().elementwise();
    Epilogue residual = Epilogue.NONE.withResidual();
    int weights = direction * gateRows * hidden;
    this.gateProduct = new InnerProduct(l, stateProduct(2 * hidden), residual, R, weights);
    this.candidateProduct =
        new InnerProduct(l, stateProduct(hidden), residual, R, weights + 2 * hidden * hidden);
    this.sum = l.scratch(Storage.FLOATS, batch * gateRows);
    this.reset = l.scratch(Storage.FLOATS, batch * hidden);
  }

  @Override
  void step(Frame f, Team team, Operands o, int at) {
    float[] state = f.floats(h);
    float[] s = f.floats(sum);
    float[] r = f.floats(reset);
    o.residual = f.floats(gates);
    o.y = s;
    o.x = state;
    o.xAt = h.offset();
    o.residualAt = at;
    o.yAt = sum.offset();
    gateProduct.run(f, team, o);
    for (int b = 0; b < batch; b++) {
      int row = sum.offset() + b * gateRows;
      functions.unary(UnaryFunction.SIGMOID, 0, 0, s, row, s, row, 2 * hidden);
      functions.binary(
          BinaryFunction.MUL,
          s,
          row + hidden,
          state,
          h.offset() + b * hidden,
          r,
          reset.offset() + b * hidden,
          hidden);
    }
    o.x = r;
    o.xAt = reset.offset();
    o.residualAt = at + 2 * hidden;
    o.yAt = sum.offset() + 2 * hidden;
    candidateProduct.run(f, team, o);
    for (int b = 0; b < batch; b++) {
      blend(s, sum.offset() + b * gateRows, state, h.offset() + b * hidden);
    }
  }

  /** {@code h = g + z·(h − g)}, where g = tanh of the candidate. */
  private void blend(float[] s, int row, float[] state, int at) {
    int n = hidden;
    int g = row + 2 * n;
    functions.unary(UnaryFunction.TANH, 0, 0, s, g, s, g, n);
    functions.binary(BinaryFunction.SUB, state, at, s, g, state, at, n);
    functions.binary(BinaryFunction.MUL, state, at, s, row, state, at, n);
    functions.binary(BinaryFunction.ADD, state, at, s, g, state, at, n);
  }
}
