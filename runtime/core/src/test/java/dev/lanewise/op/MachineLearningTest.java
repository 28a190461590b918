package dev.lanewise.op;

import static dev.lanewise.op.Evaluate.all;
import static dev.lanewise.op.Evaluate.floats;
import static dev.lanewise.op.Evaluate.integers;
import static dev.lanewise.op.Evaluate.longs;
import static dev.lanewise.op.Evaluate.one;
import static dev.lanewise.op.Evaluate.reals;
import static dev.lanewise.op.Evaluate.strings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lanewise.error.EvaluationException;
import dev.lanewise.error.ModelFormatException;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.MapDatum;
import dev.lanewise.tensor.MapType;
import dev.lanewise.tensor.SequenceDatum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Operators of {@code ai.onnx.ml} other than trees. */
final class MachineLearningTest {
  private static final double[] NONE = {};
  private static final ClassLabels TWO = ClassLabels.of(5, 6);

  private static double[] v(double... values) {
    return values;
  }

  private static float[] second(List<Datum> outputs) {
    return ((Tensor) outputs.get(1)).floats();
  }

  private static long[] labels(List<Datum> outputs) {
    return ((Tensor) outputs.get(0)).longs();
  }

  @Test
  void linearModels() {
    Tensor x = floats(1, 2, -1, 1).reshape(Shape.of(2, 2));
    LinearRegressor r = new LinearRegressor(v(1, 10, 2, 20), v(0.5, 0), 2, PostTransform.NONE);
    assertThat(one(r, x).floats()).containsExactly(21.5f, 42, 9.5f, 18);
    LinearClassifier c =
        new LinearClassifier(
            v(1, 0, 0, 1, -1, -1), v(0, 0, 0), ClassLabels.of(1, 2, 3), PostTransform.NONE);
    assertThat(labels(all(c, 2, x))).containsExactly(2, 2);
    assertThat(second(all(c, 2, x))).containsExactly(1, 2, -3, -1, 1, 0);
    LinearClassifier binary = new LinearClassifier(v(1, 0), v(0), TWO, PostTransform.NONE);
    assertThat(labels(all(binary, 2, x))).containsExactly(6, 5);
    assertThat(second(all(binary, 2, x))).containsExactly(0, 1, 2, -1);
    assertThat(one(r, integers(DType.INT64, 1, 2)).shape()).isEqualTo(Shape.of(1, 2));
    assertThatThrownBy(() -> one(r, floats(1, 2, 3))).isInstanceOf(ModelFormatException.class);
  }

  @Test
  void transforms() {
    double[] s = {1, 0, -1};
    PostTransform.SOFTMAX_ZERO.apply(s, 0, 3);
    double e = Math.exp(-2);
    assertThat(s[0]).isCloseTo(1 / (1 + e), within(1e-12));
    assertThat(s[1]).isZero();
    assertThat(s[2]).isCloseTo(e / (1 + e), within(1e-12));
    assertThat(PostTransform.probit(0.975)).isCloseTo(1.96, within(0.01));
    assertThat(PostTransform.probit(0.1)).isCloseTo(-1.2816, within(0.01));
    assertThat(PostTransform.probit(0.5)).isCloseTo(0, within(1e-12));
  }

  @Test
  void supportVectorRegression() {
    SvmKernel rbf = new SvmKernel(SvmKernel.Kind.RBF, 0.5, 0, 0);
    Tensor x = floats(0, 0, 2, 0).reshape(Shape.of(2, 2));
    SVMRegressor r =
        new SVMRegressor(rbf, v(0, 0, 2, 0), v(1, -1), 0.25, false, PostTransform.NONE);
    float e = (float) Math.exp(-2);
    assertThat(one(r, x).floats()[0]).isCloseTo(1.25f - e, within(1e-6f));
    assertThat(one(r, x).floats()[1]).isCloseTo(e - 0.75f, within(1e-6f));
    SVMRegressor one =
        new SVMRegressor(rbf, v(0, 0, 2, 0), v(1, -1), 0.25, true, PostTransform.NONE);
    assertThat(one(one, x).floats()).containsExactly(1, -1);
    SvmKernel linear = new SvmKernel(SvmKernel.Kind.LINEAR, 0, 0, 0);
    SVMRegressor l = new SVMRegressor(linear, NONE, v(3, 1), 1, false, PostTransform.NONE);
    assertThat(one(l, x).floats()).containsExactly(1, 7);
    assertThat(new SvmKernel(SvmKernel.Kind.POLY, 2, 1, 3).of(v(1, 2), 0, v(3, 1), 0, 2))
        .isEqualTo(1331);
    assertThat(new SvmKernel(SvmKernel.Kind.SIGMOID, 0.1, 0.2, 0).of(v(1, 2), 0, v(3, 1), 0, 2))
        .isCloseTo(Math.tanh(0.7), within(1e-15));
  }

