package dev.lanewise.loader.operators;

import dev.lanewise.graph.Node;
import dev.lanewise.graph.Op;
import dev.lanewise.kernel.Epilogue;
import dev.lanewise.op.Abs;
import dev.lanewise.op.Acos;
import dev.lanewise.op.Acosh;
import dev.lanewise.op.Add;
import dev.lanewise.op.And;
import dev.lanewise.op.ArgMax;
import dev.lanewise.op.ArgMin;
import dev.lanewise.op.Asin;
import dev.lanewise.op.Asinh;
import dev.lanewise.op.Atan;
import dev.lanewise.op.Atanh;
import dev.lanewise.op.AutoPad;
import dev.lanewise.op.AveragePool;
import dev.lanewise.op.BatchNormalization;
import dev.lanewise.op.BitShift;
import dev.lanewise.op.BitwiseAnd;
import dev.lanewise.op.BitwiseNot;
import dev.lanewise.op.BitwiseOr;
import dev.lanewise.op.BitwiseXor;
import dev.lanewise.op.Cast;
import dev.lanewise.op.Ceil;
import dev.lanewise.op.Celu;
import dev.lanewise.op.Clip;
import dev.lanewise.op.Concat;
import dev.lanewise.op.ConstantOfShape;
import dev.lanewise.op.Conv;
import dev.lanewise.op.ConvTranspose;
import dev.lanewise.op.Cos;
import dev.lanewise.op.Cosh;
import dev.lanewise.op.CumSum;
import dev.lanewise.op.Det;
import dev.lanewise.op.Div;
import dev.lanewise.op.Einsum;
import dev.lanewise.op.Elu;
import dev.lanewise.op.Equal;
import dev.lanewise.op.Erf;
import dev.lanewise.op.Exp;
import dev.lanewise.op.Expand;
import dev.lanewise.op.Flatten;
import dev.lanewise.op.Floor;
import dev.lanewise.op.Gather;
import dev.lanewise.op.GatherElements;
import dev.lanewise.op.GatherND;
import dev.lanewise.op.Gelu;
import dev.lanewise.op.Gemm;
import dev.lanewise.op.GlobalAveragePool;
import dev.lanewise.op.GlobalMaxPool;
import dev.lanewise.op.Greater;
import dev.lanewise.op.GreaterOrEqual;
import dev.lanewise.op.GroupNormalization;
import dev.lanewise.op.HardSigmoid;
import dev.lanewise.op.HardSwish;
import dev.lanewise.op.Hardmax;
import dev.lanewise.op.Identity;
import dev.lanewise.op.InstanceNormalization;
import dev.lanewise.op.IsInf;
import dev.lanewise.op.IsNaN;
import dev.lanewise.op.LRN;
import dev.lanewise.op.LayerNormalization;
import dev.lanewise.op.LeakyRelu;
import dev.lanewise.op.Less;
import dev.lanewise.op.LessOrEqual;
import dev.lanewise.op.Log;
import dev.lanewise.op.LogSoftmax;
import dev.lanewise.op.LpNormalization;
import dev.lanewise.op.MatMul;
import dev.lanewise.op.Max;
import dev.lanewise.op.MaxPool;
import dev.lanewise.op.Mean;
import dev.lanewise.op.Min;
import dev.lanewise.op.Mish;
import dev.lanewise.op.Mod;
import dev.lanewise.op.Mul;
import dev.lanewise.op.Neg;
import dev.lanewise.op.Not;
import dev.lanewise.op.Or;
import dev.lanewise.op.PRelu;
import dev.lanewise.op.Pow;
import dev.lanewise.op.Reciprocal;
import dev.lanewise.op.ReduceL1;
import dev.lanewise.op.ReduceL2;
import dev.lanewise.op.ReduceLogSum;
import dev.lanewise.op.ReduceLogSumExp;
import dev.lanewise.op.ReduceMax;
import dev.lanewise.op.ReduceMean;
import dev.lanewise.op.ReduceMin;
import dev.lanewise.op.ReduceProd;
import dev.lanewise.op.ReduceSum;
import dev.lanewise.op.ReduceSumSquare;
import dev.lanewise.op.Relu;
import dev.lanewise.op.Reshape;
import dev.lanewise.op.Round;
import dev.lanewise.op.Selu;
import dev.lanewise.op.ShapeOf;
import dev.lanewise.op.Shrink;
import dev.lanewise.op.Sigmoid;
import dev.lanewise.op.Sign;
import dev.lanewise.op.Sin;
import dev.lanewise.op.Sinh;
import dev.lanewise.op.Size;
import dev.lanewise.op.Slice;
import dev.lanewise.op.Softmax;
import dev.lanewise.op.Softplus;
import dev.lanewise.op.Softsign;
import dev.lanewise.op.Split;
import dev.lanewise.op.Sqrt;
import dev.lanewise.op.Squeeze;
import dev.lanewise.op.Sub;
import dev.lanewise.op.Sum;
import dev.lanewise.op.Swish;
import dev.lanewise.op.Tan;
import dev.lanewise.op.Tanh;
import dev.lanewise.op.ThresholdedRelu;
import dev.lanewise.op.Tile;
import dev.lanewise.op.TopK;
import dev.lanewise.op.Transpose;
import dev.lanewise.op.Unsqueeze;
import dev.lanewise.op.Where;
import dev.lanewise.op.Window;
import dev.lanewise.op.Xor;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.TensorType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * How operators are written: one line each that sets the attributes, and says from which operator
 * set on they mean what they should if that is newer than 17. Their names are their own.
 */
