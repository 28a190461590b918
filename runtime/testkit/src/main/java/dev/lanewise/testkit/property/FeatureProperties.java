package dev.lanewise.testkit.property;

import dev.lanewise.graph.Op;
import dev.lanewise.op.Binarizer;
import dev.lanewise.op.CastMap;
import dev.lanewise.op.ClassLabels;
import dev.lanewise.op.DictVectorizer;
import dev.lanewise.op.FeatureVectorizer;
import dev.lanewise.op.Forest;
import dev.lanewise.op.ForestBuilder;
import dev.lanewise.op.Imputer;
import dev.lanewise.op.KeyTable;
import dev.lanewise.op.LabelEncoder;
import dev.lanewise.op.LinearClassifier;
import dev.lanewise.op.LinearRegressor;
import dev.lanewise.op.Normalizer;
import dev.lanewise.op.OneHotEncoder;
import dev.lanewise.op.PostTransform;
import dev.lanewise.op.SVMClassifier;
import dev.lanewise.op.SVMRegressor;
import dev.lanewise.op.Scaler;
import dev.lanewise.op.SvmKernel;
import dev.lanewise.op.TreeEnsembleClassifier;
import dev.lanewise.op.TreeEnsembleRegressor;
import dev.lanewise.op.ZipMap;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.MapDatum;
import dev.lanewise.tensor.MapType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.LongStream;

/** Operators on features, of ai.onnx.ml. */
final class FeatureProperties {
  private FeatureProperties() {}

  private static final int FEATURES = 4;

  static void addTo(Properties p) {
    p.add(Binarizer.class, d -> of(d, new Binarizer(d.real(-1, 1))));
    p.add(Normalizer.class, d -> of(d, new Normalizer(d.one(Normalizer.Norm.values()))));
    p.add(Scaler.class, d -> of(d, new Scaler(reals(d, d.one(1, FEATURES)), reals(d, FEATURES))));
    p.add(Imputer.class, d -> of(d, imputer(d)));
    p.add(FeatureVectorizer.class, FeatureProperties::vectorizer);
    p.add(LinearRegressor.class, d -> of(d, regressor(d)));
    p.add(LinearClassifier.class, d -> of(d.wants(2), classifier(d)));
    p.add(SVMRegressor.class, d -> of(d, supportRegressor(d)));
    p.add(SVMClassifier.class, d -> of(d.wants(2), supportClassifier(d)));
    p.add(TreeEnsembleRegressor.class, d -> of(d, trees(d)));
    p.add(TreeEnsembleClassifier.class, d -> of(d.wants(2), treeClassifier(d)));
    p.add(LabelEncoder.class, FeatureProperties::labels);
    p.add(OneHotEncoder.class, FeatureProperties::categories);
    p.add(DictVectorizer.class, FeatureProperties::dictionary);
    p.add(CastMap.class, FeatureProperties::castMap);
    p.add(ZipMap.class, FeatureProperties::zipMap);
  }

  private static Op of(Draw d, Op op) {
    boolean any = op instanceof Scaler || op instanceof Normalizer || op instanceof LinearRegressor;
    DType dtype = any ? d.one(DType.FLOAT, DType.DOUBLE, DType.INT64, DType.INT32) : DType.FLOAT;
    d.add(d.tensor(dtype, Shape.of(d.integer(0, 9), FEATURES), -4, 4)).within(1e-5);
    return op;
  }

  private static double[] reals(Draw d, int n) {
    return d.random().doubles(n, -2, 2).toArray();
  }

  private static Op imputer(Draw d) {
    Tensor values = d.tensor(DType.DOUBLE, Shape.of(d.one(1, FEATURES)), -2, 2);
    return new Imputer(values, Tensor.of(DType.DOUBLE, Shape.of(1), new double[] {Double.NaN}));
  }

  private static Op vectorizer(Draw d) {
    int rows = d.integer(1, 4);
    int[] widths = d.integers(d.integer(1, 3), 1, 5);
    for (int width : widths) {
      d.add(d.tensor(DType.FLOAT, Shape.of(rows, width + d.integer(-1, 1))));
    }
    return new FeatureVectorizer(widths);
  }

  private static Op regressor(Draw d) {
    int targets = d.integer(1, 3);
    return new LinearRegressor(
        reals(d, targets * FEATURES),
        reals(d, d.flag() ? targets : 0),
        targets,
        d.one(PostTransform.NONE, PostTransform.SOFTMAX, PostTransform.LOGISTIC));
  }

  private static Op classifier(Draw d) {
    int classes = d.integer(3, 5);
    return new LinearClassifier(
        reals(d, classes * FEATURES), reals(d, classes), names(classes), PostTransform.SOFTMAX);
  }