  @Test
  void supportVectorClassification() {
    SvmKernel linear = new SvmKernel(SvmKernel.Kind.LINEAR, 0, 0, 0);
    Tensor x = floats(1, -2).reshape(Shape.of(2, 1));
    SVMClassifier two =
        new SVMClassifier(
            linear,
            v(1, -1),
            new int[] {1, 1},
            v(1, -1),
            v(0),
            NONE,
            NONE,
            TWO,
            PostTransform.NONE);
    assertThat(labels(all(two, 2, x))).containsExactly(5, 6);
    assertThat(second(all(two, 2, x))).containsExactly(-2, 2, 4, -4);
    SVMClassifier three =
        new SVMClassifier(
            linear,
            v(2, 0, -2),
            new int[] {1, 1, 1},
            v(1, -1, -1, 1, 1, -1),
            v(0, 0, 0),
            v(-2, -2, -2),
            v(0, 0, 0),
            ClassLabels.of(1, 2, 3),
            PostTransform.NONE);
    float[] p = second(all(three, 2, x));
    assertThat(p[0] + p[1] + p[2]).isCloseTo(1, within(1e-6f));
    assertThat(p[0]).isGreaterThan(p[1]).isGreaterThan(p[2]);
    assertThat(labels(all(three, 2, x))[0]).isEqualTo(1);
    SVMClassifier functions =
        new SVMClassifier(
            linear,
            NONE,
            new int[0],
            v(1, 2, 3),
            v(0.5),
            NONE,
            NONE,
            ClassLabels.of(1, 2, 3),
            PostTransform.NONE);
    assertThat(second(all(functions, 2, x))).containsExactly(1.5f, 2.5f, 3.5f, -1.5f, -3.5f, -5.5f);
    assertThat(labels(all(functions, 2, x))).containsExactly(3, 1);
  }

  @Test
  void coupledProbabilitiesOfConsistentPairsAreExact() {
    double[] p = {0.5, 0.3, 0.2};
    double[] r = new double[9];
    for (int i = 0; i < 9; i++) {
      r[i] = p[i / 3] / (p[i / 3] + p[i % 3]);
    }
    double[] got = PairwiseProbabilities.couple(3, r);
    for (int i = 0; i < 3; i++) {
      assertThat(got[i]).isCloseTo(p[i], within(0.02));
    }
  }

  @Test
  void preparation() {
    Tensor x = floats(1, -4, 3, 0).reshape(Shape.of(2, 2));
    assertThat(one(new Scaler(v(1, 0), v(2)), x).floats()).containsExactly(0, -8, 4, 0);
    assertThat(one(new Normalizer(Normalizer.Norm.MAX), x).floats()).containsExactly(1, -4, 1, 0);
    assertThat(one(new Normalizer(Normalizer.Norm.L1), x).floats())
        .containsExactly(0.2f, -0.8f, 1, 0);
    assertThat(one(new Normalizer(Normalizer.Norm.L2), floats(3, -4)).floats())
        .containsExactly(0.6f, -0.8f);
    assertThat(one(new Normalizer(Normalizer.Norm.L2), floats(0, 0)).floats())
        .containsExactly(0, 0);
    assertThat(one(new Binarizer(1), integers(DType.INT32, 0, 1, 2)).ints())
        .containsExactly(0, 0, 1);
    assertThat(one(new ArrayFeatureExtractor(), x, longs(1, 0, 1)).floats())
        .containsExactly(-4, 1, -4, 0, 3, 0);
    assertThat(one(new ArrayFeatureExtractor(), strings("a", "b"), longs(1)).shape())
        .isEqualTo(Shape.of(1, 1));
    assertThatThrownBy(() -> one(new ArrayFeatureExtractor(), x, longs(2)))
        .isInstanceOf(EvaluationException.class);
    Tensor y = one(new FeatureVectorizer(new int[] {1, 3}), x, x);
    assertThat(y.shape()).isEqualTo(Shape.of(2, 4));
    assertThat(y.floats()).containsExactly(1, 1, -4, 0, 3, 3, 0, 0);
  }

