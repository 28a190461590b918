package dev.lanewise.loader.operators;

import static dev.lanewise.loader.operators.OperatorWriters.add;

import dev.lanewise.graph.Op;
import dev.lanewise.op.ArrayFeatureExtractor;
import dev.lanewise.op.Binarizer;
import dev.lanewise.op.CastMap;
import dev.lanewise.op.ClassLabels;
import dev.lanewise.op.DictVectorizer;
import dev.lanewise.op.FeatureVectorizer;
import dev.lanewise.op.Imputer;
import dev.lanewise.op.KeyTable;
import dev.lanewise.op.LabelEncoder;
import dev.lanewise.op.LinearClassifier;
import dev.lanewise.op.LinearRegressor;
import dev.lanewise.op.Normalizer;
import dev.lanewise.op.OneHotEncoder;
import dev.lanewise.op.SVMClassifier;
import dev.lanewise.op.SVMRegressor;
import dev.lanewise.op.Scaler;
import dev.lanewise.op.SvmKernel;
import dev.lanewise.op.TreeEnsembleClassifier;
import dev.lanewise.op.TreeEnsembleRegressor;
import dev.lanewise.op.ZipMap;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

/** How operators of {@code ai.onnx.ml} are written. */
final class MlWriters {
  private static final String ML = "ai.onnx.ml";

  private MlWriters() {}

  static void addAll() {
    addTrees();
    addMachines();
    addPreparation();
    addLabels();
  }

  private static <T extends Op> void ml(Class<T> type, BiConsumer<T, NodeWriter> writer) {
    add(type, (op, n) -> writer.accept(op, n.as(ML, n.operator())));
  }

  private static void addTrees() {
    ml(
        TreeEnsembleClassifier.class,
        (op, n) -> {
          TreeWriter.byIds(n, "class", op.forest());
          labels(n, "classlabels_int64s", op.labels());
          n.numbers("base_values", op.baseValues());
          n.text("post_transform", op.transform().name());
        });
    ml(TreeEnsembleRegressor.class, MlWriters::treeRegressor);
  }

  private static void treeRegressor(TreeEnsembleRegressor op, NodeWriter n) {
    n.integer("n_targets", op.targets());
    if (op.keepsType()) {
      n.as(ML, "TreeEnsemble").since(5);
      TreeWriter.byPlaces(n, op.forest());
      n.integer("aggregate_function", op.aggregate().ordinal());
      n.integer("post_transform", op.transform().ordinal());
    } else {
      TreeWriter.byIds(n, "target", op.forest());
      n.numbers("base_values", op.baseValues());
      n.text("aggregate_function", op.aggregate().name());
      n.text("post_transform", op.transform().name());
    }
  }

  private static void labels(NodeWriter n, String integers, ClassLabels labels) {
    if (labels.dtype() == DType.STRING) {
      n.texts("classlabels_strings", Arrays.asList((String[]) labels.array()));
    } else {
      n.longs(integers, (long[]) labels.array());
    }
  }

  private static void addMachines() {
    ml(
        LinearClassifier.class,
        (op, n) -> {
          n.numbers("coefficients", op.coefficients()).numbers("intercepts", op.intercepts());
          labels(n, "classlabels_ints", op.labels());
          n.text("post_transform", op.transform().name());
        });
    ml(
        LinearRegressor.class,
        (op, n) ->
            n.numbers("coefficients", op.coefficients())
                .numbers("intercepts", op.intercepts())
                .integer("targets", op.targets())
                .text("post_transform", op.transform().name()));
    ml(SVMClassifier.class, MlWriters::svmClassifier);
    ml(SVMRegressor.class, MlWriters::svmRegressor);
  }

  private static void kernel(NodeWriter n, SvmKernel kernel) {
    n.text("kernel_type", kernel.kind().name());
    n.numbers("kernel_params", kernel.gamma(), kernel.coef0(), kernel.degree());
  }

