package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Scaled dot-product attention (Vaswani et al., 2017) with shared heads, caches and masks: {@code Y
 * = softmax(cap(scale·Q·Kᵀ) + mask)·V} for each head.
 *
 * <p>Inputs: Q {@code [B, H, T, D]} or {@code [B, T, H·D]}, K {@code [B, G, S, D]} or {@code [B, S,
 * G·D]}, V {@code [B, G, S, E]} or {@code [B, S, G·E]}; then, all optional, a mask that broadcasts
 * to {@code [B, H, T, P + S]} (BOOL, or numbers that are added to the scores), past keys {@code [B,
 * G, P, D]} and values {@code [B, G, P, E]}, and the number of valid keys of each batch {@code
 * [B]}.
 *
 * <p>Outputs: Y {@code [B, H, T, E]} or {@code [B, T, H·E]}, all keys {@code [B, G, P + S, D]} and
 * values {@code [B, G, P + S, E]}, and the matrix of the scores {@code [B, H, T, P + S]}. A query
 * that sees no key gives zeros.
 *
 * @param queryHeads H for Q of three dimensions; 0 if it has four
 * @param keyHeads G for K and V of three dimensions; 0 if they have four
 * @param scale factor of the scores; NaN for {@code 1/√D}
 * @param softcap scores are {@code softcap·tanh(score / softcap)}; 0 for as they are
 * @param rows which keys a query sees by its place
 * @param scores what the fourth output holds
 * @param softmaxType type in which the softmax is computed; null for that of Q
 * @param padsMask whether a mask with a single column is continued with −∞, as one with too few
 *     columns always is, instead of repeated
 */
public record Attention(
    int queryHeads,
    int keyHeads,
    float scale,
    float softcap,
    AttentionRows rows,
    Scores scores,
    @Nullable DType softmaxType,
    boolean padsMask)
    implements Op {
  static final int MASK = 3;
  static final int PAST_KEY = 4;
  static final int PAST_VALUE = 5;
  static final int VALID = 6;

  /** Stages of the scores, in their order. */
  public enum Scores {
    /** Scaled products of queries and keys. */
    PRODUCT,
    /** After the soft cap. */
    CAPPED,
    /** With the mask added. */
    MASKED,
    /** After the softmax. */
    SOFTMAX
  }

  /** Attention of every query to every key. */
  public static Attention plain(int queryHeads, int keyHeads, float scale) {
    return new Attention(
        queryHeads, keyHeads, scale, 0, false, -1, -1, Scores.PRODUCT, null, false);
  }

  /**
   * Attention with the attributes of the standard.
   *
   * @param causal whether a query sees no later key
   * @param left how many earlier keys a query sees, −1 for all
   * @param right how many later keys a query sees, −1 for all
   */
  public Attention(
      int queryHeads,
      int keyHeads,
      float scale,
      float softcap,
      boolean causal,
      int left,
      int right,
      Scores scores,
      @Nullable DType softmaxType,
      boolean padsMask) {
    this(
        queryHeads,
        keyHeads,
        scale,
        softcap,
        new AttentionRows(causal, left, right),
        scores,
        softmaxType,
        padsMask);
  }

  @Override
  public List<Type> infer(Inference in) {
    return AttentionRule.infer(in, this);
  }

  /**
   * Which keys a query sees by its place, BOOL {@code [queries, keys]} without a cache; null if it
   * sees all.
   */
  public @Nullable Tensor seen(int queries, int keys) {
    byte[] seen = new byte[Math.multiplyExact(queries, keys)];
    boolean all = true;
    for (int i = 0; i < queries; i++) {
      for (int j = 0; j < keys; j++) {
        boolean sees = j >= rows.first(i) && j < rows.end(i, keys);
        seen[i * keys + j] = (byte) (sees ? 1 : 0);
        all &= sees;
      }
    }
    return all ? null : Tensor.of(DType.BOOL, Shape.of(queries, keys), seen);
  }

  /** Factor of the scores for heads of a size. */
  public float scale(int size) {
    return Float.isNaN(scale) ? (float) (1 / Math.sqrt(size)) : scale;
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    return new AttentionReference(in, this).outputs();
  }

  @Override
  public void lower(Lowering l) {
    boolean floats =
        l.dtype(0) == DType.FLOAT
            && l.dtype(2) == DType.FLOAT
            && (softmaxType == null || softmaxType == DType.FLOAT)
            && (!l.has(MASK) || l.dtype(MASK) == DType.FLOAT || l.dtype(MASK) == DType.BOOL);
    Shape past = l.has(PAST_KEY) ? l.shape(PAST_KEY) : null;
    AttentionSizes s =
        AttentionSizes.of(l.shape(0), l.shape(1), l.shape(2), past, queryHeads, keyHeads);
    boolean empty = l.outputShape(0).size() == 0 || s.keys() == 0 || s.size() == 0 || l.isUsed(3);
    if (!floats || empty) {
      l.reference();
      return;
    }
    AttentionSteps.emit(l, this, s);
  }

  /** Types of the outputs. */
  static List<Type> outputs(
      DType q,
      DType v,
      @Nullable Shape y,
      @Nullable Shape keys,
      @Nullable Shape values,
      @Nullable Shape scores) {
    return List.of(
        new TensorType(q, y),
        new TensorType(q, keys),
        new TensorType(v, values),
        new TensorType(q, scores));
  }
}