  private static ClassLabels names(int n) {
    return ClassLabels.of(LongStream.range(10, 10 + n).toArray());
  }

  private static SvmKernel kernel(Draw d) {
    return new SvmKernel(d.one(SvmKernel.Kind.values()), 0.3, 0.1, 2);
  }

  private static Op supportRegressor(Draw d) {
    int vectors = d.integer(1, 5);
    return new SVMRegressor(
        kernel(d),
        reals(d, vectors * FEATURES),
        reals(d, vectors),
        d.real(-1, 1),
        d.flag(),
        PostTransform.NONE);
  }

  private static Op supportClassifier(Draw d) {
    int classes = d.integer(2, 4);
    int[] perClass = d.integers(classes, 1, 3);
    int vectors = Arrays.stream(perClass).sum();
    int pairs = classes * (classes - 1) / 2;
    return new SVMClassifier(
        kernel(d),
        reals(d, vectors * FEATURES),
        perClass,
        reals(d, (classes - 1) * vectors),
        reals(d, pairs),
        new double[0],
        new double[0],
        names(classes),
        PostTransform.NONE);
  }

  /** Trees of one decision each. */
  private static Forest forest(Draw d, int targets) {
    int trees = d.integer(1, 4);
    ForestBuilder b = new ForestBuilder(trees, 2 * trees, 2 * trees);
    for (int t = 0; t < trees; t++) {
      b.root(t);
      Forest.Mode mode =
          d.one(Forest.Mode.LEQ, Forest.Mode.LT, Forest.Mode.GTE, Forest.Mode.GT, Forest.Mode.EQ);
      b.node(mode, d.integer(0, FEATURES - 1), d.integer(-3, 3), ~(2 * t), ~(2 * t + 1), d.flag());
      b.vote(2 * t, d.integer(0, targets - 1), d.real(-1, 1));
      b.vote(2 * t + 1, d.integer(0, targets - 1), d.real(-1, 1));
    }
    return b.build();
  }

  private static Op trees(Draw d) {
    int targets = d.integer(1, 3);
    return new TreeEnsembleRegressor(
        forest(d, targets),
        targets,
        d.one(Forest.Aggregate.values()),
        new double[0],
        PostTransform.NONE,
        true);
  }

  private static Op treeClassifier(Draw d) {
    return new TreeEnsembleClassifier(
        forest(d, 3), names(3), new double[0], d.one(PostTransform.NONE, PostTransform.SOFTMAX));
  }

  private static Op labels(Draw d) {
    DType key = d.one(DType.INT64, DType.STRING, DType.FLOAT);
    Tensor keys = d.tensor(key, Shape.of(3), 0, 3);
    Tensor values = d.tensor(d.one(DType.INT64, DType.STRING, DType.FLOAT), Shape.of(3), 0, 9);
    Tensor otherwise = d.tensor(values.dtype(), Shape.of(1), 0, 9);
    d.add(d.tensor(key, d.shape(0, 3), 0, 3));
    return new LabelEncoder(new KeyTable(keys), values, otherwise);
  }

  private static Op categories(Draw d) {
    boolean texts = d.flag();
    Tensor keys = texts ? d.tensor(DType.STRING, Shape.of(3)) : Draw.list(-1, 0, 2);
    DType dtype = texts ? DType.STRING : d.one(DType.INT64, DType.FLOAT, DType.INT32);
    d.add(d.tensor(dtype, d.shape(0, 3), -2, 2));
    return new OneHotEncoder(new KeyTable(keys), true);
  }

  private static MapDatum map(Draw d) {
    Map<Object, Datum> entries = new LinkedHashMap<>();
    for (long key : new long[] {3, 1, 7}) {
      if (d.flag()) {
        entries.put(key, Tensor.scalar(d.real(-2, 2)));
      }
    }
    return new MapDatum(
        new MapType(DType.INT64, new TensorType(DType.FLOAT, Shape.SCALAR)), entries);
  }

  private static Op dictionary(Draw d) {
    d.add(map(d));
    return new DictVectorizer(new KeyTable(Draw.list(1, 5, 7)));
  }

  private static Op castMap(Draw d) {
    d.add(map(d));
    return new CastMap(d.one(DType.FLOAT, DType.INT64, DType.STRING), d.one(-1, 9));
  }

  private static Op zipMap(Draw d) {
    d.add(d.tensor(DType.FLOAT, Shape.of(d.integer(0, 4), 3), -2, 2));
    return new ZipMap(names(3));
  }
}
