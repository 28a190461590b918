package dev.lanewise.op;

import static dev.lanewise.op.Evaluate.all;
import static dev.lanewise.op.Evaluate.longs;
import static dev.lanewise.op.Evaluate.one;
import static dev.lanewise.op.Evaluate.strings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

final class StringOperatorsTest {
  @Test
  void concatenationBroadcasts() {
    Tensor column = strings("a", "b").reshape(Shape.of(2, 1));
    assertThat(one(new StringConcat(), column, strings("x", "")).strings())
        .containsExactly("ax", "a", "bx", "b");
  }

  @Test
  void splitsFillUpWithEmptyStrings() {
    List<Datum> y = all(new StringSplit(",", -1), 2, strings("a,b,,c", "", "d"));
    assertThat(((Tensor) y.get(0)).shape()).isEqualTo(Shape.of(3, 4));
    assertThat(((Tensor) y.get(0)).strings())
        .containsExactly("a", "b", "", "c", "", "", "", "", "d", "", "", "");
    assertThat(((Tensor) y.get(1)).longs()).containsExactly(4, 1, 1);
    assertThat(one(new StringSplit("ab", 1), strings("1ab2ab3")).strings())
        .containsExactly("1", "2ab3");
    assertThat(one(new StringSplit("", -1), strings("  a \t b\n")).strings())
        .containsExactly("a", "b");
    assertThat(one(new StringSplit("", 1), strings(" a  b c ")).strings())
        .containsExactly("a", "b c");
    assertThat(((Tensor) all(new StringSplit("", -1), 2, strings("  ")).get(1)).longs())
        .containsExactly(0);
    assertThat(one(new StringSplit("", -1), strings()).shape()).isEqualTo(Shape.of(0, 0));
  }

  @Test
  void normalizingDropsStopWords() {
    Tensor x = strings("Monday", "tuesday", "Friday").reshape(Shape.of(1, 3));
    StringNormalizer insensitive =
        new StringNormalizer(StringNormalizer.Case.UPPER, false, Locale.ENGLISH, List.of("MONDAY"));
    assertThat(one(insensitive, x).strings()).containsExactly("TUESDAY", "FRIDAY");
    StringNormalizer sensitive =
        new StringNormalizer(StringNormalizer.Case.NONE, true, Locale.ENGLISH, List.of("MONDAY"));
    assertThat(one(sensitive, x).strings()).containsExactly("Monday", "tuesday", "Friday");
    StringNormalizer all =
        new StringNormalizer(
            StringNormalizer.Case.LOWER,
            false,
            Locale.ENGLISH,
            List.of("monday", "tuesday", "friday"));
    assertThat(one(all, x).shape()).isEqualTo(Shape.of(1, 1));
    assertThat(one(all, x).strings()).containsExactly("");
    assertThatThrownBy(() -> one(all, x.reshape(Shape.of(3, 1))))
        .hasMessageContaining("[C] or [1, C]");
  }

  private static TfIdfVectorizer vectorizer(
      TfIdfVectorizer.Mode mode, int min, int max, int skip, double... weights) {
    return new TfIdfVectorizer(
        mode,
        min,
        max,
        skip,
        longs(2, 3, 5, 4, 5, 6, 7, 8, 6, 7),
        new int[] {0, 4},
        new int[] {0, 1, 2, 3, 4, 5, 6},
        weights);
  }

  @Test
  void countsNgrams() {
    Tensor x = longs(1, 1, 3, 3, 3, 7, 8, 6, 7, 5, 6, 8);
    assertThat(one(vectorizer(TfIdfVectorizer.Mode.TF, 2, 2, 0), x).floats())
        .containsExactly(0, 0, 0, 0, 1, 1, 1);
    assertThat(one(vectorizer(TfIdfVectorizer.Mode.TF, 2, 2, 5), x).floats())
        .containsExactly(0, 0, 0, 0, 1, 3, 1);
    assertThat(one(vectorizer(TfIdfVectorizer.Mode.TF, 1, 2, 5), x).floats())
        .containsExactly(0, 3, 1, 0, 1, 3, 1);
    Tensor rows = x.reshape(Shape.of(2, 6));
    assertThat(one(vectorizer(TfIdfVectorizer.Mode.TF, 2, 2, 5), rows).floats())
        .containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1);
  }

  @Test
  void weighsNgrams() {
    Tensor x = longs(3, 3, 5, 6);
    assertThat(one(vectorizer(TfIdfVectorizer.Mode.IDF, 1, 2, 0, 9, 2, 3, 4, 5, 6, 7), x).floats())
        .containsExactly(0, 2, 3, 0, 5, 0, 0);
    assertThat(
            one(vectorizer(TfIdfVectorizer.Mode.TFIDF, 1, 2, 0, 9, 2, 3, 4, 5, 6, 7), x).floats())
        .containsExactly(0, 4, 3, 0, 5, 0, 0);
    assertThatThrownBy(() -> vectorizer(TfIdfVectorizer.Mode.TF, 1, 3, 0))
        .hasMessageContaining("max_gram_length");
  }
}
