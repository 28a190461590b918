package dev.lanewise.loader.operators;

import dev.lanewise.graph.Op;
import dev.lanewise.graph.Value;
import dev.lanewise.op.Add;
import dev.lanewise.op.BatchNormalization;
import dev.lanewise.op.CastLike;
import dev.lanewise.op.Div;
import dev.lanewise.op.Dropout;
import dev.lanewise.op.Expand;
import dev.lanewise.op.Flatten;
import dev.lanewise.op.GroupNormalization;
import dev.lanewise.op.Hardmax;
import dev.lanewise.op.InstanceNormalization;
import dev.lanewise.op.LRN;
import dev.lanewise.op.LayerNormalization;
import dev.lanewise.op.LogSoftmax;
import dev.lanewise.op.LpNormalization;
import dev.lanewise.op.MeanVarianceNormalization;
import dev.lanewise.op.Mul;
import dev.lanewise.op.RMSNormalization;
import dev.lanewise.op.Reshape;
import dev.lanewise.op.ShapeOf;
import dev.lanewise.op.Softmax;
import dev.lanewise.op.Sqrt;
import dev.lanewise.op.Sub;
import dev.lanewise.op.Unsqueeze;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Table lines of normalisations, the softmax family and Dropout. */
final class NormalizationOperators {
  private static final float EPSILON = 1e-5f;

  private NormalizationOperators() {}

  static void addSoftmax(OperatorTable table) {
    table.add("Softmax", 1, n -> flattened(n, Softmax::new));
    table.add("Softmax", 13, n -> n.emit(new Softmax(axis(n))));
  }

  static void addTo(OperatorTable table) {
    table.add("LogSoftmax", 1, n -> flattened(n, LogSoftmax::new));
    table.add("LogSoftmax", 13, n -> n.emit(new LogSoftmax(axis(n))));
    table.add("Hardmax", 1, n -> flattened(n, Hardmax::new));
    table.add("Hardmax", 13, n -> n.emit(new Hardmax(axis(n))));
    table.add(
        "LRN",
        1,
        n ->
            n.emit(
                new LRN(
                    n.real("alpha", 1e-4f),
                    n.real("beta", 0.75f),
                    n.real("bias", 1),
                    NnOperators.int32(n, "size", 0))));
    table.add(
        "InstanceNormalization",
        1,
        n -> n.emit(new InstanceNormalization(n.real("epsilon", EPSILON))));
    table.add("GroupNormalization", 18, NormalizationOperators::groupNormalizationByGroup);
    table.add("GroupNormalization", 21, n -> n.emit(groupNormalization(n)));
    table.add(
        "MeanVarianceNormalization",
        9,
        n -> n.emit(new MeanVarianceNormalization(n.longs("axes", 0, 2, 3))));
    table.add(
        "LpNormalization",
        1,
        n -> n.emit(new LpNormalization(axis(n), NnOperators.int32(n, "p", 2))));
  }

  static void addLayers(OperatorTable table) {
    table.add(
        "LayerNormalization",
        1,
        n ->
            n.emit(
                new LayerNormalization(
                    axis(n), n.real("epsilon", EPSILON), n.dtype("stash_type", DType.FLOAT))));
    table.add(
        "RMSNormalization",
        1,
        n -> n.emit(new RMSNormalization(axis(n), n.real("epsilon", EPSILON))));
  }

  /** The older form, which takes all dimensions from the axis on as one. */
  private static void flattened(OnnxNode n, IntFunction<Op> op) {
    int axis = NnOperators.int32(n, "axis", 1);
    Value x = n.input(0);
    Shape shape = x.type() instanceof TensorType t ? t.shape() : null;
    if (shape != null && (axis < 0 ? axis + shape.rank() : axis) == shape.rank() - 1) {
      n.emit(op.apply(-1));
      return;
    }
    Value rows = n.add(op.apply(-1), n.add(new Flatten(axis), x));
    n.emit(new Reshape(false), rows, n.add(new ShapeOf(0, Integer.MAX_VALUE), x));
  }

