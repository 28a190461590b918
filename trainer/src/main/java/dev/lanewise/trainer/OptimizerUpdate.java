package dev.lanewise.trainer;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Ref;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * One update of one variable. Inputs: learning rate FLOAT {@code []}, updates so far INT64 {@code
 * []}, the variable, its gradient, its slots, all FLOAT. Outputs: the new variable and slots.
 *
 * <p>Memory is passed over once, in pieces that stay in the cache while they are worked on.
 */
record OptimizerUpdate(Optimizer optimizer) implements Op {
  private static final int PIECE = 2048;
  private static final int STATE = 4;

  /** What one thread works on: the variable, its gradient and the slots. */
  private static final class Piece {
    final float[] x = new float[PIECE];
    final float[] gradient = new float[PIECE];
    final float[][] slots;

    Piece(int count) {
      slots = new float[count][PIECE];
    }
  }

  @Override
  public List<Type> infer(Inference in) {
    in.require(in.inputs() == STATE + optimizer.slots(), "has a wrong number of slots");
    for (int i = 2; i < in.inputs(); i++) {
      in.require(in.type(i).equals(in.type(2)), "input " + i + " is no " + in.type(2));
    }
    in.require(in.dtype(2) == DType.FLOAT, "variables must be FLOAT, not " + in.dtype(2));
    return Collections.nCopies(1 + optimizer.slots(), in.type(2));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(2).copy();
    float[][] slots = new float[optimizer.slots()][];
    List<Datum> results = new ArrayList<>(List.of(x));
    for (int s = 0; s < slots.length; s++) {
      Tensor slot = in.tensor(STATE + s).copy();
      slots[s] = slot.floats();
      results.add(slot);
    }
    float rate = in.tensor(0).floats()[0];
    long step = in.tensor(1).longs()[0] + 1;
    optimizer.update(rate, step, x.floats(), in.tensor(3).floats(), slots, x.size());
    return results;
  }

  @Override
  public void lower(Lowering l) {
    int slots = optimizer.slots();
    int size = l.shape(2).size();
    int parts = Math.max(1, Math.min(l.threads(), size / PIECE));
    Ref rate = l.input(0);
    Ref updates = l.input(1);
    Ref[] from = new Ref[2 + slots];
    Ref[] to = new Ref[1 + slots];
    for (int i = 0; i < from.length; i++) {
      from[i] = l.input(2 + i);
    }
    for (int o = 0; o < to.length; o++) {
      to[o] = l.output(o);
    }
    int[] states = new int[parts];
    for (int p = 0; p < parts; p++) {
      states[p] = l.state(() -> new Piece(slots));
    }
    l.emitRange(
        optimizer.className(),
        parts,
        1,
        (f, first, end) -> {
          float r = f.floats(rate)[rate.offset()];
          long step = f.longs(updates)[updates.offset()] + 1;
          for (int part = first; part < end; part++) {
            Piece piece = (Piece) f.state(states[part]);
            int last = (int) ((long) size * (part + 1) / parts);
            for (int at = (int) ((long) size * part / parts); at < last; at += PIECE) {
              int n = Math.min(PIECE, last - at);
              System.arraycopy(f.floats(from[0]), from[0].offset() + at, piece.x, 0, n);
              System.arraycopy(f.floats(from[1]), from[1].offset() + at, piece.gradient, 0, n);
              for (int s = 0; s < slots; s++) {
                Ref slot = from[2 + s];
                System.arraycopy(f.floats(slot), slot.offset() + at, piece.slots[s], 0, n);
              }
              optimizer.update(r, step, piece.x, piece.gradient, piece.slots, n);
              System.arraycopy(piece.x, 0, f.floats(to[0]), to[0].offset() + at, n);
              for (int s = 0; s < slots; s++) {
                Ref slot = to[1 + s];
                System.arraycopy(piece.slots[s], 0, f.floats(slot), slot.offset() + at, n);
              }
            }
          }
        });
  }
}