public final class OperatorWriters {
  private static final Map<Class<?>, BiConsumer<Op, NodeWriter>> WRITERS = new HashMap<>();

  static {
    addPlain();
    addAttributed();
    addLayers();
    addData();
    DataWriters.addAll();
    LayerWriters.addAll();
    ControlWriters.addAll();
    MlWriters.addAll();
    AttentionWriters.addAll();
    VisionWriters.addAll();
  }

  private OperatorWriters() {}

  static <T extends Op> void add(Class<T> type, BiConsumer<T, NodeWriter> writer) {
    WRITERS.put(type, (op, n) -> writer.accept(type.cast(op), n));
  }

  @SafeVarargs
  static void addPlain(int since, Class<? extends Op>... types) {
    for (Class<? extends Op> type : types) {
      WRITERS.put(type, (op, n) -> n.since(since));
    }
  }

  /** Writes operator and attributes of a node. */
  public static NodeWriter write(Node node) {
    NodeWriter target = new NodeWriter(node);
    BiConsumer<Op, NodeWriter> writer = WRITERS.get(node.op().getClass());
    target.require(writer != null, "there is no such operator");
    if (writer != null) {
      writer.accept(node.op(), target);
    }
    return target;
  }

  private static void addPlain() {
    addPlain(1, Abs.class, Acos.class, Acosh.class, Add.class, And.class, Asin.class, Asinh.class);
    addPlain(1, Atan.class, Atanh.class, Ceil.class, Clip.class, Cos.class, Cosh.class, Det.class);
    addPlain(1, Div.class, Equal.class, Erf.class, Exp.class, Expand.class, Floor.class);
    addPlain(1, GlobalAveragePool.class, GlobalMaxPool.class, Greater.class, GreaterOrEqual.class);
    addPlain(1, HardSwish.class, Identity.class, IsNaN.class, Less.class, LessOrEqual.class);
    addPlain(1, Log.class, Max.class, Mean.class, Min.class, Mul.class, Neg.class, Not.class);
    addPlain(1, Or.class, PRelu.class, Pow.class, Reciprocal.class, Relu.class, Round.class);
    addPlain(1, Sigmoid.class, Sign.class, Sin.class, Sinh.class, Size.class, Slice.class);
    addPlain(1, Softplus.class, Softsign.class, Sqrt.class, Squeeze.class, Sub.class, Sum.class);
    addPlain(1, Tan.class, Tanh.class, Tile.class, Unsqueeze.class, Where.class, Xor.class);
    addPlain(18, BitwiseAnd.class, BitwiseNot.class, BitwiseOr.class, BitwiseXor.class, Mish.class);
  }

