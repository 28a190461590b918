package dev.lanewise.loader.operators;

import dev.lanewise.op.Bernoulli;
import dev.lanewise.op.Multinomial;
import dev.lanewise.op.RandomNormal;
import dev.lanewise.op.RandomNormalLike;
import dev.lanewise.op.RandomSource;
import dev.lanewise.op.RandomUniform;
import dev.lanewise.op.RandomUniformLike;
import dev.lanewise.op.RegexFullMatch;
import dev.lanewise.op.StringConcat;
import dev.lanewise.op.StringNormalizer;
import dev.lanewise.op.StringSplit;
import dev.lanewise.op.TfIdfVectorizer;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Table lines of operators on strings and of operators with random results. */
final class StringOperators {
  private StringOperators() {}

  static void addTo(OperatorTable table) {
    table.add("StringConcat", 20, n -> n.emit(new StringConcat()));
    table.add(
        "StringSplit",
        20,
        n ->
            n.emit(
                new StringSplit(
                    n.text("delimiter", ""), Math.toIntExact(n.integer("maxsplit", -1)))));
    table.add("RegexFullMatch", 20, n -> n.emit(new RegexFullMatch(n.text("pattern"))));
    table.add("StringNormalizer", 10, StringOperators::normalizer);
    table.add("TfIdfVectorizer", 9, StringOperators::vectorizer);
    addRandom(table);
  }

  private static void addRandom(OperatorTable table) {
    table.add("Bernoulli", 15, n -> n.emit(new Bernoulli(dtypeOrNull(n), source(n))));
    table.add(
        "RandomNormal",
        1,
        n ->
            n.emit(
                new RandomNormal(
                    n.dtype("dtype", DType.FLOAT),
                    shape(n),
                    n.real("mean", 0),
                    n.real("scale", 1),
                    source(n))));
    table.add(
        "RandomNormalLike",
        1,
        n ->
            n.emit(
                new RandomNormalLike(
                    dtypeOrNull(n), n.real("mean", 0), n.real("scale", 1), source(n))));
    table.add(
        "RandomUniform",
        1,
        n ->
            n.emit(
                new RandomUniform(
                    n.dtype("dtype", DType.FLOAT),
                    shape(n),
                    n.real("low", 0),
                    n.real("high", 1),
                    source(n))));
    table.add(
        "RandomUniformLike",
        1,
        n ->
            n.emit(
                new RandomUniformLike(
                    dtypeOrNull(n), n.real("low", 0), n.real("high", 1), source(n))));
    table.add(
        "Multinomial",
        7,
        n ->
            n.emit(
                new Multinomial(
                    n.dtype("dtype", DType.INT32),
                    Math.toIntExact(n.integer("sample_size", 1)),
                    source(n))));
  }

  private static RandomSource source(OnnxNode n) {
    return n.hasAttribute("seed") ? RandomSource.seeded(n.real("seed")) : RandomSource.UNSEEDED;
  }

  private static @Nullable DType dtypeOrNull(OnnxNode n) {
    return n.hasAttribute("dtype") ? n.dtype("dtype", DType.FLOAT) : null;
  }

  private static Shape shape(OnnxNode n) {
    if (!n.hasAttribute("shape")) {
      throw n.fail("attribute 'shape' is missing");
    }
    return Shape.of(n.longs("shape"));
  }

  private static void normalizer(OnnxNode n) {
    String action = n.text("case_change_action", "NONE");
    StringNormalizer.Case change =
        Arrays.stream(StringNormalizer.Case.values())
            .filter(c -> c.name().equals(action))
            .findFirst()
            .orElseThrow(() -> n.fail("case_change_action must be LOWER, UPPER or NONE"));
    String locale = n.text("locale", "en_US");
    int encoding = locale.indexOf('.');
    String tag = locale.substring(0, encoding < 0 ? locale.length() : encoding).replace('_', '-');
    n.emit(
        new StringNormalizer(
            change,
            n.flag("is_case_sensitive", false),
            Locale.forLanguageTag(tag),
            n.texts("stopwords")));
  }

  private static void vectorizer(OnnxNode n) {
    TfIdfVectorizer.Mode mode =
        switch (n.text("mode")) {
          case "TF" -> TfIdfVectorizer.Mode.TF;
          case "IDF" -> TfIdfVectorizer.Mode.IDF;
          case "TFIDF" -> TfIdfVectorizer.Mode.TFIDF;
          default -> throw n.fail("mode must be TF, IDF or TFIDF");
        };
    n.emit(
        new TfIdfVectorizer(
            mode,
            Math.toIntExact(n.integer("min_gram_length")),
            Math.toIntExact(n.integer("max_gram_length")),
            Math.toIntExact(n.integer("max_skip_count")),
            pool(n),
            n.ints("ngram_counts"),
            n.ints("ngram_indexes"),
            TreeReader.numbers(n, "weights")));
  }

  private static Tensor pool(OnnxNode n) {
    List<String> texts = n.texts("pool_strings");
    if (!texts.isEmpty()) {
      return Tensor.of(DType.STRING, Shape.of(texts.size()), texts.toArray(new String[0]));
    }
    long[] numbers = n.longs("pool_int64s");
    return Tensor.of(Shape.of(numbers.length), numbers);
  }
}
