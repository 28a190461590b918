package dev.lanewise.testkit.cases;

import dev.lanewise.graph.Value;
import dev.lanewise.op.Einsum;
import dev.lanewise.op.MatMul;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpandEinsumTest {
  @Test
  void productOfMatrices() {
    SpelledOut s = new SpelledOut();
    Value y = s.add(new Einsum("ij,kj->ik"), s.input(5, 6), s.input(7, 6));
    s.becomes(y, MatMul.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "ij,jk->ik",
        "ij,jk",
        "bij,bjk->bik",
        "i,j->ij",
        "ij->ji",
        "ij->",
        "ij->i",
        "ij,ij->",
        "ij,ij->ij",
        "abc,cd,de->abe",
        "i,i,i->i",
        "...ij,...jk->...ik",
        "bhqd,bkhd->bhqk",
        "ij,k->i",
        "abc,cba->b",
        "ijk,jil->kl",
        "a,b,c->cab",
        "ii->i",
        "ii,ij->j",
        "ab,b,a->",
      })
  void anyEquation(String equation) {
    String left = equation.contains("->") ? equation.substring(0, equation.indexOf('-')) : equation;
    SpelledOut s = new SpelledOut();
    String[] terms = left.split(",");
    Value[] operands = new Value[terms.length];
    for (int i = 0; i < terms.length; i++) {
      operands[i] = s.input(dims(terms[i].replace("...", "XY")));
    }
    s.agrees(s.add(new Einsum(equation), operands));
  }

  /** A size for every letter. */
  private static int[] dims(String term) {
    return term.chars().map(c -> 2 + c % 5).toArray();
  }
}
