package dev.lanewise.testkit.property;

import dev.lanewise.graph.Op;
import dev.lanewise.op.RegexFullMatch;
import dev.lanewise.op.StringConcat;
import dev.lanewise.op.StringNormalizer;
import dev.lanewise.op.StringSplit;
import dev.lanewise.op.TfIdfVectorizer;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.List;
import java.util.Locale;

/** Operators on strings. */
final class TextProperties {
  private TextProperties() {}

  static void addTo(Properties p) {
    p.add(StringConcat.class, TextProperties::concat);
    p.add(StringSplit.class, TextProperties::split);
    p.add(StringNormalizer.class, TextProperties::normalize);
    p.add(RegexFullMatch.class, TextProperties::match);
    p.add(TfIdfVectorizer.class, TextProperties::count);
  }

  private static Op concat(Draw d) {
    Shape shape = d.shape(0, 3);
    d.add(d.tensor(DType.STRING, shape)).add(d.tensor(DType.STRING, d.part(shape)));
    return new StringConcat();
  }

  private static Op split(Draw d) {
    d.add(d.tensor(DType.STRING, d.shape(0, 3))).wants(2);
    return new StringSplit(d.one("", " ", "a", "bc"), d.one(-1, 1, Integer.MAX_VALUE));
  }

  private static Op normalize(Draw d) {
    d.add(d.tensor(DType.STRING, d.flag() ? Shape.of(d.integer(1, 5)) : Shape.of(1, 4)));
    return new StringNormalizer(
        d.one(StringNormalizer.Case.values()), d.flag(), Locale.ROOT, List.of("a", "É"));
  }

  private static Op match(Draw d) {
    d.add(d.tensor(DType.STRING, d.shape(0, 3)));
    return new RegexFullMatch(d.one("a|bc", ".*", "[a-c ]+", "\\d{2}", "(a b)?"));
  }

  private static Op count(Draw d) {
    boolean rows = d.flag();
    d.add(d.tensor(DType.INT64, rows ? Shape.of(2, 6) : Shape.of(6), 0, 3)).within(1e-6);
    Tensor pool = Draw.list(0, 1, 2, 0, 1, 1, 2);
    return new TfIdfVectorizer(
        d.one(TfIdfVectorizer.Mode.values()),
        1,
        2,
        d.integer(0, 2),
        pool,
        new int[] {0, 3},
        new int[] {0, 1, 2, 3, 4},
        new double[] {1, 0.5, 2, 0.25, 3});
  }
}