  private static void svmClassifier(SVMClassifier op, NodeWriter n) {
    kernel(n, op.kernel());
    n.numbers("support_vectors", op.supportVectors());
    n.ints("vectors_per_class", op.vectorsPerClass());
    n.numbers("coefficients", op.coefficients()).numbers("rho", op.rho());
    n.numbers("prob_a", op.probA()).numbers("prob_b", op.probB());
    labels(n, "classlabels_ints", op.labels());
    n.text("post_transform", op.transform().name());
  }

  private static void svmRegressor(SVMRegressor op, NodeWriter n) {
    kernel(n, op.kernel());
    boolean linear = op.supportVectors().length == 0;
    n.integer("n_supports", linear ? 0 : op.coefficients().length);
    n.numbers("support_vectors", op.supportVectors());
    n.numbers("coefficients", op.coefficients()).numbers("rho", op.rho());
    n.flag("one_class", op.oneClass()).text("post_transform", op.transform().name());
  }

  private static void addPreparation() {
    ml(ArrayFeatureExtractor.class, (op, n) -> {});
    ml(Binarizer.class, (op, n) -> n.real("threshold", op.threshold()));
    ml(FeatureVectorizer.class, (op, n) -> n.ints("inputdimensions", op.widths()));
    ml(Imputer.class, MlWriters::imputer);
    ml(Normalizer.class, (op, n) -> n.text("norm", op.norm().name()));
    ml(Scaler.class, (op, n) -> n.numbers("offset", op.offset()).numbers("scale", op.scale()));
  }

  private static void imputer(Imputer op, NodeWriter n) {
    if (op.values().dtype() == DType.INT64) {
      n.longs("imputed_value_int64s", op.values().toLongs());
      n.integer("replaced_value_int64", op.replaced().toLongs()[0]);
    } else {
      n.numbers("imputed_value_floats", op.values().toDoubles());
      n.real("replaced_value_float", (float) op.replaced().toDoubles()[0]);
    }
  }

  private static void addLabels() {
    ml(CastMap.class, MlWriters::castMap);
    ml(
        DictVectorizer.class,
        (op, n) -> keys(n, "string_vocabulary", "int64_vocabulary", op.vocabulary()));
    ml(LabelEncoder.class, MlWriters::labelEncoder);
    ml(
        OneHotEncoder.class,
        (op, n) -> {
          keys(n, "cats_strings", "cats_int64s", op.categories());
          n.flag("zeros", op.zeros());
        });
    ml(ZipMap.class, (op, n) -> labels(n, "classlabels_int64s", op.labels()));
  }

  private static void castMap(CastMap op, NodeWriter n) {
    n.text("cast_to", "TO_" + op.to().name());
    n.text("map_form", op.length() < 0 ? "DENSE" : "SPARSE");
    if (op.length() >= 0) {
      n.integer("max_map", op.length());
    }
  }

  private static void keys(NodeWriter n, String texts, String integers, KeyTable keys) {
    if (keys.dtype() == DType.STRING) {
      n.texts(texts, Arrays.asList(keys.keys().strings()));
    } else {
      n.longs(integers, keys.keys().toLongs());
    }
  }

  private static void labelEncoder(LabelEncoder op, NodeWriter n) {
    n.since(2);
    list(n, "keys", op.keys().keys());
    list(n, "values", op.values());
    Tensor otherwise = op.otherwise();
    switch (otherwise.dtype()) {
      case STRING -> n.text("default_string", otherwise.strings()[0]);
      case INT64 -> n.integer("default_int64", otherwise.longs()[0]);
      case FLOAT -> n.real("default_float", otherwise.floats()[0]);
      default -> n.since(4).tensor("default_tensor", otherwise);
    }
  }

  private static void list(NodeWriter n, String prefix, Tensor values) {
    switch (values.dtype()) {
      case STRING -> n.texts(prefix + "_strings", List.of(values.strings()));
      case INT64 -> n.longs(prefix + "_int64s", values.longs());
      case FLOAT -> n.reals(prefix + "_floats", values.floats());
      default -> n.since(4).tensor(prefix + "_tensor", values);
    }
  }
}