  private static void addAttributed() {
    add(ArgMax.class, (op, n) -> arg(n, op.axis(), op.keepDims(), op.selectLastIndex()));
    add(ArgMin.class, (op, n) -> arg(n, op.axis(), op.keepDims(), op.selectLastIndex()));
    add(BitShift.class, (op, n) -> n.text("direction", op.left() ? "LEFT" : "RIGHT"));
    add(Celu.class, (op, n) -> n.real("alpha", op.alpha()));
    add(CumSum.class, (op, n) -> n.flag("exclusive", op.exclusive()).flag("reverse", op.reverse()));
    add(Einsum.class, (op, n) -> n.text("equation", op.equation()));
    add(Elu.class, (op, n) -> n.real("alpha", op.alpha()));
    add(Gelu.class, (op, n) -> n.since(20).text("approximate", op.tanh() ? "tanh" : "none"));
    add(HardSigmoid.class, (op, n) -> n.real("alpha", op.alpha()).real("beta", op.beta()));
    add(Hardmax.class, (op, n) -> n.integer("axis", op.axis()));
    add(
        IsInf.class,
        (op, n) -> n.flag("detect_negative", op.negative()).flag("detect_positive", op.positive()));
    add(LeakyRelu.class, (op, n) -> n.real("alpha", op.alpha()));
    add(LogSoftmax.class, (op, n) -> n.integer("axis", op.axis()));
    add(Mod.class, (op, n) -> n.flag("fmod", op.fmod()));
    add(ReduceL1.class, (op, n) -> reduce(n, 18, op.keepDims(), op.noopWithEmptyAxes()));
    add(ReduceL2.class, (op, n) -> reduce(n, 18, op.keepDims(), op.noopWithEmptyAxes()));
    add(ReduceLogSum.class, (op, n) -> reduce(n, 18, op.keepDims(), op.noopWithEmptyAxes()));
    add(ReduceLogSumExp.class, (op, n) -> reduce(n, 18, op.keepDims(), op.noopWithEmptyAxes()));
    add(ReduceMax.class, (op, n) -> reduce(n, order(n), op.keepDims(), op.noopWithEmptyAxes()));
    add(ReduceMean.class, (op, n) -> reduce(n, 18, op.keepDims(), op.noopWithEmptyAxes()));
    add(ReduceMin.class, (op, n) -> reduce(n, order(n), op.keepDims(), op.noopWithEmptyAxes()));
    add(ReduceProd.class, (op, n) -> reduce(n, 18, op.keepDims(), op.noopWithEmptyAxes()));
    add(ReduceSum.class, (op, n) -> reduce(n, 13, op.keepDims(), op.noopWithEmptyAxes()));
    add(ReduceSumSquare.class, (op, n) -> reduce(n, 18, op.keepDims(), op.noopWithEmptyAxes()));
    add(Selu.class, (op, n) -> n.real("alpha", op.alpha()).real("gamma", op.gamma()));
    add(Shrink.class, (op, n) -> n.real("lambd", op.lambd()).real("bias", op.bias()));
    add(Softmax.class, (op, n) -> n.integer("axis", op.axis()));
    add(Swish.class, (op, n) -> n.since(24).real("alpha", op.alpha()));
    add(ThresholdedRelu.class, (op, n) -> n.real("alpha", op.alpha()));
    add(TopK.class, (op, n) -> n.integer("axis", op.axis()).flag("largest", op.largest()));
  }

  private static void arg(NodeWriter n, int axis, boolean keepDims, boolean last) {
    n.integer("axis", axis).flag("keepdims", keepDims).flag("select_last_index", last);
  }

  /** The operator set from which on the largest or smallest of such elements can be found. */
  private static int order(NodeWriter n) {
    TensorType x = n.tensorType(0);
    return x != null && x.dtype() == DType.BOOL ? 20 : 18;
  }

  private static void reduce(NodeWriter n, int since, boolean keepDims, boolean noop) {
    n.since(since).flag("keepdims", keepDims).flag("noop_with_empty_axes", noop);
  }

  private static void addLayers() {
    add(AveragePool.class, OperatorWriters::averagePool);
    add(
        BatchNormalization.class,
        (op, n) ->
            n.real("epsilon", op.epsilon())
                .real("momentum", op.momentum())
                .flag("training_mode", op.training()));
    add(
        Conv.class,
        (op, n) ->
            window(plain(n, op.epilogue()), op.window())
                .require(!op.exact(), "it was made for integers")
                .integer("group", op.group()));
    add(ConvTranspose.class, OperatorWriters::convTranspose);
    add(Gemm.class, OperatorWriters::gemm);
    add(
        GroupNormalization.class,
        (op, n) -> n.since(21).integer("num_groups", op.groups()).real("epsilon", op.epsilon()));
    add(InstanceNormalization.class, (op, n) -> n.real("epsilon", op.epsilon()));
    add(LRN.class, OperatorWriters::lrn);
    add(
        LayerNormalization.class,
        (op, n) ->
            n.integer("axis", op.axis())
                .real("epsilon", op.epsilon())
                .integer("stash_type", ElementTypes.number(op.stash())));
    add(LpNormalization.class, (op, n) -> n.integer("axis", op.axis()).integer("p", op.p()));
    add(MatMul.class, OperatorWriters::matMul);
    add(MaxPool.class, (op, n) -> window(n, op.window()).flag("storage_order", op.columnMajor()));
  }

