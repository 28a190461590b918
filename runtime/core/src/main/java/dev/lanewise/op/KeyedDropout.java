package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Ref;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Type;
import java.util.List;

/**
 * Drops elements at random and divides the others by {@code 1 − rate}. Which ones are dropped is a
 * function of the key, the stream and the element's index, so that a run with the same key drops
 * the same elements in whatever order they are computed. Not an operator of the standard; training
 * needs it.
 *
 * <p>Inputs: x, and the key, INT64 {@code [2]}. Output: like x.
 *
 * @param rate share of elements to drop, from 0 to below 1
 * @param stream number that tells apart operators that are run with the same key
 */
public record KeyedDropout(float rate, long stream) implements Op {
  private static final int GRAIN = 1 << 14;
  private static final long GAMMA = 0x9E3779B97F4A7C15L;

  @Override
  public List<Type> infer(Inference in) {
    in.require(in.dtype(0).isFloating(), "needs a floating-point input, got " + in.dtype(0));
    in.require(in.dtype(1) == DType.INT64, "the key must be INT64, but is " + in.dtype(1));
    in.require(rate >= 0 && rate < 1, "the rate must be in [0, 1), but is " + rate);
    int count = Dims.count(in.shape(1));
    in.require(count == 2 || count < 0, "the key must be two numbers");
    return List.of(in.tensor(0));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    long key = key(in.tensor(1).longs(), 0);
    double[] y = x.toDoubles();
    for (int i = 0; i < y.length; i++) {
      y[i] = isKept(key, i) ? y[i] / (1 - (double) rate) : 0;
    }
    return List.of(Tensor.of(x.dtype(), x.shape(), Elements.fromDoubles(x.dtype(), y)));
  }

  private long key(long[] key, int at) {
    return mix(mix(key[at] + GAMMA * (stream + 1)) + key[at + 1]);
  }

  /** The finaliser of SplitMix64 (Steele, Lea and Flood, 2014). */
  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  private boolean isKept(long key, int index) {
    return mix(key + GAMMA * index) >>> 40 >= limit();
  }

  /** The rate as a number of 24 bits. */
  private long limit() {
    return (long) (rate * (double) (1 << 24));
  }

  @Override
  public void lower(Lowering l) {
    if (l.dtype(0) != DType.FLOAT) {
      l.reference();
      return;
    }
    l.reuse(0, 0);
    Ref x = l.input(0);
    Ref key = l.input(1);
    Ref y = l.output(0);
    float scale = (float) (1 / (1 - (double) rate));
    int scaleBits = Float.floatToRawIntBits(scale);
    long last = limit() - 1;
    l.emitRange(
        "keyed dropout",
        l.shape(0).size(),
        GRAIN,
        (f, from, to) -> {
          float[] xs = f.floats(x);
          float[] ys = f.floats(y);
          long k = key(f.longs(key), key.offset());
          for (int i = from; i < to; i++) {
            // All bits where the element is kept: a branch would be guessed wrong every other time.
            int kept = (int) (last - (mix(k + GAMMA * i) >>> 40) >> 63);
            ys[y.offset() + i] = xs[x.offset() + i] * Float.intBitsToFloat(scaleBits & kept);
          }
        });
  }
}
