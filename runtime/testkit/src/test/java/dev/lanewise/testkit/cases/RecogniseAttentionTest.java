package dev.lanewise.testkit.cases;

import dev.lanewise.graph.Op;
import dev.lanewise.graph.Value;
import dev.lanewise.op.Add;
import dev.lanewise.op.Attention;
import dev.lanewise.op.Div;
import dev.lanewise.op.Einsum;
import dev.lanewise.op.MatMul;
import dev.lanewise.op.Mul;
import dev.lanewise.op.Reshape;
import dev.lanewise.op.Softmax;
import dev.lanewise.op.Transpose;
import org.junit.jupiter.api.Test;

class RecogniseAttentionTest {
  private final SpelledOut s = new SpelledOut();

  private Value split(Value x, int[] order) {
    Value heads = s.add(new Reshape(false), x, s.list(2, -1, 4, 8));
    return s.add(new Transpose(order), heads);
  }

  @Test
  void headsSplitOffAndJoined() {
    Value q = split(s.input(2, 5, 32), new int[] {0, 2, 1, 3});
    Value k = split(s.input(2, 9, 32), new int[] {0, 2, 3, 1});
    Value v = split(s.input(2, 9, 32), new int[] {0, 2, 1, 3});
    Value scores = s.add(new Div(), s.add(new MatMul(), q, k), s.number(Math.sqrt(8)));
    Value masked = s.add(new Add(), scores, s.input(2, 1, 1, 9));
    Value y = s.add(new MatMul(), s.add(new Softmax(3), masked), v);
    Value joined = s.add(new Transpose(new int[] {0, 2, 1, 3}), y);
    s.becomes(
        s.add(new Reshape(false), joined, s.list(2, 5, 32)),
        Attention.class,
        Reshape.class,
        Reshape.class);
  }

  @Test
  void scaleOfOperands() {
    Op factor = new Mul();
    Value q = s.add(factor, s.input(1, 3, 6, 8), s.number(0.5));
    Value k = s.add(factor, s.input(1, 3, 7, 8), s.number(0.7));
    Value turned = s.add(new Transpose(new int[] {0, 1, 3, 2}), k);
    Value weights = s.add(new Softmax(-1), s.add(new MatMul(), q, turned));
    Value y = s.add(new MatMul(), weights, s.input(1, 3, 7, 10));
    s.becomes(y, Mul.class, Attention.class);
  }

  @Test
  void oneHeadPerBatch() {
    Value q = s.add(new Transpose(new int[] {1, 0, 2}), s.input(6, 4, 8));
    Value k = s.add(new Transpose(new int[] {1, 2, 0}), s.input(7, 4, 8));
    Value v = s.add(new Transpose(new int[] {1, 0, 2}), s.input(7, 4, 8));
    Value scores = s.add(new Add(), s.input(4, 6, 7), s.add(new MatMul(), q, k));
    Value y = s.add(new MatMul(), s.add(new Softmax(2), scores), v);
    s.becomes(y, Transpose.class, Transpose.class, Transpose.class, Reshape.class, Attention.class);
  }

  @Test
  void spelledOutInSums() {
    Value q = s.input(2, 5, 3, 8);
    Value scores = s.add(new Einsum("bqhd,bkhd->bhqk"), q, s.input(2, 6, 3, 8));
    Value weights = s.add(new Softmax(-1), s.add(new Mul(), scores, s.number(0.3)));
    Value y = s.add(new Einsum("bhqk,bkhd->bqhd"), weights, s.input(2, 6, 3, 8));
    s.becomes(y, Reshape.class, Reshape.class, Reshape.class, Attention.class, Reshape.class);
  }

  @Test
  void otherAxesStay() {
    Value weights = s.add(new Softmax(1), s.add(new MatMul(), s.input(2, 5, 8), s.input(2, 8, 6)));
    Value y = s.add(new MatMul(), weights, s.input(2, 6, 4));
    s.becomes(y, MatMul.class, Softmax.class, MatMul.class);
  }
}
