package dev.lanewise.op;

import dev.lanewise.graph.Frame;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Ref;
import dev.lanewise.graph.Step;
import dev.lanewise.tensor.Storage;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * {@link LinearAttention} on FLOAT: one head of keys of one sequence after the other, all its steps
 * on a matrix that stays in the cache.
 */
final class LinearAttentionPass implements Step.Range {
  private final LinearAttentionSizes s;
  private final Ref query;
  private final Ref key;
  private final Ref value;
  private final @Nullable Ref past;
  private final @Nullable Ref decay;
  private final @Nullable Ref beta;
  private final int decays;
  private final int betas;
  private final Ref written;
  private final Ref state;
  private final Ref y;

  private LinearAttentionPass(Lowering l, LinearAttentionSizes s, boolean gated, boolean delta) {
    this.s = s;
    query = l.input(0);
    key = l.input(1);
    value = l.input(2);
    past = l.has(3) ? l.input(3) : null;
    decay = gated ? l.input(4) : null;
    beta = delta ? l.input(5) : null;
    decays = gated ? l.shape(4).dim(2) : 0;
    betas = delta ? l.shape(5).dim(2) : 0;
    int elements = Math.multiplyExact(s.states(), s.matrix());
    written = l.scratch(Storage.FLOATS, s.states() * s.e());
    state = l.isUsed(1) ? l.output(1) : l.scratch(Storage.FLOATS, elements);
    y = l.output(0);
  }

  static void emit(Lowering l, LinearAttentionSizes s, boolean gated, boolean delta) {
    int uses = 1 + (delta ? 1 : 0) + s.group();
    l.multiplyAdds((long) s.tokens() * s.keyHeads() * s.matrix() * uses);
    l.emitRange("linear attention", s.states(), 1, new LinearAttentionPass(l, s, gated, delta));
  }

  @Override
  public void run(Frame f, int from, int to) {
    float[] matrices = f.floats(state);
    for (int head = from; head < to; head++) {
      int at = state.offset() + head * s.matrix();
      if (past == null) {
        Arrays.fill(matrices, at, at + s.matrix(), 0);
      } else {
        System.arraycopy(
            f.floats(past), past.offset() + head * s.matrix(), matrices, at, s.matrix());
      }
      int b = head / s.keyHeads();
      for (int token = b * s.time(); token < (b + 1) * s.time(); token++) {
        step(f, matrices, at, head, token);
      }
    }
  }

  private void step(Frame f, float[] matrix, int at, int head, int token) {
    int d = s.d();
    int e = s.e();
    int g = head % s.keyHeads();
    if (decay != null) {
      float[] gates = f.floats(decay);
      int gate = decay.offset() + token * decays + (decays == s.keyHeads() ? g : g * d);
      for (int i = 0; i < d; i++) {
        float factor = (float) Math.exp(gates[decays == s.keyHeads() ? gate : gate + i]);
        scale(matrix, at + i * e, factor, e);
      }
    }
    float[] keys = f.floats(key);
    int keyAt = key.offset() + (token * s.keyHeads() + g) * d;
    float[] v = f.floats(written);
    int vAt = written.offset() + head * e;
    System.arraycopy(f.floats(value), value.offset() + (token * s.keyHeads() + g) * e, v, vAt, e);
    if (beta != null) {
      for (int i = 0; i < d; i++) {
        addScaled(v, vAt, matrix, at + i * e, -keys[keyAt + i], e);
      }
      int rate = beta.offset() + token * betas + (betas == 1 ? 0 : g);
      scale(v, vAt, f.floats(beta)[rate], e);
    }
    for (int i = 0; i < d; i++) {
      addScaled(matrix, at + i * e, v, vAt, keys[keyAt + i], e);
    }
    float[] queries = f.floats(query);
    float[] out = f.floats(y);
    for (int h = g * s.group(); h < (g + 1) * s.group(); h++) {
      int row = token * s.queryHeads() + h;
      int yAt = y.offset() + row * e;
      Arrays.fill(out, yAt, yAt + e, 0);
      for (int i = 0; i < d; i++) {
        addScaled(out, yAt, matrix, at + i * e, queries[query.offset() + row * d + i], e);
      }
      scale(out, yAt, s.scale(), e);
    }
  }

  private static void scale(float[] y, int yAt, float factor, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] *= factor;
    }
  }

  private static void addScaled(float[] y, int yAt, float[] x, int xAt, float factor, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] += factor * x[xAt + i];
    }
  }
}