  private static NodeWriter plain(NodeWriter n, Epilogue epilogue) {
    return n.require(
        epilogue.isNone(), "it was fused with others; write the graph as it was before that");
  }

  static NodeWriter window(NodeWriter n, Window w) {
    if (w.autoPad() != AutoPad.NOTSET) {
      n.text("auto_pad", w.autoPad().name());
    }
    n.ints("kernel_shape", w.kernel()).ints("strides", w.strides());
    n.ints("dilations", w.dilations()).ints("pads", w.pads());
    return w.ceil() ? n.flag("ceil_mode", true) : n;
  }

  private static void averagePool(AveragePool op, NodeWriter n) {
    if (op.window().dilations().length > 0) {
      n.since(19);
    }
    window(n, op.window()).flag("count_include_pad", op.includePad());
  }

  private static void convTranspose(ConvTranspose op, NodeWriter n) {
    window(n, op.window()).integer("group", op.group());
    n.ints("output_padding", op.outputPadding()).ints("output_shape", op.outputShape());
  }

  private static void gemm(Gemm op, NodeWriter n) {
    plain(n, op.epilogue()).real("alpha", op.alpha()).real("beta", op.beta());
    n.flag("transA", op.transA()).flag("transB", op.transB());
  }

  private static void matMul(MatMul op, NodeWriter n) {
    plain(n, op.epilogue());
    if (op.transA() || op.transB() || op.alpha() != 1) {
      n.as(MicrosoftOperators.DOMAIN, "FusedMatMul").real("alpha", op.alpha());
      n.flag("transA", op.transA()).flag("transB", op.transB());
    }
  }

  private static void lrn(LRN op, NodeWriter n) {
    n.real("alpha", op.alpha()).real("beta", op.beta()).real("bias", op.bias());
    n.integer("size", op.size());
  }

  private static void addData() {
    add(Cast.class, OperatorWriters::cast);
    add(Concat.class, (op, n) -> n.integer("axis", op.axis()));
    add(ConstantOfShape.class, (op, n) -> n.tensor("value", op.value().reshape(Shape.of(1))));
    add(Flatten.class, (op, n) -> n.integer("axis", op.axis()));
    add(Gather.class, (op, n) -> n.integer("axis", op.axis()));
    add(GatherElements.class, (op, n) -> n.integer("axis", op.axis()));
    add(GatherND.class, (op, n) -> n.integer("batch_dims", op.batchDims()));
    add(Reshape.class, (op, n) -> n.flag("allowzero", op.allowZero()));
    add(ShapeOf.class, OperatorWriters::shape);
    add(Split.class, OperatorWriters::split);
    add(Transpose.class, OperatorWriters::transpose);
  }

  private static void cast(Cast op, NodeWriter n) {
    n.dtype("to", op.to());
    if (!op.saturate()) {
      n.since(19).flag("saturate", false);
    }
    if (!op.roundMode().equals("up")) {
      n.since(24).text("round_mode", op.roundMode());
    }
  }

  private static void shape(ShapeOf op, NodeWriter n) {
    n.integer("start", op.start());
    if (op.end() != Integer.MAX_VALUE) {
      n.integer("end", op.end());
    }
  }

  private static void split(Split op, NodeWriter n) {
    n.integer("axis", op.axis());
    if (n.node().input(1) == null) {
      int parts = op.parts() > 0 ? op.parts() : n.node().outputs().size();
      n.since(18).integer("num_outputs", parts);
    }
  }

  private static void transpose(Transpose op, NodeWriter n) {
    int[] permutation = op.permutation();
    if (permutation != null) {
      n.longs("perm", Arrays.stream(permutation).asLongStream().toArray());
    }
  }
}
