package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Ref;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rotates pairs of the first elements of each head by angles that depend on the position in the
 * sequence (Su et al., 2021).
 *
 * <p>Inputs: x {@code [B, heads, T, D]} or {@code [B, T, heads·D]}; cosines and sines, {@code
 * [positions, R/2]} if there are position ids, else {@code [B, T, R/2]}; optional position ids
 * {@code [B, T]}. Output: the shape of x.
 *
 * @param interleaved whether a pair is two neighbours; else element i goes with i + R/2
 * @param rotated elements R of a head that are rotated; 0 for all
 * @param heads number of heads of an x with three dimensions; 0 if x has four
 */
public record RotaryEmbedding(boolean interleaved, int rotated, int heads) implements Op {
  private static final int GRAIN = 1 << 14;

  @Override
  public List<Type> infer(Inference in) {
    DType dtype = in.dtype(0);
    in.require(Types.isFloat(dtype), Types.notDefinedFor(dtype));
    in.require(in.dtype(1) == dtype && in.dtype(2) == dtype, "the caches have another type than x");
    in.require(!in.has(3) || in.dtype(3) == DType.INT64, "position ids must be INT64");
    in.require(rotated >= 0 && rotated % 2 == 0, "rotary_embedding_dim must be even");
    Shape x = in.shape(0);
    Shape cos = in.shape(1);
    Shape sin = in.shape(2);
    Shape ids = in.has(3) ? in.shape(3) : null;
    int rank = in.has(3) ? 2 : 3;
    in.require(cos == null || cos.rank() == rank, "cos_cache must have " + rank + " dimensions");
    in.require(sin == null || sin.rank() == rank, "sin_cache must have " + rank + " dimensions");
    in.require(ids == null || ids.rank() == 2, "position_ids must have two dimensions");
    Shapes.merge(cos, sin);
    if (x == null) {
      return List.of(new TensorType(dtype, null));
    }
    in.require(x.rank() == 3 || x.rank() == 4, "x must have three or four dimensions");
    in.require(x.rank() == 4 || heads > 0, "num_heads must be given for x of three dimensions");
    if (x.isKnown()) {
      Sizes s = sizes(x);
      in.require(
          x.rank() == 4 || x.dim(2) % heads == 0, "num_heads does not divide dimension 2 of " + x);
      in.require(
          s.rotated <= s.size && s.rotated % 2 == 0,
          "cannot rotate " + s.rotated + " of " + s.size + " elements of a head");
      in.require(
          cos == null || cos.dim(-1) == Shape.UNKNOWN || 2 * cos.dim(-1) == s.rotated,
          "cos_cache has " + (cos == null ? 0 : cos.dim(-1)) + " columns for " + s.rotated + "/2");
      Shape perToken = Shape.of(s.batch, s.time);
      Shape tokens = ids != null ? ids : cos != null && !in.has(3) ? cos.slice(0, 2) : perToken;
      in.require(
          !tokens.isKnown() || perToken.equals(Shapes.broadcast(tokens, perToken)),
          "positions " + tokens + " do not fit x " + x);
    }
    return List.of(new TensorType(dtype, x));
  }

  /**
   * Sizes of x, whose rows are the heads of a token.
   *
   * @param size elements D of a head
   * @param rotated elements R that are rotated
   */
  private record Sizes(int batch, int heads, int time, int size, int rotated, boolean headFirst) {
    int rows() {
      return batch * heads * time;
    }

    int batchOf(int row) {
      return row / (heads * time);
    }

    int timeOf(int row) {
      return headFirst ? row % time : row / heads % time;
    }
  }

  private Sizes sizes(Shape x) {
    boolean headFirst = x.rank() == 4;
    int count = headFirst ? x.dim(1) : heads;
    int size = headFirst ? x.dim(3) : x.dim(2) / heads;
    return new Sizes(
        x.dim(0), count, x.dim(headFirst ? 2 : 1), size, rotated == 0 ? size : rotated, headFirst);
  }

