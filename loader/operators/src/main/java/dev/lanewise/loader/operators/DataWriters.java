package dev.lanewise.loader.operators;

import static dev.lanewise.loader.operators.OperatorWriters.add;
import static dev.lanewise.loader.operators.OperatorWriters.addPlain;

import dev.lanewise.op.Bernoulli;
import dev.lanewise.op.BitCast;
import dev.lanewise.op.CastLike;
import dev.lanewise.op.CenterCropPad;
import dev.lanewise.op.Compress;
import dev.lanewise.op.CumProd;
import dev.lanewise.op.DepthToSpace;
import dev.lanewise.op.EyeLike;
import dev.lanewise.op.Multinomial;
import dev.lanewise.op.NonZero;
import dev.lanewise.op.OneHot;
import dev.lanewise.op.Pad;
import dev.lanewise.op.RandomNormal;
import dev.lanewise.op.RandomNormalLike;
import dev.lanewise.op.RandomSource;
import dev.lanewise.op.RandomUniform;
import dev.lanewise.op.RandomUniformLike;
import dev.lanewise.op.Range;
import dev.lanewise.op.RegexFullMatch;
import dev.lanewise.op.ReverseSequence;
import dev.lanewise.op.ScatterElements;
import dev.lanewise.op.ScatterND;
import dev.lanewise.op.ScatterReduction;
import dev.lanewise.op.SpaceToDepth;
import dev.lanewise.op.StringConcat;
import dev.lanewise.op.StringNormalizer;
import dev.lanewise.op.StringSplit;
import dev.lanewise.op.TensorScatter;
import dev.lanewise.op.TfIdfVectorizer;
import dev.lanewise.op.Trilu;
import dev.lanewise.op.Unique;
import dev.lanewise.tensor.DType;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How operators that move, draw or edit data are written. */
final class DataWriters {
  private DataWriters() {}

  static void addAll() {
    addMoves();
    addRandom();
    addStrings();
  }

  private static void addMoves() {
    addPlain(1, NonZero.class, Range.class);
    add(BitCast.class, (op, n) -> n.since(26).dtype("to", op.to()));
    add(CastLike.class, DataWriters::castLike);
    add(CenterCropPad.class, DataWriters::centerCropPad);
    add(Compress.class, (op, n) -> axis(n, op.axis()));
    add(
        CumProd.class,
        (op, n) -> n.since(26).flag("exclusive", op.exclusive()).flag("reverse", op.reverse()));
    add(
        DepthToSpace.class,
        (op, n) ->
            n.integer("blocksize", op.blockSize())
                .text("mode", op.columnRowDepth() ? "CRD" : "DCR"));
    add(EyeLike.class, (op, n) -> n.dtype("dtype", op.dtype()).integer("k", op.diagonal()));
    add(OneHot.class, (op, n) -> n.integer("axis", op.axis()));
    add(
        Pad.class,
        (op, n) ->
            n.since(op.mode() == Pad.Mode.WRAP ? 19 : 1)
                .since(n.node().input(3) != null ? 18 : 1)
                .text("mode", lower(op.mode())));
    add(
        ReverseSequence.class,
        (op, n) ->
            n.integer("time_axis", op.timeFirst() ? 0 : 1)
                .integer("batch_axis", op.timeFirst() ? 1 : 0));
    add(ScatterElements.class, (op, n) -> reduction(n.integer("axis", op.axis()), op.reduction()));
    add(ScatterND.class, (op, n) -> reduction(n, op.reduction()));
    add(SpaceToDepth.class, (op, n) -> n.integer("blocksize", op.blockSize()));
    add(
        TensorScatter.class,
        (op, n) ->
            n.since(24)
                .integer("axis", op.axis())
                .text("mode", op.circular() ? "circular" : "linear"));
    add(Trilu.class, (op, n) -> n.flag("upper", op.upper()));
    add(Unique.class, (op, n) -> axis(n, op.axis()).flag("sorted", op.sorted()));
  }

