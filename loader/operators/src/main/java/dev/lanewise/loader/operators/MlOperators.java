package dev.lanewise.loader.operators;

import dev.lanewise.op.ArrayFeatureExtractor;
import dev.lanewise.op.Binarizer;
import dev.lanewise.op.Cast;
import dev.lanewise.op.CastMap;
import dev.lanewise.op.ClassLabels;
import dev.lanewise.op.DictVectorizer;
import dev.lanewise.op.FeatureVectorizer;
import dev.lanewise.op.Forest;
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
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** Table lines of the operators of {@code ai.onnx.ml}. */
final class MlOperators {
  private static final String ML = "ai.onnx.ml";
  private static final String UNUSED = "_Unused";

  private MlOperators() {}

  static void addTo(OperatorTable table) {
    addTrees(table);
    addMachines(table);
    addPreparation(table);
    addLabels(table);
  }

  private static void addTrees(OperatorTable table) {
    table.add(
        ML,
        "TreeEnsembleClassifier",
        1,
        n ->
            n.emit(
                new TreeEnsembleClassifier(
                    TreeReader.byIds(n, "class"),
                    labels(n, "classlabels_int64s"),
                    TreeReader.numbers(n, "base_values"),
                    transform(n))));
    table.add(
        ML,
        "TreeEnsembleRegressor",
        1,
        n ->
            n.emit(
                new TreeEnsembleRegressor(
                    TreeReader.byIds(n, "target"),
                    size(n, "n_targets", 1),
                    oneOf(n, Forest.Aggregate.class, "aggregate_function", "SUM"),
                    TreeReader.numbers(n, "base_values"),
                    transform(n),
                    false)));
    table.add(
        ML,
        "TreeEnsemble",
        5,
        n ->
            n.emit(
                new TreeEnsembleRegressor(
                    TreeReader.byPlaces(n),
                    size(n, "n_targets", 1),
                    numbered(n, Forest.Aggregate.values(), "aggregate_function", 1),
                    new double[0],
                    numbered(n, PostTransform.values(), "post_transform", 0),
                    true)));
  }

  private static void addMachines(OperatorTable table) {
    table.add(ML, "LinearClassifier", 1, MlOperators::linearClassifier);
    table.add(
        ML,
        "LinearRegressor",
        1,
        n ->
            n.emit(
                new LinearRegressor(
                    TreeReader.numbers(n, "coefficients"),
                    TreeReader.numbers(n, "intercepts"),
                    size(n, "targets", 1),
                    transform(n))));
    table.add(
        ML,
        "SVMClassifier",
        1,
        n ->
            n.emit(
                new SVMClassifier(
                    kernel(n),
                    TreeReader.numbers(n, "support_vectors"),
                    n.ints("vectors_per_class"),
                    TreeReader.numbers(n, "coefficients"),
                    TreeReader.numbers(n, "rho"),
                    TreeReader.numbers(n, "prob_a"),
                    TreeReader.numbers(n, "prob_b"),
                    labels(n, "classlabels_ints"),
                    transform(n))));
    table.add(ML, "SVMRegressor", 1, MlOperators::svmRegressor);
  }

  private static void addPreparation(OperatorTable table) {
    table.add(
        ML,
        "Scaler",
        1,
        n -> n.emit(new Scaler(TreeReader.numbers(n, "offset"), TreeReader.numbers(n, "scale"))));
    table.add(
        ML,
        "Normalizer",
        1,
        n -> n.emit(new Normalizer(oneOf(n, Normalizer.Norm.class, "norm", "MAX"))));
    table.add(ML, "Binarizer", 1, n -> n.emit(new Binarizer(n.real("threshold", 0))));
    table.add(ML, "Imputer", 1, MlOperators::imputer);
    table.add(ML, "ArrayFeatureExtractor", 1, n -> n.emit(new ArrayFeatureExtractor()));
    table.add(
        ML, "FeatureVectorizer", 1, n -> n.emit(new FeatureVectorizer(n.ints("inputdimensions"))));
  }