  private static GroupNormalization groupNormalization(OnnxNode n) {
    return new GroupNormalization(
        NnOperators.int32(n, "num_groups", 0), n.real("epsilon", EPSILON));
  }

  /** The first form had one scale and bias per group. */
  private static void groupNormalizationByGroup(OnnxNode n) {
    GroupNormalization op = groupNormalization(n);
    Shape x = n.input(0).type() instanceof TensorType t ? t.shape() : null;
    if (x == null || x.rank() < 2 || x.dim(1) == Shape.UNKNOWN || op.groups() < 1) {
      throw n.unsupported("the number of channels must be known before version 21");
    }
    int repeats = x.dim(1) / op.groups();
    n.emit(op, n.input(0), repeated(n, n.input(1), repeats), repeated(n, n.input(2), repeats));
  }

  private static Value repeated(OnnxNode n, Value perGroup, int repeats) {
    Value column = n.add(new Unsqueeze(), perGroup, n.constant(1L));
    Value all = n.add(new Expand(), column, n.constant(1L, repeats));
    return n.add(new Reshape(false), all, n.constant(-1L));
  }

  static void addDropout(OperatorTable table) {
    table.add(
        "Dropout",
        1,
        n -> {
          Tensor training =
              Tensor.of(
                  DType.BOOL, Shape.SCALAR, new byte[] {(byte) (n.flag("is_test", false) ? 0 : 1)});
          dropoutWithNumericMask(n, n.constant(n.real("ratio", 0.5f)), n.constant(training));
        });
    table.add("Dropout", 7, n -> dropoutWithNumericMask(n, null, null));
    table.add("Dropout", 10, n -> n.emit(new Dropout(null), n.input(0)));
    table.add(
        "Dropout",
        12,
        n ->
            n.emit(new Dropout(n.hasAttribute("seed") ? (Integer) (int) n.integer("seed") : null)));
  }

  private static void dropoutWithNumericMask(
      OnnxNode n, @Nullable Value ratio, @Nullable Value training) {
    Op op = new Dropout(null);
    if (n.outputs() < 2) {
      n.emit(op, n.input(0), ratio, training);
      return;
    }
    List<Value> results = n.addAll(op, 2, n.input(0), ratio, training);
    n.emitAs(List.of(results.get(0), n.add(new CastLike(true, "up"), results.get(1), n.input(0))));
  }

  static void addBatchNormalization(OperatorTable table) {
    table.add("BatchNormalization", 1, n -> batchNormalization(n, n.outputs() > 1));
    table.add("BatchNormalization", 14, n -> batchNormalization(n, n.flag("training_mode", false)));
  }

  private static void batchNormalization(OnnxNode n, boolean training) {
    if (n.outputs() > 3) {
      throw n.unsupported("the outputs saved_mean and saved_var are not computed");
    }
    if (!n.flag("spatial", true)) {
      perElement(n, training);
      return;
    }
    n.emit(new BatchNormalization(n.real("epsilon", EPSILON), n.real("momentum", 0.9f), training));
  }

  /** Normalisation with a mean and a variance for every element of an image. */
  private static void perElement(OnnxNode n, boolean training) {
    if (training) {
      throw n.unsupported("training with spatial = 0 is not supported");
    }
    Value epsilon =
        n.add(new CastLike(true, "up"), n.constant(n.real("epsilon", EPSILON)), n.input(4));
    Value deviation = n.add(new Sqrt(), n.add(new Add(), n.input(4), epsilon));
    Value factor = n.add(new Div(), n.input(1), deviation);
    Value centred = n.add(new Sub(), n.input(0), n.input(3));
    n.emit(new Add(), n.add(new Mul(), centred, factor), n.input(2));
  }

  private static int axis(OnnxNode n) {
    return NnOperators.int32(n, "axis", -1);
  }
}
