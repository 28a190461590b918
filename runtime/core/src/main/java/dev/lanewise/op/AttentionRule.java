package dev.lanewise.op;

import dev.lanewise.graph.Inference;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The shape rule of {@link Attention}. */
final class AttentionRule {
  private AttentionRule() {}

  static List<Type> infer(Inference in, Attention op) {
    DType q = in.dtype(0);
    DType v = in.dtype(2);
    in.require(Types.isFloat(q), Types.notDefinedFor(q));
    in.require(in.dtype(1) == q, "K has type " + in.dtype(1) + ", Q " + q);
    in.require(Types.isFloat(v), Types.notDefinedFor(v));
    in.require(
        in.has(Attention.PAST_KEY) == in.has(Attention.PAST_VALUE),
        "past_key and past_value must be given together");
    in.require(
        !in.has(Attention.VALID) || !in.has(Attention.PAST_KEY),
        "nonpad_kv_seqlen cannot be given together with past_key");
    in.require(op.softcap() >= 0, "softcap is " + op.softcap() + ", but cannot be negative");
    in.require(op.rows().left() >= -1 && op.rows().right() >= -1, "a window size is below -1");
    in.require(
        op.softmaxType() == null || Types.isFloat(op.softmaxType()),
        "softmax_precision must be a floating-point type");
    Shape query = heads(in, 0, op.queryHeads(), "q_num_heads");
    Shape key = heads(in, 1, op.keyHeads(), "kv_num_heads");
    Shape value = heads(in, 2, op.keyHeads(), "kv_num_heads");
    same(in, 0, 1);
    same(in, 0, 2);
    Shapes.merge(part(key, 0, 3), part(value, 0, 3));
    Shapes.merge(part(query, 0, 1), part(key, 0, 1));
    Shapes.merge(part(query, 3, 4), part(key, 3, 4));
    if (query != null && key != null) {
      int h = query.dim(1);
      int g = key.dim(1);
      in.require(
          h == Shape.UNKNOWN || g == Shape.UNKNOWN || h == g || (g > 0 && h % g == 0),
          "the number of query heads, " + h + ", is no multiple of that of key heads, " + g);
    }
    Shape keys = cached(in, key, Attention.PAST_KEY, q);
    Shape values = cached(in, value, Attention.PAST_VALUE, v);
    Shape rows = part(query, 0, 3);
    Shape scores = rows == null ? null : rows.concat(orUnknown(keys, 2));
    mask(in, q, scores);
    valid(in, query);
    Shape y = rows == null ? null : rows.concat(orUnknown(value, 3));
    Shape input = in.shape(0);
    if (y != null && input != null && input.rank() == 3) {
      int e = y.dim(3);
      y = input.slice(0, 2).concat(Shape.of(e == Shape.UNKNOWN ? e : e * op.queryHeads()));
    }
    return Attention.outputs(q, v, y, keys, values, scores);
  }

  private static @Nullable Shape part(@Nullable Shape s, int from, int to) {
    return s == null ? null : s.slice(from, to);
  }

  private static Shape orUnknown(@Nullable Shape s, int i) {
    return s == null ? Shape.of(Shape.UNKNOWN) : s.slice(i, i + 1);
  }

  /** The shape of input i as {@code [B, heads, rows, size]}; null if its rank is not known. */
  private static @Nullable Shape heads(Inference in, int i, int heads, String attribute) {
    Shape x = in.shape(i);
    if (x == null || x.rank() == 4) {
      return x;
    }
    in.require(x.rank() == 3, "input " + i + " must have 3 or 4 dimensions, but is " + x);
    in.require(heads > 0, "inputs of 3 dimensions need " + attribute);
    int hidden = x.dim(2);
    in.require(
        hidden == Shape.UNKNOWN || hidden % heads == 0,
        attribute + " = " + heads + " does not divide dimension 2 of " + x);
    int size = hidden == Shape.UNKNOWN ? hidden : hidden / heads;
    return x.slice(0, 1).concat(Shape.of(heads)).concat(x.slice(1, 2)).concat(Shape.of(size));
  }

  private static void same(Inference in, int a, int b) {
    Shape x = in.shape(a);
    Shape y = in.shape(b);
    in.require(x == null || y == null || x.rank() == y.rank(), "Q, K and V differ in rank");
  }

  /** The shape of what is in the cache and what comes fresh together. */
  private static @Nullable Shape cached(Inference in, @Nullable Shape fresh, int i, DType dtype) {
    if (!in.has(i)) {
      return fresh;
    }
    in.require(in.dtype(i) == dtype, "input " + i + " must have type " + dtype);
    Shape past = in.shape(i);
    if (past == null || fresh == null) {
      return null;
    }
    in.require(past.rank() == 4, "input " + i + " must have 4 dimensions, but is " + past);
    Shape all = Shapes.merge(past.with(2, Shape.UNKNOWN), fresh.with(2, Shape.UNKNOWN));
    int a = past.dim(2);
    int b = fresh.dim(2);
    return all == null || a == Shape.UNKNOWN || b == Shape.UNKNOWN
        ? all
        : all.with(2, Math.addExact(a, b));
  }

  private static void mask(Inference in, DType q, @Nullable Shape scores) {
    if (!in.has(Attention.MASK)) {
      return;
    }
    DType dtype = in.dtype(Attention.MASK);
    in.require(dtype == DType.BOOL || Types.isNumber(dtype), "the mask cannot have type " + dtype);
    Shape mask = in.shape(Attention.MASK);
    if (mask == null || scores == null) {
      return;
    }
    in.require(mask.rank() <= 4, "the mask has more than 4 dimensions: " + mask);
    for (int i = 1; i <= mask.rank(); i++) {
      int m = mask.dim(-i);
      int n = scores.dim(-i);
      in.require(
          m == n || m == 1 || m == Shape.UNKNOWN || n == Shape.UNKNOWN || (i == 1 && m < n),
          "the mask " + mask + " does not broadcast to the scores " + scores);
    }
  }

  private static void valid(Inference in, @Nullable Shape query) {
    if (in.has(Attention.VALID)) {
      in.require(in.dtype(Attention.VALID) == DType.INT64, "nonpad_kv_seqlen must be INT64");
      Shape given = in.shape(Attention.VALID);
      in.require(given == null || given.rank() == 1, "nonpad_kv_seqlen must be [batch]");
      Shapes.merge(given, part(query, 0, 1));
    }
  }
}