  @Test
  void imputing() {
    Tensor nan = reals(DType.DOUBLE, Double.NaN).reshape(Shape.SCALAR);
    Imputer floats = new Imputer(reals(DType.DOUBLE, 7, 8), nan);
    Tensor x = floats(Float.NaN, 1, 2, Float.NaN).reshape(Shape.of(2, 2));
    assertThat(one(floats, x).floats()).containsExactly(7, 1, 2, 8);
    Imputer ints = new Imputer(longs(9), Tensor.scalar(-1L));
    assertThat(one(ints, integers(DType.INT32, -1, 4, -1)).ints()).containsExactly(9, 4, 9);
    assertThatThrownBy(() -> one(ints, x)).isInstanceOf(ModelFormatException.class);
  }

  @Test
  void encoding() {
    LabelEncoder names =
        new LabelEncoder(new KeyTable(strings("x", "y", "x")), longs(1, 2, 3), longs(-1));
    assertThat(one(names, strings("x", "z", "y")).longs()).containsExactly(3, -1, 2);
    float nan = Float.NaN;
    LabelEncoder numbers =
        new LabelEncoder(
            new KeyTable(floats(2, nan, 0)), strings("two", "nan", "zero"), strings("?"));
    assertThat(one(numbers, floats(-0f, nan, 2, 3)).strings())
        .containsExactly("zero", "nan", "two", "?");
    OneHotEncoder hot = new OneHotEncoder(new KeyTable(longs(5, 3)), true);
    assertThat(one(hot, floats(3.9f, 5, 7)).floats()).containsExactly(0, 1, 1, 0, 0, 0);
    OneHotEncoder strict = new OneHotEncoder(new KeyTable(strings("a")), false);
    assertThat(one(strict, strings("a")).shape()).isEqualTo(Shape.of(1, 1));
    assertThatThrownBy(() -> one(strict, strings("b"))).isInstanceOf(EvaluationException.class);
  }

  @Test
  void maps() {
    MapType type = new MapType(DType.INT64, new TensorType(DType.FLOAT, Shape.SCALAR));
    Map<Object, Datum> entries = new LinkedHashMap<>();
    entries.put(4L, Tensor.scalar(40f));
    entries.put(1L, Tensor.scalar(10.5f));
    MapDatum map = new MapDatum(type, entries);
    DictVectorizer vectorizer = new DictVectorizer(new KeyTable(longs(1, 2, 4)));
    assertThat(one(vectorizer, map).floats()).containsExactly(10.5f, 0, 40);
    assertThat(one(new CastMap(DType.INT64, -1), map).longs()).containsExactly(10, 40);
    assertThat(one(new CastMap(DType.FLOAT, 3), map).floats()).containsExactly(0, 10.5f, 0);
    assertThat(one(new CastMap(DType.STRING, 2), map).strings()).containsExactly("0.f", "10.5");
    Tensor x = floats(1, 2, 3, 4).reshape(Shape.of(2, 2));
    SequenceDatum zipped =
        (SequenceDatum) all(new ZipMap(ClassLabels.of(List.of("a", "b"))), 1, x).get(0);
    MapDatum last = (MapDatum) zipped.values().get(1);
    assertThat(last.entries().keySet()).containsExactly("a", "b");
    assertThat(((Tensor) Objects.requireNonNull(last.entries().get("b"))).floats())
        .containsExactly(4);
  }
}