  static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static NodeWriter axis(NodeWriter n, @Nullable Integer axis) {
    return axis == null ? n : n.integer("axis", axis);
  }

  private static void castLike(CastLike op, NodeWriter n) {
    if (!op.saturate()) {
      n.since(19).flag("saturate", false);
    }
    if (!op.roundMode().equals("up")) {
      n.since(24).text("round_mode", op.roundMode());
    }
  }

  private static void centerCropPad(CenterCropPad op, NodeWriter n) {
    n.since(18);
    int[] axes = op.axes();
    if (axes != null) {
      n.longs("axes", Arrays.stream(axes).asLongStream().toArray());
    }
  }

  private static void reduction(NodeWriter n, ScatterReduction reduction) {
    n.since(reduction == ScatterReduction.MAX || reduction == ScatterReduction.MIN ? 18 : 1);
    n.text("reduction", lower(reduction));
  }

  private static void addRandom() {
    add(Bernoulli.class, (op, n) -> seed(n.dtype("dtype", op.dtype()), op.source()));
    add(
        Multinomial.class,
        (op, n) ->
            seed(n.dtype("dtype", op.dtype()).integer("sample_size", op.samples()), op.source()));
    add(
        RandomNormal.class,
        (op, n) ->
            seed(
                n.dtype("dtype", op.dtype())
                    .longs("shape", op.shape().toLongs())
                    .real("mean", op.mean())
                    .real("scale", op.scale()),
                op.source()));
    add(
        RandomNormalLike.class,
        (op, n) ->
            seed(
                n.dtype("dtype", op.dtype()).real("mean", op.mean()).real("scale", op.scale()),
                op.source()));
    add(
        RandomUniform.class,
        (op, n) ->
            seed(
                n.dtype("dtype", op.dtype())
                    .longs("shape", op.shape().toLongs())
                    .real("low", op.low())
                    .real("high", op.high()),
                op.source()));
    add(
        RandomUniformLike.class,
        (op, n) ->
            seed(
                n.dtype("dtype", op.dtype()).real("low", op.low()).real("high", op.high()),
                op.source()));
  }

  private static void seed(NodeWriter n, RandomSource source) {
    if (source.isSeeded()) {
      n.real("seed", source.seed());
    }
  }

  private static void addStrings() {
    addPlain(20, StringConcat.class);
    add(RegexFullMatch.class, (op, n) -> n.since(20).text("pattern", op.pattern()));
    add(StringNormalizer.class, DataWriters::normalizer);
    add(StringSplit.class, DataWriters::split);
    add(TfIdfVectorizer.class, DataWriters::vectorizer);
  }

  private static void normalizer(StringNormalizer op, NodeWriter n) {
    n.text("case_change_action", op.action().name());
    n.flag("is_case_sensitive", op.isCaseSensitive());
    n.text("locale", op.locale().toString());
    if (!op.stopWords().isEmpty()) {
      n.texts("stopwords", op.stopWords());
    }
  }

  private static void split(StringSplit op, NodeWriter n) {
    n.since(20).text("delimiter", op.delimiter());
    if (op.maxSplit() >= 0) {
      n.integer("maxsplit", op.maxSplit());
    }
  }

  private static void vectorizer(TfIdfVectorizer op, NodeWriter n) {
    n.text("mode", op.mode().name()).integer("min_gram_length", op.minLength());
    n.integer("max_gram_length", op.maxLength()).integer("max_skip_count", op.maxSkip());
    if (op.pool().dtype() == DType.STRING) {
      n.texts("pool_strings", Arrays.asList(op.pool().strings()));
    } else {
      n.longs("pool_int64s", op.pool().toLongs());
    }
    n.ints("ngram_counts", op.starts()).ints("ngram_indexes", op.columns());
    n.numbers("weights", op.weights());
  }
}