  /** Where the angles of a token are: rows of the caches by token, ids that pick one, or both. */
  private record Positions(Shape tokens, int limit) {
    static Positions of(Shape cos, @Nullable Shape ids) {
      return ids == null ? new Positions(cos.slice(0, 2), 0) : new Positions(ids, cos.dim(0));
    }

    int token(int b, int t) {
      int row = tokens.dim(0) == 1 ? 0 : b;
      return tokens.dim(1) == 1 ? row : row * tokens.dim(1) + t;
    }
  }

  private static int cacheRow(Positions p, int token, long @Nullable [] ids, int idsAt) {
    if (ids == null) {
      return token;
    }
    long id = ids[idsAt + token];
    if (id < 0 || id >= p.limit) {
      throw new IndexOutOfBoundsException(
          "position id " + id + " is not from 0 to " + (p.limit - 1));
    }
    return (int) id;
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    Tensor ids = in.tensorOrNull(3);
    Sizes s = sizes(x.shape());
    Positions p = Positions.of(in.tensor(1).shape(), ids == null ? null : ids.shape());
    double[] cos = in.tensor(1).toDoubles();
    double[] sin = in.tensor(2).toDoubles();
    long[] chosen = ids == null ? null : ids.longs();
    double[] y = x.toDoubles();
    int half = s.rotated / 2;
    int step = interleaved ? 2 : 1;
    int apart = interleaved ? 1 : half;
    for (int row = 0; row < s.rows(); row++) {
      int angle = cacheRow(p, p.token(s.batchOf(row), s.timeOf(row)), chosen, 0) * half;
      int at = row * s.size;
      for (int i = 0; i < half; i++) {
        double a = y[at + i * step];
        double b = y[at + i * step + apart];
        double c = cos[angle + i];
        double d = sin[angle + i];
        y[at + i * step] = c * a - d * b;
        y[at + i * step + apart] = d * a + c * b;
      }
    }
    return List.of(Tensor.of(x.dtype(), x.shape(), Elements.fromDoubles(x.dtype(), y)));
  }

  @Override
  public void lower(Lowering l) {
    Shape shape = l.shape(0);
    if (l.dtype(0) != DType.FLOAT || shape.size() == 0) {
      l.reference();
      return;
    }
    Sizes s = sizes(shape);
    Positions p = Positions.of(l.shape(1), l.has(3) ? l.shape(3) : null);
    l.reuse(0, 0);
    Ref x = l.input(0);
    Ref cos = l.input(1);
    Ref sin = l.input(2);
    Ref ids = l.has(3) ? l.input(3) : null;
    Ref y = l.output(0);
    int half = s.rotated / 2;
    l.emitRange(
        "rotate",
        s.rows(),
        1 + GRAIN / s.size,
        (f, from, to) -> {
          long[] chosen = ids == null ? null : f.longs(ids);
          int idsAt = ids == null ? 0 : ids.offset();
          for (int row = from; row < to; row++) {
            int angle = half * cacheRow(p, p.token(s.batchOf(row), s.timeOf(row)), chosen, idsAt);
            rotate(
                f.floats(x),
                x.offset() + row * s.size,
                f.floats(cos),
                cos.offset() + angle,
                f.floats(sin),
                sin.offset() + angle,
                f.floats(y),
                y.offset() + row * s.size,
                half);
            System.arraycopy(
                f.floats(x),
                x.offset() + row * s.size + s.rotated,
                f.floats(y),
                y.offset() + row * s.size + s.rotated,
                s.size - s.rotated);
          }
        });
  }

  private void rotate(
      float[] x,
      int xAt,
      float[] cos,
      int cosAt,
      float[] sin,
      int sinAt,
      float[] y,
      int yAt,
      int half) {
    int step = interleaved ? 2 : 1;
    int apart = interleaved ? 1 : half;
    for (int i = 0; i < half; i++) {
      float a = x[xAt + i * step];
      float b = x[xAt + i * step + apart];
      float c = cos[cosAt + i];
      float d = sin[sinAt + i];
      y[yAt + i * step] = c * a - d * b;
      y[yAt + i * step + apart] = d * a + c * b;
    }
  }
}