  private static void addLabels(OperatorTable table) {
    table.add(ML, "LabelEncoder", 1, MlOperators::indexLabels);
    table.add(ML, "LabelEncoder", 2, MlOperators::encodeLabels);
    table.add(ML, "CategoryMapper", 1, MlOperators::mapCategories);
    table.add(
        ML,
        "OneHotEncoder",
        1,
        n ->
            n.emit(
                new OneHotEncoder(
                    vocabulary(n, "cats_strings", "cats_int64s"), n.flag("zeros", true))));
    table.add(
        ML,
        "DictVectorizer",
        1,
        n -> n.emit(new DictVectorizer(vocabulary(n, "string_vocabulary", "int64_vocabulary"))));
    table.add(ML, "CastMap", 1, MlOperators::castMap);
    table.add(ML, "ZipMap", 1, n -> n.emit(new ZipMap(labels(n, "classlabels_int64s"))));
  }

  private static int size(OnnxNode n, String attribute, long defaultValue) {
    long value = n.integer(attribute, defaultValue);
    if (value < 1 || value > Integer.MAX_VALUE) {
      throw n.fail("attribute '" + attribute + "' is " + value + ", but must be at least 1");
    }
    return (int) value;
  }

  private static <E extends Enum<E>> E oneOf(
      OnnxNode n, Class<E> type, String attribute, String defaultValue) {
    String value = n.text(attribute, defaultValue);
    return Arrays.stream(type.getEnumConstants())
        .filter(e -> e.name().equals(value))
        .findFirst()
        .orElseThrow(
            () ->
                n.fail(
                    "attribute '"
                        + attribute
                        + "' is '"
                        + value
                        + "', but must be one of "
                        + Arrays.toString(type.getEnumConstants())));
  }

  private static <E> E numbered(OnnxNode n, E[] values, String attribute, long defaultValue) {
    long i = n.integer(attribute, defaultValue);
    if (i < 0 || i >= values.length) {
      throw n.fail("attribute '" + attribute + "' has the unknown value " + i);
    }
    return values[(int) i];
  }

  private static PostTransform transform(OnnxNode n) {
    return oneOf(n, PostTransform.class, "post_transform", "NONE");
  }

  private static ClassLabels labels(OnnxNode n, String integers) {
    List<String> texts = n.texts("classlabels_strings");
    if (!texts.isEmpty()) {
      return ClassLabels.of(texts);
    }
    long[] numbers = n.longs(integers);
    if (numbers.length == 0) {
      throw n.fail("one of '" + integers + "' and 'classlabels_strings' must be given");
    }
    return ClassLabels.of(numbers);
  }

  private static SvmKernel kernel(OnnxNode n) {
    double[] p = Arrays.copyOf(TreeReader.numbers(n, "kernel_params"), 3);
    return new SvmKernel(oneOf(n, SvmKernel.Kind.class, "kernel_type", "LINEAR"), p[0], p[1], p[2]);
  }

  private static void linearClassifier(OnnxNode n) {
    ClassLabels labels = labels(n, "classlabels_ints");
    double[] coefficients = TreeReader.numbers(n, "coefficients");
    double[] intercepts = TreeReader.numbers(n, "intercepts");
    if (intercepts.length == 0) {
      intercepts = new double[labels.count()];
    }
    n.emit(new LinearClassifier(coefficients, intercepts, labels, transform(n)));
  }

  private static void svmRegressor(OnnxNode n) {
    double[] coefficients = TreeReader.numbers(n, "coefficients");
    double[] rho = TreeReader.numbers(n, "rho");
    boolean linear = n.integer("n_supports", 0) == 0;
    double[] vectors = linear ? new double[0] : TreeReader.numbers(n, "support_vectors");
    if (rho.length == 0 || coefficients.length == 0 || (!linear && vectors.length == 0)) {
      throw n.fail("'rho', 'coefficients' or 'support_vectors' is missing");
    }
    n.emit(
        new SVMRegressor(
            kernel(n), vectors, coefficients, rho[0], n.flag("one_class", false), transform(n)));
  }

  private static void imputer(OnnxNode n) {
    double[] floats = TreeReader.numbers(n, "imputed_value_floats");
    long[] integers = n.longs("imputed_value_int64s");
    if (floats.length > 0) {
      double[] replaced = {n.real("replaced_value_float", 0)};
      n.emit(
          new Imputer(
              Tensor.of(DType.DOUBLE, Shape.of(floats.length), floats),
              Tensor.of(DType.DOUBLE, Shape.SCALAR, replaced)));
    } else if (integers.length > 0) {
      n.emit(
          new Imputer(
              Tensor.of(Shape.of(integers.length), integers),
              Tensor.scalar(n.integer("replaced_value_int64", 0))));
    } else {
      throw n.fail("one of 'imputed_value_floats' and 'imputed_value_int64s' must be given");
    }
  }

  private static KeyTable vocabulary(OnnxNode n, String texts, String integers) {
    if (n.hasAttribute(texts)) {
      return new KeyTable(strings(n.texts(texts)));
    }
    if (!n.hasAttribute(integers)) {
      throw n.fail("one of '" + integers + "' and '" + texts + "' must be given");
    }
    return new KeyTable(integers(n.longs(integers)));
  }

  private static Tensor strings(List<String> values) {
    return Tensor.of(DType.STRING, Shape.of(values.size()), values.toArray(new String[0]));
  }

  private static Tensor integers(long... values) {
    return Tensor.of(Shape.of(values.length), values);
  }

  private static boolean takesStrings(OnnxNode n) {
    return n.input(0).type() instanceof TensorType type && type.dtype() == DType.STRING;
  }

  /** Version 1 of LabelEncoder maps strings to their places in a list, or places to strings. */
  private static void indexLabels(OnnxNode n) {
    Tensor texts = strings(n.texts("classes_strings"));
    mapBothWays(n, texts, integers(LongStream.range(0, texts.size()).toArray()));
  }

  private static void mapCategories(OnnxNode n) {
    mapBothWays(n, strings(n.texts("cats_strings")), integers(n.longs("cats_int64s")));
  }

  private static void mapBothWays(OnnxNode n, Tensor texts, Tensor integers) {
    if (takesStrings(n)) {
      Tensor otherwise = integers(n.integer("default_int64", -1));
      n.emit(new LabelEncoder(new KeyTable(texts), integers, otherwise));
    } else {
      Tensor otherwise = strings(List.of(n.text("default_string", UNUSED)));
      n.emit(new LabelEncoder(new KeyTable(integers), texts, otherwise));
    }
  }

  private static void encodeLabels(OnnxNode n) {
    Tensor values = list(n, "values");
    n.emit(new LabelEncoder(new KeyTable(list(n, "keys")), values, otherwise(n, values.dtype())));
  }

  /**
   * One of the attributes {@code prefix_strings}, {@code _int64s}, {@code _floats}, {@code
   * _tensor}.
   */
  private static Tensor list(OnnxNode n, String prefix) {
    if (n.hasAttribute(prefix + "_strings")) {
      return strings(n.texts(prefix + "_strings"));
    } else if (n.hasAttribute(prefix + "_int64s")) {
      return integers(n.longs(prefix + "_int64s"));
    } else if (n.hasAttribute(prefix + "_floats")) {
      float[] floats = n.reals(prefix + "_floats");
      return Tensor.of(Shape.of(floats.length), floats);
    } else if (n.hasAttribute(prefix + "_tensor")) {
      return n.tensor(prefix + "_tensor");
    }
    throw n.fail("one of the attributes '" + prefix + "_...' must be given");
  }

  private static Tensor otherwise(OnnxNode n, DType dtype) {
    if (n.hasAttribute("default_tensor")) {
      return n.tensor("default_tensor");
    }
    Tensor value =
        switch (dtype) {
          case STRING -> strings(List.of(n.text("default_string", UNUSED)));
          case INT64 -> integers(n.integer("default_int64", -1));
          case FLOAT -> Tensor.scalar(n.real("default_float", -0f));
          default -> dtype.isFloating() ? Tensor.scalar(-0f) : integers(-1);
        };
    return value.dtype() == dtype ? value : new Cast(dtype).convert(value);
  }

  private static void castMap(OnnxNode n) {
    DType to =
        switch (n.text("cast_to", "TO_FLOAT")) {
          case "TO_FLOAT" -> DType.FLOAT;
          case "TO_STRING" -> DType.STRING;
          case "TO_INT64" -> DType.INT64;
          default -> throw n.fail("cast_to must be TO_FLOAT, TO_STRING or TO_INT64");
        };
    boolean sparse = n.text("map_form", "DENSE").equals("SPARSE");
    n.emit(new CastMap(to, sparse ? size(n, "max_map", 1) : -1));
  }
}
